// Shifts, turns and scales whose result is known.
#include "tests/explain/support.h"

#include "explain/transform.h"

using namespace explain_test;

namespace {

constexpr int kSide = 28;

std::vector<float> transformed(const std::vector<float>& from, const explain::Transform& how) {
    std::vector<float> to(from.size(), -1.0f);
    explain::transform(from, kSide, how, to);
    return to;
}

std::size_t at(int row, int column) { return static_cast<std::size_t>(row * kSide + column); }

/// A round spot: its centre is known wherever it goes.
std::vector<float> spot(double row, double column) {
    std::vector<float> values;
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            values.push_back(static_cast<float>(std::exp(-((y - row) * (y - row) + (x - column) * (x - column)) / 6)));
    return values;
}

struct Centre {
    double row = 0, column = 0, mass = 0;
};
Centre centre(const std::vector<float>& values) {
    Centre c;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double v = static_cast<double>(values[at(y, x)]);
            c.row += v * y, c.column += v * x, c.mass += v;
        }
    }
    c.row /= c.mass, c.column /= c.mass;
    return c;
}

}  // namespace

TEST_CASE("the identity gives the same floats, whole shifts the same elsewhere") {
    const std::vector<float> input = random_values(kSide * kSide, 4);
    CHECK(transformed(input, {}) == input);
    const std::vector<float> shifted = transformed(input, {3, -2, 1, 0});
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const bool inside = x - 3 >= 0 && y + 2 < kSide;
            CHECK(shifted[at(y, x)] == (inside ? input[at(y + 2, x - 3)] : 0.0f));
        }
    }
}

TEST_CASE("half a pixel is the mean of two, a quarter turn moves pixels") {
    const std::vector<float> input = random_values(kSide * kSide, 5);
    const std::vector<float> half = transformed(input, {0.5f, 0, 1, 0});
    CHECK(half[at(9, 9)] == doctest::Approx((input[at(9, 8)] + input[at(9, 9)]) / 2));
    CHECK(half[at(9, 0)] == doctest::Approx(input[at(9, 0)] / 2));  // paper to the left
    const std::vector<float> turned = transformed(input, {0, 0, 1, 90});
    // Counterclockwise: what was on the right is above, with its upper end to the left.
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) CHECK(std::abs(turned[at(y, x)] - input[at(x, kSide - 1 - y)]) < 1e-5f);
}

TEST_CASE("a spot goes where turn, scale and then shift say, and grows with the scale") {
    const std::vector<float> input = spot(13.5, 18.5);  // five pixels to the right of the middle
    const Centre c = centre(transformed(input, {1.25f, -0.5f, 1.2f, 30}));
    CHECK(c.column == doctest::Approx(13.5 + 6 * std::cos(3.14159265 / 6) + 1.25).epsilon(1e-3));
    CHECK(c.row == doctest::Approx(13.5 - 6 * 0.5 - 0.5).epsilon(1e-3));
    CHECK(c.mass == doctest::Approx(1.44 * centre(input).mass).epsilon(0.01));
}
