// Half precision: every half there and back, rounding to the nearest and to even, against a search.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "io/half.h"
#include "io/model_file.h"
#include "io/safetensors.h"
#include "nn/random.h"

TEST_CASE("half: every finite half comes back as itself") {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const float value = io::from_half(half);
        if (std::isnan(value))
            CHECK(std::isnan(io::from_half(io::to_half(value))));
        else if (io::to_half(value) != half)
            FAIL_CHECK(bits);
    }
}

TEST_CASE("half: of two neighbours the nearer one, of equally near ones the even one") {
    for (std::uint32_t bits = 0; bits < 0x7bff; ++bits) {
        const auto low = static_cast<std::uint16_t>(bits), high = static_cast<std::uint16_t>(bits + 1);
        const float a = io::from_half(low), b = io::from_half(high), middle = a + (b - a) / 2;
        const std::uint16_t even = (bits & 1) == 0 ? low : high;
        const bool right = io::to_half(middle) == even && io::to_half(-middle) == (even | 0x8000) &&
                           io::to_half(std::nextafter(middle, a)) == low &&
                           io::to_half(std::nextafter(middle, b)) == high;
        if (!right) FAIL_CHECK(bits);
    }
    CHECK(io::to_half(65519.0f) == 0x7bff);
    CHECK(io::to_half(65520.0f) == 0x7c00);
    CHECK(io::to_half(std::numeric_limits<float>::infinity()) == 0x7c00);
    CHECK(io::to_half(1e-30f) == 0);
}

TEST_CASE("half: a model written so opens with its weights rounded, and half as large") {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 1);
    const auto whole = io::write_model(network), half = io::write_model(network, io::Precision::half);
    CHECK(half.size() * 100 < whole.size() * 52);
    const auto back = io::parse_model(half);
    REQUIRE_MESSAGE(back.ok(), back.message());
    for (std::size_t i = 0; i < network.parameters.size(); ++i)
        for (std::size_t k = 0; k < network.parameters[i].weight.size(); ++k)
            REQUIRE(back.value().parameters[i].weight[k] ==
                    io::from_half(io::to_half(network.parameters[i].weight[k])));
    CHECK(io::write_model(back.value(), io::Precision::half) == half);
    CHECK(io::fits_half(network));
    network.parameters[0].bias[0] = 70000;
    CHECK_FALSE(io::fits_half(network));
}
