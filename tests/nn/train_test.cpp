// Training: learns, repeats itself byte by byte, refuses nonsense.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "hand/augment.h"
#include "nn/train.h"
#include "tests/hand/drawn_digits.h"

using hand_test::draw_set;
using hand_test::Drawn;

namespace {

nn::Network lenet(std::uint64_t seed) {
    nn::Network n = nn::make_network(nn::lenet5()).value();
    nn::initialise(n, seed);
    return n;
}

nn::Network trained(const nn::Digits& digits, const nn::TrainOptions& options, std::vector<nn::Network> teachers = {}) {
    auto trainer = nn::Trainer::make(lenet(options.seed), digits, digits.slice(0, 50), options, std::move(teachers));
    REQUIRE(trainer.ok());
    while (!trainer.value().done()) trainer.value().step();
    return trainer.value().current();
}

bool same(const nn::Network& a, const nn::Network& b) {
    for (std::size_t i = 0; i < a.parameters.size(); ++i)
        if (a.parameters[i].weight != b.parameters[i].weight || a.parameters[i].bias != b.parameters[i].bias)
            return false;
    return true;
}

nn::TrainOptions short_run() {
    nn::TrainOptions o;
    o.epochs = 2;
    o.batch = 100;
    return o;
}

}  // namespace

TEST_CASE("training learns drawn digits") {
    const Drawn set = draw_set(1500, 1), unseen = draw_set(500, 2);
    nn::TrainOptions o = short_run();
    o.epochs = 6;
    o.batch = 32;
    for (const nn::OptimiserKind kind : {nn::OptimiserKind::adamw, nn::OptimiserKind::sgd}) {
        o.optimiser.kind = kind;
        o.rate = kind == nn::OptimiserKind::adamw ? 2e-3f : 0.02f;
        const nn::Evaluation e = nn::evaluate(trained(set.digits(), o), unseen.digits());
        MESSAGE("accuracy " << e.accuracy() << ", loss " << e.loss);
        CHECK(e.accuracy() > 0.9);
        CHECK(e.count == 500);
    }
}

TEST_CASE("the same seed gives the same bytes, whatever the threads; another seed others") {
    const Drawn set = draw_set(300, 3);
    nn::TrainOptions o = short_run();
    const hand::Augmenter augmenter(set.digits(), {1.0f, 8.0f, 0.1f, 0.1f, 0.5f, 0.3f, 0.3f, 0.1f, 1.0f}, 2);
    o.sample = [&](int i, nn::Random& random, float* out) { return augmenter.draw(i, random, out); };
    const nn::Network one = trained(set.digits(), o, {lenet(9)});
    o.threads = 3;
    CHECK(same(one, trained(set.digits(), o, {lenet(9)})));
    o.seed = 2;
    CHECK_FALSE(same(one, trained(set.digits(), o, {lenet(9)})));
}

TEST_CASE("a student comes close to its teacher without labels") {
    const Drawn set = draw_set(800, 4);
    nn::TrainOptions o = short_run();
    o.epochs = 8;
    o.batch = 32;
    const nn::Network teacher = trained(set.digits(), o);
    Drawn unlabelled = set;
    std::fill(unlabelled.labels.begin(), unlabelled.labels.end(), std::uint8_t{0});
    o.seed = 5;
    o.teacher_share = 1.0f;
    const nn::Network student = trained(unlabelled.digits(), o, {teacher});
    CHECK(nn::evaluate(student, set.digits()).accuracy() > 0.9);
}

TEST_CASE("nonsense is refused with a sentence") {
    const Drawn set = draw_set(10, 6);
    const auto refusal = [&](const nn::Digits& digits, const nn::TrainOptions& o,
                             std::vector<nn::Network> teachers = {}) {
        auto t = nn::Trainer::make(lenet(1), digits, {}, o, std::move(teachers));
        return t.ok() ? std::string() : t.message();
    };
    nn::TrainOptions o;
    CHECK(refusal(set.digits(), o) == "");
    CHECK(refusal(set.digits().slice(0, 0), o) != "");
    nn::Digits small = set.digits();
    small.shape = {1, 14, 56};
    CHECK(refusal(small, o) != "");
    Drawn wrong = set;
    wrong.labels[3] = 10;
    CHECK(refusal(wrong.digits(), o).find("found 10") != std::string::npos);
    o.batch = 0;
    CHECK(refusal(set.digits(), o) != "");
    o = {};
    o.rate = std::nanf("");
    CHECK(refusal(set.digits(), o) != "");
    o = {};
    nn::Architecture other = nn::lenet5();
    other.layers[10].outputs = 12;
    CHECK(refusal(set.digits(), o, {nn::make_network(other).value()}) != "");
}

TEST_CASE("schedule and averages") {
    CHECK(nn::cosine_schedule(0.05, 0.1, 0.0f) == doctest::Approx(0.5));
    CHECK(nn::cosine_schedule(0.1, 0.1, 0.0f) == doctest::Approx(1.0));
    CHECK(nn::cosine_schedule(0.55, 0.1, 0.0f) == doctest::Approx(0.5));
    CHECK(nn::cosine_schedule(1.0, 0.1, 0.02f) == doctest::Approx(0.02));
    nn::Network a = lenet(1), b = lenet(2);
    const float expected = 0.75f * a.parameters[0].weight[3] + 0.25f * b.parameters[0].weight[3];
    nn::average_into(a, b, 0.75f);
    CHECK(a.parameters[0].weight[3] == doctest::Approx(expected));
}

TEST_CASE("evaluation counts what is right and what is taken for what") {
    nn::Architecture architecture;
    architecture.input = {1, 1, 2};
    architecture.layers = {{nn::LayerKind::fully_connected, "f", 2, 0, 1, 0, 0.0f},
                           {nn::LayerKind::softmax, "s", 0, 0, 1, 0, 0.0f}};
    nn::Network n = nn::make_network(architecture).value();
    n.parameters[0].weight = {1.0f, 0.0f, 0.0f, 1.0f};
    const std::vector<std::uint8_t> pixels{255, 0, 0, 255, 255, 0, 200, 100}, labels{0, 1, 1, 7};
    const nn::Evaluation e = nn::evaluate(n, {{1, 1, 2}, pixels, labels}, 2);
    CHECK(e.correct == 2);
    CHECK(e.accuracy() == doctest::Approx(0.5));
    CHECK(e.confusion == std::vector<int>{1, 0, 1, 1});
    CHECK(e.predicted == std::vector<std::int32_t>{0, 1, 0, 0});
}
