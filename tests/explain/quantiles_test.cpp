// Quantiles of scores: rising, exact where they must be, and the same after a trip through text.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "explain/quantiles.h"

namespace {

std::vector<float> some_scores(int count) {
    std::mt19937 random(7);
    std::normal_distribution<float> normal(12, 3);
    std::vector<float> scores;
    for (int i = 0; i < count; ++i) scores.push_back(normal(random));
    return scores;
}

}  // namespace

TEST_CASE("the share below a score is that of the scores, closest where it is small") {
    const std::vector<float> scores = some_scores(10000);
    const explain::Quantiles quantiles(scores);
    int unfamiliar = 0;
    for (const float score : scores) {
        int below = 0;
        for (const float other : scores) below += other < score;
        const double share = below / 10000.0;
        CHECK(std::fabs(static_cast<double>(quantiles.share_below(score).value()) - share) < 0.003 + 0.05 * share);
        unfamiliar += quantiles.share_below(score).value() < 0.01f;
    }
    CHECK(unfamiliar >= 99);  // 1 % is one of the quantiles
    CHECK(unfamiliar <= 101);
}

TEST_CASE("a larger score has no smaller share, from 0 to 1") {
    const explain::Quantiles quantiles(some_scores(300));
    float before = 0;
    for (float score = -20; score < 50; score += 0.01f) {
        const float share = quantiles.share_below(score).value();
        CHECK(share >= before);
        before = share;
    }
    CHECK(quantiles.share_below(-1e30f) == 0.0f);
    CHECK(quantiles.share_below(1e30f) == 1.0f);
    CHECK(quantiles.share_below(-INFINITY) == 0.0f);
    CHECK(quantiles.share_below(INFINITY) == 1.0f);
    CHECK_FALSE(quantiles.share_below(NAN));
}

TEST_CASE("of nothing nothing is known, and one score parts two halves") {
    CHECK_FALSE(explain::Quantiles().share_below(1));
    CHECK_FALSE(explain::Quantiles({NAN, INFINITY}).known());
    const explain::Quantiles one({3, NAN});
    CHECK(one.share_below(2.9f) == 0.0f);
    CHECK(one.share_below(3) == 1.0f);
    CHECK(one.share_below(3.1f) == 1.0f);
}

TEST_CASE("a text gives the same quantiles back, and what is none gives none") {
    const explain::Quantiles quantiles(some_scores(500));
    const explain::Quantiles read = explain::Quantiles::parse(quantiles.text());
    REQUIRE(read.values().size() == quantiles.values().size());
    for (std::size_t i = 0; i < read.values().size(); ++i)
        CHECK(std::fabs(read.values()[i] - quantiles.values()[i]) < 1e-4f);
    CHECK(quantiles.text().size() < 600);
    const std::string good = quantiles.text();
    for (const std::string& bad : {std::string(), std::string("1 2 3"), good + " 99", good.substr(0, good.rfind(' ')),
                                   "nan " + good.substr(good.find(' ') + 1), "1e9 " + good.substr(good.find(' ') + 1),
                                   good + "x", "1e999 " + good.substr(good.find(' ') + 1)})
        CHECK_FALSE(explain::Quantiles::parse(bad).known());
}
