// Linear CKA against the definition, its invariances, and where it is undefined; relative weight change.
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "explain/cka.h"
#include "nn/random.h"

namespace {

std::size_t at(int row, int column, int columns) { return static_cast<std::size_t>(row * columns + column); }

std::vector<float> noise(int digits, int features, unsigned long long seed, float mean = 0.5f) {
    nn::Random random(seed);
    std::vector<float> out(static_cast<std::size_t>(digits * features));
    for (float& value : out) value = random.uniform() + mean;
    return out;
}

/// The definition, ||Y'X||_F^2 / (||X'X||_F ||Y'Y||_F) of centred columns, by plain loops.
double plain(const std::vector<float>& x, int p, const std::vector<float>& y, int q, int digits) {
    const auto centred = [&](const std::vector<float>& from, int columns) {
        std::vector<double> out(from.begin(), from.end());
        for (int c = 0; c < columns; ++c) {
            double mean = 0;
            for (int r = 0; r < digits; ++r) mean += out[at(r, c, columns)] / digits;
            for (int r = 0; r < digits; ++r) out[at(r, c, columns)] -= mean;
        }
        return out;
    };
    const auto squared_norm = [&](const std::vector<double>& a, int m, const std::vector<double>& b, int n) {
        double sum = 0;
        for (int i = 0; i < m; ++i) {
            for (int k = 0; k < n; ++k) {
                double product = 0;
                for (int r = 0; r < digits; ++r) product += a[at(r, i, m)] * b[at(r, k, n)];
                sum += product * product;
            }
        }
        return sum;
    };
    const std::vector<double> u = centred(x, p), v = centred(y, q);
    return squared_norm(v, q, u, p) / std::sqrt(squared_norm(u, p, u, p) * squared_norm(v, q, v, q));
}

double likeness(const std::vector<float>& x, const std::vector<float>& y, int digits) {
    const auto found = explain::linear_cka(x, y, digits);
    REQUIRE(found.has_value());
    return *found;
}

}  // namespace

TEST_CASE("cka: it is what the definition says, for few and for many features") {
    constexpr int kDigits = 30;
    for (const auto& [p, q] : {std::pair{4, 7}, {50, 3}, {64, 64}, {1, 1}}) {
        std::vector<float> x = noise(kDigits, p, 1), y = noise(kDigits, q, 2);
        for (int r = 0; r < kDigits; ++r) y[at(r, 0, q)] += 3 * x[at(r, 0, p)];  // they share something
        CHECK(likeness(x, y, kDigits) == doctest::Approx(plain(x, p, y, q, kDigits)).epsilon(1e-4));
    }
}

TEST_CASE("cka: 1 with itself, symmetric, and blind to order, orthogonal maps, scale and shift") {
    constexpr int kDigits = 40, kFeatures = 6;
    const std::vector<float> x = noise(kDigits, kFeatures, 3), y = noise(kDigits, 9, 4);
    CHECK(likeness(x, x, kDigits) == doctest::Approx(1).epsilon(1e-6));
    const double both = likeness(x, y, kDigits);
    CHECK(both < 0.6);
    CHECK(likeness(y, x, kDigits) == doctest::Approx(both).epsilon(1e-9));

    std::vector<float> permuted(x.size()), turned(x), moved(x);
    const float c = std::cos(0.7f), s = std::sin(0.7f);
    for (int r = 0; r < kDigits; ++r) {
        for (int f = 0; f < kFeatures; ++f)
            permuted[at(r, f, kFeatures)] = x[at(r, (f * 5 + 2) % kFeatures, kFeatures)];
        for (int f = 0; f + 1 < kFeatures; ++f) {  // a turn in each plane of neighbours
            float &a = turned[at(r, f, kFeatures)], &b = turned[at(r, f + 1, kFeatures)];
            const float old = a;
            a = c * old - s * b;
            b = s * old + c * b;
        }
        for (int f = 0; f < kFeatures; ++f)
            moved[at(r, f, kFeatures)] = 2.5f * x[at(r, f, kFeatures)] + 0.1f * static_cast<float>(f);
    }
    for (const std::vector<float>& same : {permuted, turned, moved}) {
        CHECK(likeness(same, x, kDigits) == doctest::Approx(1).epsilon(1e-5));
        CHECK(likeness(same, y, kDigits) == doctest::Approx(both).epsilon(1e-4));
    }
    std::vector<float> stretched(x);  // but not to every map that can be undone
    for (int r = 0; r < kDigits; ++r) stretched[at(r, 0, kFeatures)] *= 10;
    CHECK(likeness(stretched, x, kDigits) < 0.9);
}

TEST_CASE("cka: features that do not vary have no likeness, not one of 0") {
    constexpr int kDigits = 20;
    const std::vector<float> x = noise(kDigits, 5, 5);
    for (const float value : {0.0f, 0.1f, 1e4f}) {
        const std::vector<float> constant(kDigits * 5, value);
        CHECK_FALSE(explain::linear_cka(x, constant, kDigits).has_value());
        CHECK_FALSE(explain::linear_cka(constant, x, kDigits).has_value());
        CHECK_FALSE(explain::linear_cka(constant, constant, kDigits).has_value());
    }
    CHECK_FALSE(explain::linear_cka(noise(1, 5, 6), noise(1, 5, 7), 1).has_value());  // one digit varies from none
    std::vector<float> broken = x;
    broken[3] = NAN;
    CHECK_FALSE(explain::linear_cka(broken, x, kDigits).has_value());
}

TEST_CASE("cka: in slices it is the same") {
    const std::vector<float> x = noise(25, 8, 8), y = noise(25, 8, 9);
    explain::Gram one(x, 25), other(y, 25);
    CHECK_FALSE(one.done());
    int slices = 1;
    while (one.advance(4)) ++slices;
    CHECK(slices == 7);
    other.advance(1000);
    CHECK(*explain::cka(one, other) == *explain::linear_cka(x, y, 25));
}

TEST_CASE("relative change: of weights, against where they went; nothing where there is nothing to compare") {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::Network before = network.value(), after = network.value();
    before.parameters[0].weight[0] = 3;
    after.parameters[0].weight[0] = 3;
    after.parameters[0].weight[1] = 4;
    after.parameters[0].bias[0] = 100;
    CHECK(*explain::relative_change(before, after, 0) == doctest::Approx(4.0 / 5.0));
    CHECK(*explain::relative_change(after, after, 0) == 0);
    CHECK_FALSE(explain::relative_change(before, after, 1).has_value());  // relu1
    CHECK_FALSE(explain::relative_change(before, after, 3).has_value());  // conv2 is all zeros
}
