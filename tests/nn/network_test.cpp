// Architectures: shapes, what is refused, first weights, receptive fields.
#include <doctest/doctest.h>

#include "nn/network.h"

using nn::LayerKind;

namespace {

std::string refusal(nn::Architecture a) {
    base::Result<nn::Network> n = nn::make_network(std::move(a));
    return n.ok() ? "" : n.message();
}

nn::Architecture with(nn::LayerSpec layer) {
    nn::Architecture a;
    a.layers = {std::move(layer)};
    return a;
}

}  // namespace

TEST_CASE("LeNet-5 has its shapes and 61,706 parameters") {
    const nn::Network n = nn::make_network(nn::lenet5()).value();
    CHECK(n.parameter_count() == 61706);
    CHECK(n.shape(*n.find("conv1")) == nn::Shape{6, 28, 28});
    CHECK(n.shape(*n.find("pool1")) == nn::Shape{6, 14, 14});
    CHECK(n.shape(*n.find("conv2")) == nn::Shape{16, 10, 10});
    CHECK(n.shape(*n.find("pool2")) == nn::Shape{16, 5, 5});
    CHECK(n.shape(*n.find("fc1")) == nn::Shape{120, 1, 1});
    CHECK(n.classes() == 10);
    CHECK(nn::weight_count(n, 3) == 2400);
    CHECK(nn::bias_count(n, 3) == 16);
    CHECK(nn::weight_count(n, 4) == 0);
    CHECK_FALSE(n.find("conv3").has_value());
}

TEST_CASE("what does not fit is refused") {
    CHECK(refusal({}) != "");
    CHECK(refusal(with({LayerKind::conv, "c", 4, 29, 1, 0, 0.0f})).find("larger than its input") != std::string::npos);
    CHECK(refusal(with({LayerKind::conv, "c", 4, 29, 1, 1, 0.0f})) == "");
    CHECK(refusal(with({LayerKind::conv, "c", 0, 3, 1, 0, 0.0f})) != "");
    CHECK(refusal(with({LayerKind::conv, "c", 4, 3, 0, 0, 0.0f})) != "");
    CHECK(refusal(with({LayerKind::conv, "c", 4, 3, 1, -1, 0.0f})) != "");
    CHECK(refusal(with({LayerKind::conv, "", 4, 3, 1, 0, 0.0f})) != "");
    CHECK(refusal(with({LayerKind::max_pool, "p", 0, 2, 2, 1, 0.0f})) != "");
    CHECK(refusal(with({LayerKind::dropout, "d", 0, 0, 1, 0, 1.0f})) != "");
    CHECK(refusal(with({LayerKind::fully_connected, "f", 30000, 0, 1, 0, 0.0f})).find("MB of memory") !=
          std::string::npos);
    nn::Architecture twice = with({LayerKind::relu, "a", 0, 0, 1, 0, 0.0f});
    twice.layers.push_back(twice.layers[0]);
    CHECK(refusal(twice).find("two called a") != std::string::npos);
    nn::Architecture many;
    for (int i = 0; i < 65; ++i) many.layers.push_back({LayerKind::relu, "r" + std::to_string(i), 0, 0, 1, 0, 0.0f});
    CHECK(refusal(many) != "");
    nn::Architecture none = with({LayerKind::relu, "a", 0, 0, 1, 0, 0.0f});
    none.input = {0, 28, 28};
    CHECK(refusal(none) != "");
    none.input = {4096, 4096, 4096};
    CHECK(refusal(none) != "");
}

TEST_CASE("the same seed gives the same weights, another seed others") {
    nn::Network a = nn::make_network(nn::lenet5()).value(), b = a, c = a;
    nn::initialise(a, 7);
    nn::initialise(b, 7);
    nn::initialise(c, 8);
    CHECK(a.parameters[0].weight == b.parameters[0].weight);
    CHECK(a.parameters[0].weight != c.parameters[0].weight);
    double square = 0.0;
    for (float w : a.parameters[6].weight) square += static_cast<double>(w) * static_cast<double>(w);
    CHECK(square / 48000.0 == doctest::Approx(2.0 / 400.0).epsilon(0.03));
}

TEST_CASE("receptive fields grow as the layers say") {
    const nn::Network n = nn::make_network(nn::lenet5()).value();
    const auto field = [&](const char* name, int row, int column) {
        const nn::Field f = nn::receptive_field(n, *n.find(name), row, column);
        return std::vector<int>{f.row, f.column, f.height, f.width};
    };
    CHECK(field("conv1", 0, 3) == std::vector<int>{-2, 1, 5, 5});
    CHECK(field("pool1", 1, 1) == std::vector<int>{0, 0, 6, 6});
    CHECK(field("conv2", 0, 0) == std::vector<int>{-2, -2, 14, 14});
    CHECK(field("pool2", 4, 0) == std::vector<int>{14, -2, 16, 16});
    CHECK(field("fc2", 0, 0) == std::vector<int>{0, 0, 28, 28});
}
