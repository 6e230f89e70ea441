// Training against PyTorch: the same weights, pictures, order and optimiser give the same loss, batch by batch
// (tests/reference/make_training.py made the numbers).
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "nn/train.h"
#include "tests/paths.h"

namespace {

constexpr int kBatches = 50, kBatch = 32;

/// As in the script: whole numbers, mixed.
std::uint32_t mixed(std::uint64_t number, std::uint64_t salt) {
    std::uint64_t h = (number * 2654435761u + salt) & 0xffffffffu;
    h ^= h >> 16;
    h = h * 2246822519u & 0xffffffffu;
    return static_cast<std::uint32_t>(h ^ (h >> 13));
}

nn::Network first_network() {
    auto made = nn::make_network(nn::lenet5());
    REQUIRE(made.ok());
    std::uint64_t salt = 0;
    for (int i = 0; i < made.value().layer_count(); ++i) {
        std::vector<float>& weight = made.value().parameters[static_cast<std::size_t>(i)].weight;
        if (weight.empty()) continue;
        ++salt;
        const std::size_t fan_in = weight.size() / made.value().parameters[static_cast<std::size_t>(i)].bias.size();
        const auto bound = static_cast<float>(std::sqrt(6.0 / static_cast<double>(fan_in)));
        for (std::size_t k = 0; k < weight.size(); ++k)
            weight[k] = (2.0f * (static_cast<float>(mixed(k, salt) >> 8) * 0x1p-24f) - 1.0f) * bound;
    }
    return std::move(made.value());
}

struct Pictures {
    std::vector<std::uint8_t> pixels, labels;

    Pictures() {
        for (std::uint64_t n = 0; n < kBatches * kBatch; ++n) {
            const std::size_t first = pixels.size();
            for (std::uint64_t i = 0; i < 784; ++i)
                pixels.push_back(static_cast<std::uint8_t>(mixed(i + 784 * n, 77) & 63));
            const std::size_t kind = mixed(n, 78) % 10;
            for (std::size_t row = 4 + 2 * kind; row < 6 + 2 * kind; ++row)
                for (std::size_t column = 5; column < 22 - n % 4; ++column) pixels[first + row * 28 + column] = 255;
            labels.push_back(static_cast<std::uint8_t>(mixed(n, 79) % 8 == 0 ? (kind + 3) % 10 : kind));
        }
    }
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels}; }
};

nlohmann::json reference() {
    std::ifstream file(project_file("tests/reference/reference_training.json"));
    std::stringstream text;
    text << file.rdbuf();
    nlohmann::json parsed = nlohmann::json::parse(text.str(), nullptr, false);
    REQUIRE_MESSAGE(!parsed.is_discarded(), "tests/reference/reference_training.json");
    return parsed;
}

void compare(nn::OptimiserKind kind, const nlohmann::json& expected) {
    const Pictures pictures;
    const nn::Digits digits = pictures.digits();
    nn::TrainOptions options;
    options.epochs = 1;
    options.batch = kBatch;
    options.rate = expected["rate"].get<float>();
    options.warm_up = 0.1f;
    options.average_decay = 0;
    options.optimiser.kind = kind;
    int next = 0;  // one thread asks for the samples one after the other: their order is ours
    options.sample = [&](int, nn::Random&, float* input) {
        nn::to_input(digits.picture(next), input);
        return static_cast<int>(digits.labels[static_cast<std::size_t>(next++)]);
    };
    auto trainer = nn::Trainer::make(first_network(), digits, {}, options);
    REQUIRE(trainer.ok());
    double sum = 0, furthest = 0;
    for (int i = 0; i < kBatches; ++i) {
        trainer.value().step();
        const double all = trainer.value().progress().loss * kBatch * (i + 1), loss = (all - sum) / kBatch;
        sum = all;
        const double theirs = expected["losses"][static_cast<std::size_t>(i)].get<double>();
        furthest = std::max(furthest, std::fabs(loss - theirs));
        CHECK_MESSAGE(std::fabs(loss - theirs) < 1e-4, "batch ", i, ": ", loss, ", PyTorch: ", theirs);
    }
    MESSAGE("largest difference of a batch's loss: ", furthest);
    REQUIRE(next == kBatches * kBatch);
    const nn::Network& trained = trainer.value().current();
    for (int i = 0; i < trained.layer_count(); ++i) {
        const nn::Parameters& p = trained.parameters[static_cast<std::size_t>(i)];
        if (p.weight.empty()) continue;
        double moved = 0;
        for (const float value : p.weight) moved += std::fabs(static_cast<double>(value));
        CHECK(moved ==
              doctest::Approx(expected["sums"][trained.layer(i).name + ".weight"].get<double>()).epsilon(1e-4));
    }
}

}  // namespace

TEST_CASE("training: the loss is PyTorch's, batch by batch, with AdamW and with SGD") {
    const nlohmann::json expected = reference();
    compare(nn::OptimiserKind::adamw, expected["adamw"]);
    compare(nn::OptimiserKind::sgd, expected["sgd"]);
}
