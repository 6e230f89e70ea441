// Accuracy against examples a class: the same as a loop written out, the same draws for all features, and no more
// points than examples allow.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "explain/few_shot_curve.h"

namespace {

struct Examples {
    std::vector<float> features;
    std::vector<std::uint8_t> labels;
};

/// `count` of each of three classes: two numbers around a middle of their own, and one of noise.
Examples clouds(int count, float spread) {
    std::mt19937 random(5);
    std::normal_distribution<float> noise(0, spread);
    Examples all;
    for (int i = 0; i < count; ++i)
        for (int k = 0; k < 3; ++k) {
            all.features.insert(all.features.end(), {(k == 0 ? 2.0f : 0.0f) + noise(random),
                                                     (k == 1 ? 2.0f : 0.0f) + noise(random), noise(random)});
            all.labels.push_back(static_cast<std::uint8_t>(k));
        }
    return all;
}

}  // namespace

TEST_CASE("few-shot: draws have as many examples of each class as asked, and are the same again") {
    const Examples all = clouds(6, 1);
    std::set<std::vector<std::size_t>> different;
    for (int draw = 0; draw < 10; ++draw) {
        auto chosen = explain::drawn_examples(all.labels, 3, 2, draw);
        CHECK(chosen == explain::drawn_examples(all.labels, 3, 2, draw));
        for (int k = 0; k < 3; ++k)
            CHECK(std::count_if(chosen.begin(), chosen.end(), [&](std::size_t i) { return all.labels[i] == k; }) == 2);
        std::sort(chosen.begin(), chosen.end());
        CHECK(std::adjacent_find(chosen.begin(), chosen.end()) == chosen.end());
        different.insert(chosen);
    }
    CHECK(different.size() > 7);
}

TEST_CASE("few-shot: the curve is what a loop over draws gives") {
    const Examples all = clouds(5, 1);
    explain::FewShotCurve curve(all.features, all.labels, 3);
    while (curve.advance()) {
    }
    CHECK(curve.progress() == 1.0f);
    REQUIRE(curve.points().size() == 4);
    for (const explain::FewShotPoint& point : curve.points()) {
        double sum = 0, squares = 0;
        for (int draw = 0; draw < explain::FewShotCurve::kDraws; ++draw) {
            const auto chosen = explain::drawn_examples(all.labels, 3, point.shots, draw);
            std::vector<float> features;
            std::vector<std::uint8_t> labels;
            for (const std::size_t i : chosen) {
                for (std::size_t f = 0; f < 3; ++f) features.push_back(all.features[3 * i + f]);
                labels.push_back(all.labels[i]);
            }
            explain::SoftmaxFit fit(features, labels, 3, explain::kFewExamples);
            fit.finish();
            int right = 0, read = 0;
            for (std::size_t i = 0; i < all.labels.size(); ++i) {
                if (std::find(chosen.begin(), chosen.end(), i) != chosen.end()) continue;
                const float x[] = {all.features[3 * i], all.features[3 * i + 1], all.features[3 * i + 2]};
                right += explain::answer(fit.parameters(), x) == all.labels[i];
                ++read;
            }
            CHECK(read == point.left_out);
            sum += static_cast<double>(right) / read;
            squares += static_cast<double>(right) * right / read / read;
        }
        CHECK(point.mean == doctest::Approx(sum / 10));
        CHECK(point.spread * point.spread == doctest::Approx((squares - sum * sum / 10) / 9));
    }
    CHECK(curve.points().back().mean > curve.points().front().mean);
}

TEST_CASE("few-shot: no more points than examples allow") {
    const Examples all = clouds(2, 1);
    const auto points = [](const std::vector<float>& features, const std::vector<std::uint8_t>& labels, int classes) {
        explain::FewShotCurve curve(features, labels, classes);
        while (curve.advance()) {
        }
        CHECK(curve.progress() == 1.0f);
        return curve.points().size();
    };
    CHECK(points(all.features, all.labels, 3) == 1);
    CHECK(points(all.features, all.labels, 4) == 0);  // a class without an example
    CHECK(points({1, 2}, {0, 0}, 1) == 0);            // one class
    CHECK(points({1, 2, 3}, {0, 0, 1}, 2) == 0);      // one example of a class
    const Examples many = clouds(40, 1);
    explain::FewShotCurve curve(many.features, many.labels, 3, 10);
    while (curve.advance()) {
    }
    REQUIRE(curve.points().size() == 1);
    CHECK(curve.points()[0].shots == explain::FewShotCurve::kMostShots);
}

TEST_CASE("few-shot: each example's answer is that of the softmax which was not shown it") {
    const Examples all = clouds(4, 1.5f);
    explain::FewShot few(all.features, all.labels, 3);
    CHECK(few.answers() == std::vector<int>(12, -1));
    while (few.advance()) {
    }
    int right = 0;
    for (std::size_t i = 0; i < all.labels.size(); ++i) right += few.answers()[i] == all.labels[i];
    CHECK(few.leave_one_out() == doctest::Approx(right / 12.0));
    CHECK(few.counted() == 12);
}
