// By heart or not: turning point, five-fold and readings against plain recomputations; shuffled labels for real.
#include "explain/overfit.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

#include "nn/classifier.h"
#include "nn/network.h"
#include "recipe/training.h"
#include "tests/effort.h"

namespace {

struct Noise {
    explicit Noise(int count) {
        std::mt19937 random(5);
        for (int i = 0; i < count * 784; ++i) pixels.push_back(static_cast<std::uint8_t>(random() % 256));
        for (int i = 0; i < count; ++i) labels.push_back(static_cast<std::uint8_t>(random() % 10));
    }
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels}; }
    std::vector<std::uint8_t> pixels, labels;
};

nn::NetworkPtr lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return nn::publish(std::move(network));
}

}  // namespace

TEST_CASE("overfitting: the turning point is the first lowest loss that is a number") {
    const double gap = std::nan("");
    CHECK_FALSE(explain::turning_point({}));
    CHECK_FALSE(explain::turning_point(std::vector<double>{gap, gap}));
    CHECK(explain::turning_point(std::vector<double>{gap, 2, 1, 1, 3}) == 2);
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<double> losses(1 + random() % 9);
        for (double& loss : losses) loss = static_cast<double>(random() % 5);
        int lowest = 0;
        for (int i = 0; i < static_cast<int>(losses.size()); ++i)
            if (losses[static_cast<std::size_t>(i)] < losses[static_cast<std::size_t>(lowest)]) lowest = i;
        CHECK(explain::turning_point(losses) == lowest);
    }
    CHECK(explain::is_by_heart(0.995, 0.955));
    CHECK_FALSE(explain::is_by_heart(0.9949, 0.9));
    CHECK_FALSE(explain::is_by_heart(1, 0.961));
}

TEST_CASE("overfitting: a reading says what evaluating says, in slices of any length") {
    const Noise noise(43);
    const nn::NetworkPtr network = lenet(3);
    const nn::Evaluation plain = nn::evaluate(*network, noise.digits());
    explain::PictureReading reading(network, noise.digits(), 0, 1000);
    while (reading.advance(7)) CHECK(reading.seen() % 7 == 0);
    CHECK(reading.predicted() == plain.predicted);
    CHECK(reading.accuracy() == doctest::Approx(plain.accuracy()));
    CHECK(reading.loss() == doctest::Approx(plain.loss).epsilon(1e-4));
    CHECK(reading.confidence() > 0.1);
    CHECK(reading.confidence() <= 1);
    explain::PictureReading fifth(network, noise.digits(), 2, 43, 5);
    CHECK(fifth.count() == 9);
    while (fifth.advance(4)) CHECK_FALSE(fifth.done());
    for (int i = 0; i < 9; ++i)
        CHECK(fifth.predicted()[static_cast<std::size_t>(i)] == plain.predicted[static_cast<std::size_t>(2 + 5 * i)]);
}

TEST_CASE("overfitting: digits by heart are right with, and wrong without") {
    const std::vector<std::uint8_t> labels = {1, 2, 3, 4};
    const std::vector<std::int32_t> whole = {1, 2, 0, 4}, without = {1, 7, 3, -1};
    CHECK(explain::learnt_by_heart(labels, whole, without) == std::vector<int>{1, 3});
}

TEST_CASE("overfitting: shuffled labels are learnt to the last one, and nothing else is") {
    const Noise learnt(kJudges ? 200 : 20), held_out(kJudges ? 1000 : 20);
    recipe::Recipe recipe = recipe::quick();
    recipe.shuffled = 1;
    recipe.options.epochs = kJudges ? 60 : 1;
    recipe.options.rate = 0.002f;
    recipe.options.last_rate = 1;
    recipe.options.average_decay = 0;
    auto training = recipe::Training::make(recipe, learnt.digits());
    REQUIRE(training);
    while (training.value().step(8)) CHECK_FALSE(training.value().diverged());
    if (!kJudges) return;
    CHECK(training.value().judge(1000).accuracy() >= 0.995);
    CHECK(nn::evaluate(training.value().network(), held_out.digits()).accuracy() < 0.16);
}
