// A softmax on fixed features: one minimum, whatever the slices; few examples; every layer of a network.
#include "tests/explain/measures_support.h"

#include "explain/few_shot.h"
#include "explain/linear_probe.h"

using namespace explain_test;

TEST_CASE("softmax fit: parts what can be parted, the same each time and in slices; one class, no variation") {
    nn::Random random(4);
    std::vector<float> features;
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < 60; ++i) {
        labels.push_back(static_cast<std::uint8_t>(i % 3));
        for (int k = 0; k < 4; ++k) features.push_back((k == i % 3 ? 2.0f : 0.0f) + random.normal() * 0.3f);
        features.push_back(7);  // one that does not vary
    }
    explain::SoftmaxFit fit(features, labels, 5), again(features, labels, 5);
    fit.finish();
    while (again.advance(1)) {
    }
    CHECK(fit.gradient() <= 1e-5);
    CHECK(fit.parameters().weight == again.parameters().weight);
    CHECK(explain::accuracy(fit.parameters(), features, labels) == 1);
    for (std::size_t k = 0; k < 5; ++k) CHECK(fit.parameters().weight[k * 5 + 4] == 0);
    explain::SoftmaxFit held(features, labels, 5, {.decay = 10});
    held.finish();
    CHECK(held.loss() > fit.loss());
    const std::vector<std::uint8_t> same(60, 0);
    explain::SoftmaxFit sole(features, same, 1);
    sole.finish();
    CHECK(explain::accuracy(sole.parameters(), features, same) == 1);
    explain::SoftmaxFit blank(std::vector<float>(20, 3.0f), std::vector<std::uint8_t>{0, 0, 0, 1}, 2);
    blank.finish();
    CHECK(explain::answer(blank.parameters(), std::vector<float>(5, 3.0f)) == 0);  // the class that is more frequent
    CHECK(blank.loss() == doctest::Approx(0.562335).epsilon(1e-3));                // its entropy
    explain::SoftmaxFit alone(std::vector<float>{1, 2}, std::vector<std::uint8_t>{1}, 2);
    alone.finish();
    CHECK(explain::answer(alone.parameters(), std::vector<float>{1, 2}) == 1);
    CHECK(std::isnan(explain::accuracy(fit.parameters(), {}, {})));
}

TEST_CASE("few shot: an example alone in its class is not counted; a thousand classes") {
    explain::FewShot lonely({1, 2, 3, 4}, {0, 1}, 2);
    while (lonely.advance()) {
    }
    CHECK(std::isnan(lonely.leave_one_out()));
    explain::FewShot some({0, 0.1f, 1, 1.1f, 5}, {0, 0, 1, 1, 2}, 250);
    while (some.advance()) {
    }
    CHECK(some.counted() == 4);
    CHECK(some.leave_one_out() == 1);
    CHECK(some.progress() <= 1);
}

TEST_CASE("linear probes: every layer in slices; no digits, features that are not finite") {
    const Set learning(8, 40, 3), held_out(8, 10, 3, 8);
    const auto probe = [&](const nn::Network& network, int n, int slice) {
        explain::LinearProbes probes(network, learning.digits(), n, held_out.digits(), 10);
        while (probes.advance(slice)) {
        }
        return probes;
    };
    const auto one = probe(small(), 40, 1), other = probe(small(), 40, 1000);
    REQUIRE(one.layers().size() == 3);
    CHECK(one.layers()[0].name == "input");
    for (int i = 0; i < 3; ++i) {
        CHECK(one.known(i)->accuracy == other.known(i)->accuracy);
        CHECK(one.known(i)->gradient <= 1e-5);
    }
    CHECK(one.known(0)->learnt == 1);  // 64 pixels part 40 pictures
    CHECK_FALSE(probe(small(), 0, 9).known(0).has_value());
    nn::Network broken = small();
    broken.parameters[0].weight.assign(broken.parameters[0].weight.size(), 3e38f);
    CHECK_FALSE(probe(broken, 40, 9).known(1).has_value());
}
