// Training: learns, repeats itself byte by byte, refuses nonsense.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "hand/augment.h"
#include "nn/classifier.h"
#include "nn/forward.h"
#include "nn/loss.h"
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

TEST_CASE("options that cannot be are refused, whatever they hold") {
    const Drawn set = draw_set(10, 6);
    const auto is_refused = [&](auto change) {
        nn::TrainOptions o;
        change(o);
        return !nn::Trainer::make(lenet(1), set.digits(), {}, o).ok();
    };
    const float nan = std::nanf(""), infinity = INFINITY;
    for (const float wrong : {nan, infinity, -1.0f}) {
        CAPTURE(wrong);
        CHECK(is_refused([&](nn::TrainOptions& o) { o.rate = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.last_rate = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.warm_up = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.optimiser.momentum = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.optimiser.square_decay = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.optimiser.weight_decay = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.label_smoothing = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.average_decay = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.teacher_share = wrong; }));
        CHECK(is_refused([&](nn::TrainOptions& o) { o.temperature = wrong; }));
    }
    CHECK(is_refused([](nn::TrainOptions& o) { o.optimiser.momentum = 1.0f; }));
    CHECK(is_refused([](nn::TrainOptions& o) { o.optimiser.weight_decay = 1e9f; }));
    CHECK(is_refused([](nn::TrainOptions& o) { o.label_smoothing = 1.0f; }));
    CHECK(is_refused([](nn::TrainOptions& o) { o.average_decay = 1.0f; }));
}

TEST_CASE("a training that diverges stops and keeps the last finite network") {
    const Drawn set = draw_set(200, 12);
    for (const float average : {0.999f, 0.0f}) {
        for (const nn::Digits& hold_out : {nn::Digits{}, set.digits().slice(0, 50)}) {
            nn::TrainOptions o = short_run();
            o.epochs = 50;
            o.batch = 20;
            o.average_decay = average;
            o.optimiser.kind = nn::OptimiserKind::sgd;
            o.optimiser.weight_decay = 0.0f;
            o.rate = 1e4f;
            auto trainer = nn::Trainer::make(lenet(1), set.digits(), hold_out, o);
            REQUIRE(trainer.ok());
            int steps = 0;
            for (; !trainer.value().done(); ++steps) trainer.value().step();
            CHECK(trainer.value().diverged());
            CHECK(steps < 100);
            trainer.value().step();  // nothing more
            for (const nn::Network* kept : {&trainer.value().current(), &trainer.value().best()}) {
                CHECK(nn::is_finite(*kept));
                CHECK(std::isfinite(nn::evaluate(*kept, set.digits()).loss));
            }
        }
    }
}

TEST_CASE("a training whose weights stay finite, but beyond all sense, has diverged, too") {
    const Drawn set = draw_set(400, 17);
    nn::TrainOptions o = short_run();
    o.epochs = 20;
    o.batch = 50;
    o.optimiser.kind = nn::OptimiserKind::sgd;
    o.rate = 100.0f;  // its relus die, and their biases swing on for ever
    auto trainer = nn::Trainer::make(lenet(1), set.digits(), {}, o);
    REQUIRE(trainer.ok());
    CHECK(trainer.value().guessing_loss() == doctest::Approx(std::log(10.0)));
    while (!trainer.value().done()) trainer.value().step();
    CHECK(trainer.value().diverged());
    CHECK(trainer.value().progress().epoch < 3);
    CHECK(nn::is_finite(trainer.value().current()));
}

TEST_CASE("a network of answers that are not numbers never is the best of the hold-out") {
    Drawn set = draw_set(100, 13);
    std::fill(set.labels.begin(), set.labels.end(), std::uint8_t{0});  // what NaN's argmax would get right
    nn::Network wild = lenet(1);
    for (nn::Parameters& p : wild.parameters)
        for (float& w : p.weight) w *= 1e12f;  // finite, but its answers are not
    CHECK_FALSE(std::isfinite(nn::evaluate(wild, set.digits()).loss));
    nn::TrainOptions o = short_run();
    o.rate = 1e-30f;
    auto trainer = nn::Trainer::make(wild, set.digits(), set.digits(), o);
    REQUIRE(trainer.ok());
    while (!trainer.value().done()) trainer.value().step();
    CHECK(trainer.value().diverged());
    CHECK(trainer.value().progress().best_accuracy == 0.0);
}

TEST_CASE("every step trains where the last rate is 0, also an only one") {
    const Drawn set = draw_set(60, 14);
    nn::TrainOptions o;
    o.epochs = 1;
    o.average_decay = 0.0f;
    for (const int batch : {60, 20}) {
        for (const float warm_up : {0.0f, 1.0f}) {
            o.batch = batch;
            o.warm_up = warm_up;
            auto trainer = nn::Trainer::make(lenet(1), set.digits(), {}, o);
            REQUIRE(trainer.ok());
            while (!trainer.value().done()) {
                const nn::Network before = trainer.value().current();
                trainer.value().step();
                CHECK_FALSE(same(before, trainer.value().current()));
            }
        }
    }
}

