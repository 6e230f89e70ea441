// Likenesses against hand-made and naive numbers.
#include "tests/explain/support.h"

#include "explain/similarity.h"

using namespace explain_test;

namespace {

/// Rank by counting: how many are smaller, and half of the others that are equal.
std::vector<float> counted_ranks(const std::vector<float>& values) {
    std::vector<float> ranks;
    for (const float value : values) {
        const auto smaller = std::count_if(values.begin(), values.end(), [&](float v) { return v < value; });
        const auto equal = std::count(values.begin(), values.end(), value);
        ranks.push_back(static_cast<float>(smaller) + 0.5f * static_cast<float>(equal - 1));
    }
    return ranks;
}

}  // namespace

TEST_CASE("correlation of known series; with one that says nothing it is undefined") {
    const std::vector<float> a = {1, 2, 3, 4}, b = {2, 4, 6, 9}, constant = {0.1f, 0.1f, 0.1f, 0.1f}, zero(4);
    CHECK(explain::correlation(a, a) == doctest::Approx(1));
    CHECK(explain::correlation(a, b) == doctest::Approx(11.5 / std::sqrt(5.0 * 26.75)));
    CHECK(std::isnan(explain::correlation(a, constant)));
    CHECK(explain::cosine(a, constant) == doctest::Approx(10.0 / std::sqrt(30.0 * 4)));
    CHECK(std::isnan(explain::cosine(a, zero)));
    CHECK(std::isnan(explain::correlation(std::vector<float>{}, std::vector<float>{})));
    CHECK(std::isnan(explain::correlation(zero, zero)));
}

TEST_CASE("correlation knows neither scale nor offset, but the sign") {
    const std::vector<float> a = random_values(784, 1);
    std::vector<float> b = a;
    for (float& value : b) value = 3 - 0.5f * value;
    CHECK(explain::correlation(a, b) == doctest::Approx(-1).epsilon(1e-6));
    CHECK(explain::rank_correlation(a, b) == doctest::Approx(-1).epsilon(1e-4));
}

TEST_CASE("rank correlation is the correlation of counted ranks, with ties") {
    std::vector<float> a = random_values(300, 2), b = random_values(300, 3);
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] = std::round(a[i] * 4) / 4;  // many ties
        if (i % 2 == 0) b[i] = a[i] * a[i] * a[i];
    }
    const double want = explain::correlation(counted_ranks(a), counted_ranks(b));
    CHECK(want > 0.2);
    CHECK(explain::rank_correlation(a, b) == doctest::Approx(want).epsilon(1e-9));
    CHECK(std::isnan(explain::rank_correlation(a, std::vector<float>(300, 7.0f))));
}
