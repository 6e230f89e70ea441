// Recipes as text, shuffled labels, checkpoints, and trainings that repeat.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "io/model_file.h"
#include "nn/classifier.h"
#include "recipe/training.h"

namespace {

/// A bright square whose place says the class, and the bytes behind it.
struct Toy {
    std::vector<std::uint8_t> pixels, labels;

    explicit Toy(int count) : pixels(static_cast<std::size_t>(count) * 784, 0) {
        for (int i = 0; i < count; ++i) {
            const int label = i % 4, row = label < 2 ? 6 : 16, column = label % 2 == 1 ? 6 : 16;
            labels.push_back(static_cast<std::uint8_t>(label));
            for (int y = 0; y < 6; ++y)
                for (int x = 0; x < 6; ++x)
                    pixels[static_cast<std::size_t>(i * 784 + (row + y) * 28 + column + x)] =
                        static_cast<std::uint8_t>(180 + (i * 7 + y * x) % 60);
        }
    }
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels}; }
};

recipe::Recipe parsed(std::string_view text) {
    const auto recipe = recipe::parse(text);
    REQUIRE_MESSAGE(recipe.ok(), text);
    return recipe.value();
}

std::vector<std::uint8_t> trained(const recipe::Recipe& recipe, const Toy& toy, int threads = 1) {
    auto training = recipe::Training::make(recipe, toy.digits(), nullptr, threads);
    REQUIRE(training.ok());
    while (training.value().step(3)) {
    }
    return io::write_model(training.value().network());
}

}  // namespace

TEST_CASE("recipe: what is written is read back, field by field") {
    const std::string text =
        R"({"architecture": {"name": "small", "input": [1, 28, 28], "layers": [)"
        R"({"kind": "fully_connected", "name": "fc", "outputs": 10}, {"kind": "softmax", "name": "softmax"}]},)"
        R"("digits": 1000, "shuffled": 0.5, "seed": 7, "epochs": 12, "batch": 64, "rate": 0.002, "last-rate": 0.1,)"
        R"("warm-up": 0.5, "momentum": 0.8, "square-decay": 0.99, "weight-decay": 0.3, "dropout": 0.5,)"
        R"("label-smoothing": 0.1, "average": 0.9, "shift": 2, "rotation": 15, "scale": 0.2, "shear": 0.1,)"
        R"("elastic": 0.7, "thickness": 0.4, "redrawn": 0.25, "synthetic": 0.05, "hand": 1.5, "optimiser": "sgd",)"
        R"("first-weights": "zeros"})";
    const recipe::Recipe recipe = parsed(text);
    CHECK(recipe.options.epochs == 12);
    CHECK(recipe.options.rate == 0.002f);
    CHECK(recipe.augment.rotation == 15.0f);
    CHECK(recipe.first_weights == recipe::FirstWeights::zeros);
    CHECK(recipe.options.optimiser.kind == nn::OptimiserKind::sgd);
    const std::string written = recipe::to_json(recipe);
    CHECK(recipe::to_json(parsed(written)) == written);
    CHECK(parsed(written).architecture == recipe.architecture);
    CHECK(written.find("\"rate\":0.002,") != std::string::npos);  // not 0.0020000000949949026
    CHECK(recipe::to_json(parsed("{}")) == recipe::to_json(recipe::quick()));
    CHECK(recipe::to_json(recipe::quick()).find("architecture") == std::string::npos);  // LeNet-5 goes without saying
}

TEST_CASE("recipe: what is no recipe is refused in a sentence") {
    for (const char* text :
         {"", "[]", "3", "{\"rate\": \"fast\"}", "{\"rate\": 1e99}", "{\"rate\": null}", "{\"epochs\": 0}",
          "{\"epochs\": 1.5}", "{\"digits\": -1}", "{\"speed\": 1}", "{\"optimiser\": \"adam\"}",
          "{\"first-weights\": 0}", "{\"architecture\": 3}", "{\"seed\": 1, \"seed\": 2}"}) {
        const auto recipe = recipe::parse(text);
        REQUIRE_MESSAGE(!recipe.ok(), text);
        CHECK(recipe.message().size() > 10);
    }
    const Toy toy(8);
    recipe::Recipe recipe = recipe::quick();
    recipe.digits = 9;
    CHECK_FALSE(recipe::Training::make(recipe, toy.digits()).ok());
    recipe = recipe::quick();
    recipe.architecture.input = {1, 20, 20};
    CHECK_FALSE(recipe::Training::make(recipe, toy.digits()).ok());
}