TEST_CASE("the loss is what is descended: label smoothing and teachers are in it") {
    const Drawn set = draw_set(40, 15);
    nn::TrainOptions o;
    o.batch = 40;
    const nn::Network network = lenet(1), teacher = lenet(2);
    const auto loss = [&](const nn::TrainOptions& options, std::vector<nn::Network> teachers = {}) {
        auto trainer = nn::Trainer::make(network, set.digits(), {}, options, std::move(teachers));
        REQUIRE(trainer.ok());
        trainer.value().step();
        return trainer.value().progress().loss;
    };
    // sum(-y log p) with y = 0.7 at the label and 0.3 spread over ten; T^2 sum(-q_T log p_T) for a teacher's q.
    double plain = 0, smoothed = 0, taught = 0;
    nn::Activations one = nn::make_activations(network), other = nn::make_activations(teacher);
    nn::Engine engine(network), teaching(teacher);
    std::vector<float> input(784);
    const auto softened = [](const nn::Activations& a, std::size_t k, double t) {
        const std::vector<float>& z = a.outputs[a.outputs.size() - 2].data;
        double sum = 0;
        for (const float v : z) sum += std::exp(static_cast<double>(v - z[k]) / t);
        return 1 / sum;
    };
    for (int i = 0; i < 40; ++i) {
        nn::to_input(set.digits().picture(i), input.data());
        engine.forward(input, one);
        teaching.forward(input, other);
        for (std::size_t k = 0; k < 10; ++k) {
            const double cost = -std::log(softened(one, k, 1)) / 40;
            const bool is_label = set.labels[static_cast<std::size_t>(i)] == k;
            plain += is_label ? cost : 0;
            smoothed += (is_label ? 0.73 : 0.03) * cost;
            taught -= 9 * softened(other, k, 3) * std::log(softened(one, k, 3)) / 40;
        }
    }
    CHECK(loss(o) == doctest::Approx(plain).epsilon(1e-4));
    CHECK(loss(o, {teacher}) == doctest::Approx(0.3 * plain + 0.7 * taught).epsilon(1e-4));
    o.label_smoothing = 0.3f;
    CHECK(loss(o) == doctest::Approx(smoothed).epsilon(1e-4));
}

TEST_CASE("cross-entropy of the surest answers") {
    const std::vector<float> sure{200.0f, 0.0f, -300.0f};
    CHECK(nn::cross_entropy(sure, 0) == doctest::Approx(0));
    CHECK(nn::cross_entropy(sure, 1) == doctest::Approx(200));
    CHECK(nn::cross_entropy(sure, 2) == doctest::Approx(500));
    for (const float wild : {INFINITY, std::nanf("")})
        for (std::size_t at = 0; at < 3; ++at) {
            std::vector<float> logits = sure;
            logits[at] = wild;
            CHECK_FALSE(std::isfinite(nn::cross_entropy(logits, 0)));
        }
    // A network without a softmax gives logits as well.
    const Drawn set = draw_set(20, 16);
    const nn::Network network = lenet(1);
    const nn::Evaluation whole = nn::evaluate(network, set.digits()),
                         bare = nn::evaluate(nn::without_softmax(network), set.digits());
    CHECK(whole.loss == bare.loss);
    CHECK(whole.predicted == bare.predicted);
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

TEST_CASE("a measured step tells the gradient's norm and how far the weights went") {
    const Drawn set = draw_set(64, 3);
    nn::TrainOptions o = short_run();
    o.batch = 64;
    o.epochs = 3;
    o.rate = 0.03f;
    o.last_rate = 1.0f;  // a step is the rate times the gradient, and nothing else
    o.warm_up = 0.0f;
    o.average_decay = 0.0f;
    o.optimiser = {nn::OptimiserKind::sgd, 0.0f, 0.999f, 0.0f};
    auto made = nn::Trainer::make(lenet(4), set.digits(), {}, o);
    REQUIRE(made.ok());
    nn::Trainer& trainer = made.value();
    CHECK(trainer.layer_steps().empty());
    trainer.step();
    CHECK(trainer.layer_steps().empty());
    const nn::Network before = trainer.current();
    trainer.step(true);
    const nn::Network after = trainer.current();
    REQUIRE(trainer.layer_steps().size() == before.parameters.size());
    for (std::size_t i = 0; i < before.parameters.size(); ++i) {
        double size = 0, moved = 0;
        for (std::size_t k = 0; k < before.parameters[i].weight.size(); ++k) {
            const double old = static_cast<double>(before.parameters[i].weight[k]),
                         now = static_cast<double>(after.parameters[i].weight[k]);
            size += old * old;
            moved += (now - old) * (now - old);
        }
        const nn::LayerStep& step = trainer.layer_steps()[i];
        CAPTURE(i);
        if (size == 0) {
            CHECK(step.change == 0);
            CHECK(step.gradient == 0);
            continue;
        }
        CHECK(step.change == doctest::Approx(std::sqrt(moved / size)).epsilon(1e-6));
        CHECK(step.gradient == doctest::Approx(std::sqrt(moved) / 0.03).epsilon(1e-4));
        CHECK(step.gradient > 0);
    }
    const double kept = trainer.layer_steps()[0].change;
    trainer.step();
    CHECK(trainer.layer_steps()[0].change == kept);
}
