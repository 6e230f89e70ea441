// Random numbers: the normal distribution, and the same bits in every program.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "nn/bits.h"
#include "nn/random.h"

TEST_CASE("random: the normal quantile has seven digits") {
    // Tabulated to ten digits.
    const double table[][2] = {{0.5, 0},
                               {0.6, 0.2533471031},
                               {0.75, 0.6744897502},
                               {0.9, 1.281551566},
                               {0.975, 1.959963985},
                               {0.999, 3.090232306},
                               {0.999999, 4.753424309}};
    for (const auto& [share, value] : table) {
        CHECK(std::fabs(nn::normal_quantile(share) - value) < 1e-6);
        CHECK(std::fabs(nn::normal_quantile(1 - share) + value) < 1e-6);
    }
    CHECK(std::fabs(nn::normal_quantile(1e-15) + 7.941345326) < 1e-5);
}

TEST_CASE("random: normal numbers have the moments and the tails of the normal distribution") {
    constexpr int kCount = 400000;
    nn::Random random(5);
    double sums[5] = {};
    int beyond_two = 0, beyond_four = 0;
    for (int i = 0; i < kCount; ++i) {
        const auto x = static_cast<double>(random.normal());
        double power = 1;
        for (double& sum : sums) {
            sum += power;
            power *= x;
        }
        beyond_two += std::fabs(x) > 2;
        beyond_four += std::fabs(x) > 4;
    }
    CHECK(std::fabs(sums[1] / kCount) < 0.01);
    CHECK(sums[2] / kCount == doctest::Approx(1).epsilon(0.01));
    CHECK(std::fabs(sums[3] / kCount) < 0.03);
    CHECK(sums[4] / kCount == doctest::Approx(3).epsilon(0.02));  // a sum of four uniforms has 2.7
    CHECK(beyond_two / 4000.0 == doctest::Approx(4.55).epsilon(0.05));
    CHECK(beyond_four > 5);  // 25 are expected; a sum of four uniforms ends at 3.46
}

TEST_CASE("random: the same seed gives the same bits natively and in the page") {
    nn::Random random(7, 3);
    std::uint64_t print = 0;
    for (int i = 0; i < 100000; ++i) print = print * 1099511628211ull + nn::bits_as<std::uint32_t>(random.normal());
    CHECK(print == 0xe19436024c155be0ull);
}
