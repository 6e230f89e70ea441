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
        R"("digits": 1000, "shuffled": 0.5,)"
        R"("patience": 3, "start": "00000000000000ff", "seed": 7, "epochs": 12, "batch": 64, "rate": 0.002,)"
        R"("last-rate": 0.1,)"
        R"("warm-up": 0.5, "momentum": 0.8, "square-decay": 0.99, "weight-decay": 0.3, "dropout": 0.5,)"
        R"("label-smoothing": 0.1, "average": 0.9, "shift": 2, "rotation": 15, "scale": 0.2, "shear": 0.1,)"
        R"("elastic": 0.7, "thickness": 0.4, "redrawn": 0.25, "synthetic": 0.05, "hand": 1.5, "optimiser": "sgd",)"
        R"("first-weights": "zeros"})";
    const recipe::Recipe recipe = parsed(text);
    CHECK(recipe.options.epochs == 12);
    CHECK(recipe.patience == 3);
    CHECK(recipe.start == 255);
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
          "{\"first-weights\": 0}", "{\"architecture\": 3}", "{\"start\": 255}", "{\"start\": \"ff\"}",
          "{\"start\": \"00000000000000fF\"}", "{\"patience\": -1}", "{\"seed\": 1, \"seed\": 2}"}) {
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

TEST_CASE("recipe: with patience it stops when the held-out loss no longer falls, and keeps where it was lowest") {
    const Toy toy(160);
    Toy other(200);  // half of its labels are wrong: the surer the network, the higher this loss
    for (std::size_t i = 0; i < other.labels.size(); i += 2)
        other.labels[i] = static_cast<std::uint8_t>((other.labels[i] + 1) % 4);
    recipe::Recipe recipe = parsed(R"({"epochs": 60, "batch": 20, "average": 0, "patience": 4, "last-rate": 1})");
    CHECK(recipe::Training::make(recipe, toy.digits()).message().find("held-out") != std::string::npos);
    auto made = recipe::Training::make(recipe, toy.digits(), nullptr, 1, {other.digits(), {}});
    REQUIRE(made.ok());
    recipe::Training& training = made.value();
    double least = 1e9;
    long least_at = 0;
    while (training.step(1)) {
        if (training.batch() % 8 != 0) continue;  // a pass
        const double loss = nn::evaluate(training.network(), other.digits()).loss;
        if (loss < least) least = loss, least_at = training.batch();
    }
    REQUIRE(training.stopped_early());
    CHECK(training.done());
    CHECK_FALSE(training.diverged());
    CHECK(training.batch() < training.batches());
    CHECK(training.best_batch() == least_at);
    CHECK(training.batch() == least_at + 4 * 8);
    CHECK(nn::evaluate(training.best(), other.digits()).loss == doctest::Approx(least).epsilon(1e-9));
    CHECK(training.best().card.at("batches").starts_with(std::to_string(least_at)));
    CHECK(training.best().card.at("training").find("4 evaluations") != std::string::npos);
    // What stops it changes nothing of what it learns on the way.
    recipe.patience = 0;
    auto plain = recipe::Training::make(recipe, toy.digits());
    REQUIRE(plain.ok());
    plain.value().step(static_cast<int>(least_at));
    CHECK(nn::evaluate(plain.value().network(), other.digits()).loss == doctest::Approx(least).epsilon(1e-9));
    CHECK(plain.value().step(static_cast<int>(training.batches() - least_at)) == false);
    CHECK_FALSE(plain.value().stopped_early());
}

TEST_CASE("recipe: another network to begin with is known by its identity, and has to fit") {
    const Toy toy(40);
    recipe::Recipe recipe = parsed(R"({"rate": 1e-9, "average": 0, "weight-decay": 0})");
    nn::Network start = nn::make_network(nn::lenet5()).value();
    nn::initialise(start, 99);
    recipe.start = nn::identity_of(start);
    CHECK(recipe::Training::make(recipe, toy.digits()).message().find("was not given") != std::string::npos);
    auto made = recipe::Training::make(recipe, toy.digits(), &start);
    REQUIRE(made.ok());
    CHECK(made.value().network().parameters[0].weight == start.parameters[0].weight);
    CHECK(made.value().network().card.at("recipe").find(nn::identity_text(recipe.start)) != std::string::npos);
    nn::initialise(start, 98);
    CHECK(recipe::Training::make(recipe, toy.digits(), &start).message().find("not the one") != std::string::npos);
    nn::Architecture small = nn::lenet5();
    for (nn::LayerSpec& layer : small.layers)
        if (nn::has_weights(layer.kind)) layer.outputs += 1;
    const nn::Network stranger = nn::make_network(small).value();
    recipe.start = 0;
    CHECK(recipe::Training::make(recipe, toy.digits(), &stranger).message().find("nothing") == 0);
    CHECK(recipe::shared_layers(start, start) == 5);
    CHECK(nn::read_identity(nn::identity_text(0x1c8e02f7a0b1c2d3u)) == 0x1c8e02f7a0b1c2d3u);
}
