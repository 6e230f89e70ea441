// The normal distribution by its inverse (Wichura 1988, algorithm AS 241, PPND7): about seven digits.
//
// Nothing but + - * / and square roots, which IEEE 754 rounds alike everywhere; the build forbids this file to contract
// a product and a sum into one rounding (cmake/rooms.cmake).  So the same seed gives the same bits in every program.
#include "nn/random.h"

#include <cmath>

#include "nn/bits.h"

namespace nn {
namespace {

/// The natural logarithm of a number above 0 that is not denormal: log(m 2^e) = e log(2) + 2 atanh((m - 1) / (m + 1)).
double logarithm(double x) {
    constexpr double kLog2 = 0.693147180559945309;
    const auto bits = bits_as<std::uint64_t>(x);
    int exponent = static_cast<int>(bits >> 52) - 1023;
    double mantissa = bits_as<double>((bits & 0xfffffffffffffull) | 0x3ff0000000000000ull);  // 1 .. 2
    if (mantissa > 1.4142135623730951) {
        mantissa *= 0.5;
        ++exponent;
    }
    const double t = (mantissa - 1.0) / (mantissa + 1.0), square = t * t;  // |t| < 0.172
    double sum = 0.0;
    for (int k = 17; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
    return exponent * kLog2 + 2.0 * t * sum;
}

}  // namespace

double normal_quantile(double share) {
    const double q = share - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179) /
               (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
    }
    double r = std::sqrt(-logarithm(q < 0 ? share : 1.0 - share)), value = 0;
    if (r <= 5.0) {
        r -= 1.6;
        value = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777) /
                ((0.12021132975 * r + 0.73700164250) * r + 1.0);
    } else {
        r -= 5.0;
        value = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150) /
                ((0.012258202635 * r + 0.24197894225) * r + 1.0);
    }
    return q < 0 ? -value : value;
}

float Random::normal() {
    const auto whole = static_cast<double>(next() >> 12);  // below 2^52: with the half it is exact, and never 0 or 1
    return static_cast<float>(normal_quantile((whole + 0.5) * (1.0 / 4503599627370496.0)));
}

}  // namespace nn