TEST_CASE("recipe: shuffled labels are the same labels in other places") {
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < 2000; ++i) labels.push_back(static_cast<std::uint8_t>(i % 10));
    CHECK(recipe::shuffled(labels, 0.0f, 1) == labels);
    for (const float share : {0.25f, 0.5f, 1.0f}) {
        std::vector<std::uint8_t> other = recipe::shuffled(labels, share, 1);
        int changed = 0;
        for (std::size_t i = 0; i < labels.size(); ++i) changed += other[i] != labels[i];
        CHECK(changed > 0.85 * 0.9 * static_cast<double>(share) * 2000);
        CHECK(changed < 1.05 * 0.9 * static_cast<double>(share) * 2000);
        CHECK(other == recipe::shuffled(labels, share, 1));
        CHECK(other != recipe::shuffled(labels, share, 2));
        std::sort(other.begin(), other.end());
        CHECK(std::is_sorted(other.begin(), other.end()));
        CHECK(std::count(other.begin(), other.end(), 3) == 200);
    }
    CHECK(recipe::shuffled({}, 1.0f, 1).empty());
}

TEST_CASE("recipe: checkpoints are even on a logarithmic axis") {
    std::vector<long> due;
    for (long batch = 0; batch <= 100; ++batch)
        if (recipe::is_checkpoint(batch)) due.push_back(batch);
    CHECK(due == std::vector<long>{0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96});
}

TEST_CASE("recipe: dropout is the training's and not the network's") {
    const nn::Architecture with = recipe::with_dropout(nn::lenet5(), 0.5f);
    CHECK(with.layers.size() == nn::lenet5().layers.size() + 2);
    CHECK(recipe::with_dropout(nn::lenet5(), 0.0f) == nn::lenet5());
    const Toy toy(64);
    recipe::Recipe recipe = recipe::quick();
    recipe.dropout = 0.5f;
    auto training = recipe::Training::make(recipe, toy.digits());
    REQUIRE(training.ok());
    training.value().step(1);
    CHECK(training.value().network().architecture == nn::lenet5());
}

TEST_CASE("recipe: a training repeats, whatever the number of threads; its slices do not matter") {
    const Toy toy(160);
    recipe::Recipe recipe = parsed(R"({"epochs": 2, "batch": 64, "dropout": 0.3, "rotation": 10, "elastic": 0.5,)"
                                   R"("redrawn": 0.3, "shuffled": 0.2})");
    const std::vector<std::uint8_t> once = trained(recipe, toy);
    CHECK(trained(recipe, toy) == once);
    CHECK(trained(recipe, toy, 3) == once);
    auto training = recipe::Training::make(recipe, toy.digits());
    REQUIRE(training.ok());
    CHECK(training.value().batches() == 6);
    CHECK_FALSE(training.value().step(1000));
    CHECK(training.value().batch() == 6);
    CHECK(io::write_model(training.value().network()) == once);
    recipe.options.seed = 2;
    CHECK(trained(recipe, toy) != once);
}

TEST_CASE("recipe: it learns, begins where it is told, and zeros learn nothing") {
    const Toy toy(200);
    recipe::Recipe recipe = parsed(R"({"epochs": 6, "batch": 20, "average": 0})");
    const auto accuracy = [&](const recipe::Recipe& r, const nn::Network* start = nullptr) {
        auto training = recipe::Training::make(r, toy.digits(), start);
        REQUIRE(training.ok());
        while (training.value().step(10)) {
        }
        return nn::evaluate(training.value().network(), toy.digits()).accuracy();
    };
    CHECK(accuracy(recipe) > 0.99);
    auto finished = recipe::Training::make(recipe, toy.digits());
    REQUIRE(finished.ok());
    while (finished.value().step(10)) {
    }
    const nn::Network start = finished.value().network();
    recipe.options.epochs = 1;
    recipe.options.rate = 1e-9f;
    CHECK(accuracy(recipe, &start) > 0.99);
    CHECK(accuracy(recipe) < 0.9);
    recipe.options.rate = 5e-3f;
    recipe.first_weights = recipe::FirstWeights::zeros;
    CHECK(accuracy(recipe) < 0.3);
    CHECK(start.card.at("recipe").find("\"epochs\":6") != std::string::npos);
}
