// What a network costs: counted before it is taken, refused with the sum, and never less than what is held.
#include <doctest/doctest.h>

#include <limits>

#include "nn/backward.h"
#include "nn/cost.h"
#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/train.h"

using nn::LayerKind;

namespace {

nn::LayerSpec conv(std::string name, int outputs, int kernel, int stride, int padding) {
    return {LayerKind::conv, std::move(name), outputs, kernel, stride, padding, 0.0f};
}
nn::LayerSpec dense(std::string name, int outputs) {
    return {LayerKind::fully_connected, std::move(name), outputs, 0, 1, 0, 0.0f};
}

std::string refusal(std::vector<nn::LayerSpec> layers, nn::Shape input = {1, 28, 28}) {
    base::Result<nn::Network> n = nn::make_network({"test", input, std::move(layers)});
    return n.ok() ? "" : n.message();
}

bool says(const std::string& message, const char* words) { return message.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("LeNet-5 costs 0.43 million multiply-adds and some megabytes") {
    const nn::Cost cost = nn::cost(nn::make_network(nn::lenet5()).value());
    // 416,520 in products, 6,304 comparisons in pools, 6,518 in relu and softmax.
    CHECK(cost.multiply_adds == 416520 + 6304 + 6518);
    CHECK(cost.bytes > 4 * 61706);
    CHECK(cost.bytes < 64 << 20);
    CHECK(nn::passes_a_slice(nn::make_network(nn::lenet5()).value(), 64) == 64);
}

TEST_CASE("a border that needs gigabytes is refused with the sum and the layer") {
    const std::string message =
        refusal({conv("conv1", 64, 5, 1, 2), conv("conv2", 6, 5, 4096, 4096), dense("fc1", 10)});
    CHECK_MESSAGE(says(message, "MB of memory"), message);
    CHECK_MESSAGE(says(message, "layer conv2"), message);
    CHECK_MESSAGE(says(message, "768 MB is the most"), message);
    CHECK(message.find('-') == std::string::npos);  // no sum that ran over
}

TEST_CASE("arithmetic is limited as memory is") {
    const std::string message = refusal({conv("conv1", 24, 16, 1, 160), dense("fc1", 10)});
    CHECK_MESSAGE(says(message, "million multiply-adds"), message);
    CHECK_MESSAGE(says(message, "100 million is the most"), message);
    // A pool compares, too.
    nn::LayerSpec pool{LayerKind::max_pool, "pool1", 0, 128, 1, 0, 0.0f};
    CHECK(says(refusal({conv("conv1", 1, 5, 1, 100), pool}), "layer pool1"));
}

TEST_CASE("sums that leave 64 bits are refused, not wrapped around") {
    CHECK(says(refusal({conv("a", 1 << 20, 1, 1, 0), conv("b", 1 << 20, 28, 1, 0)}), "MB of memory"));
    CHECK(says(refusal({conv("a", 1 << 20, 4096, 1, 4096)}), "MB of memory"));
    CHECK(says(refusal({conv("a", 1, 1, 1, 0)}, {4096, 4096, 4096}), "MB of memory"));
    CHECK(says(refusal({dense("a", 1 << 20), dense("b", 1 << 20)}), "MB of memory"));
    nn::Shape huge{1 << 30, 1 << 30, 1 << 30};
    CHECK(nn::numbers(huge) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a last layer of large maps counts as often as batches hold it") {
    // 12 x 600 x 600 numbers: 17 MB once, more than a gigabyte 64 times.
    CHECK(says(refusal({conv("conv1", 12, 1, 1, 286)}), "MB of memory"));
}

TEST_CASE("ordinary networks are within the limits") {
    std::vector<nn::LayerSpec> vgg;
    int channels[] = {32, 32, 64, 64};
    for (int i = 0; i < 4; ++i) {
        vgg.push_back(conv("conv" + std::to_string(i), channels[i], 3, 1, 1));
        vgg.push_back({LayerKind::relu, "relu" + std::to_string(i), 0, 0, 1, 0, 0.0f});
        if (i % 2 == 1) vgg.push_back({LayerKind::max_pool, "pool" + std::to_string(i), 0, 2, 2, 0, 0.0f});
    }
    vgg.push_back(dense("fc1", 512));
    vgg.push_back(dense("fc2", 10));
    CHECK(refusal(vgg) == "");
    CHECK(refusal({dense("fc1", 1000)}) == "");
    CHECK(refusal({dense("fc1", 100), dense("fc2", 10000)}) == "");
}

TEST_CASE("a dear network is worked on in small slices") {
    auto network = nn::make_network({"dear", {1, 28, 28}, {conv("conv1", 64, 5, 1, 20), conv("conv2", 8, 5, 1, 0)}});
    REQUIRE_MESSAGE(network.ok(), network.message());
    CHECK(nn::cost(network.value()).multiply_adds > 40'000'000);
    CHECK(nn::passes_a_slice(network.value(), 64) < 3);
    CHECK(nn::passes_a_slice(network.value(), 64) >= 1);
}

TEST_CASE("names of layers hold no line breaks and are not endless") {
    CHECK(says(refusal({dense("fc\n1", 10)}), "control characters"));
    CHECK(says(refusal({dense("fc\x7f", 10)}), "control characters"));
    CHECK(says(refusal({dense(std::string(65, 'a'), 10)}), "at most 64 bytes"));
    CHECK(refusal({dense("Schicht-\xC3\xA4", 10)}) == "");
}

TEST_CASE("receptive fields of strides that multiply stay in range") {
    std::vector<nn::LayerSpec> layers;
    for (int i = 0; i < 12; ++i) layers.push_back(conv("c" + std::to_string(i), 1, 1, 4096, 0));
    const auto network = nn::make_network({"far", {1, 28, 28}, layers});
    REQUIRE_MESSAGE(network.ok(), network.message());
    const nn::Field field = nn::receptive_field(network.value(), 11, 0, 0);
    CHECK(field.height == 1);
    const nn::Field far = nn::receptive_field(network.value(), 11, 27, 27);
    CHECK(far.row > 28);
    CHECK(far.row < 1 << 30);
}

TEST_CASE("training is counted as well") {
    auto network = nn::make_network({"wide", {1, 28, 28}, {conv("conv1", 8, 3, 1, 120), dense("fc1", 2)}});
    REQUIRE_MESSAGE(network.ok(), network.message());
    const std::vector<std::uint8_t> pixels(2 * 784, 100), labels{0, 1};
    const nn::Digits digits{{1, 28, 28}, pixels, labels};
    CHECK(nn::Trainer::make(nn::make_network(nn::lenet5()).value(), digits, {}, {}).ok());
    const std::int64_t bytes = nn::training_bytes(network.value(), 32);
    CHECK(nn::Trainer::make(network.value(), digits, {}, {}).ok() == (bytes <= nn::kMostBytes));
    CHECK(bytes > 32 * 4 * (network.value().shape(0).size()));
}
