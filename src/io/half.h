// IEEE 754's half precision: sign, 5 bits of exponent, 10 of fraction.
#pragma once

#include <cstdint>

namespace io {

inline constexpr float kLargestHalf = 65504;

/// Every half is a float.
float from_half(std::uint16_t half);

/// The nearest half, of two equally near the even one; infinite from 65,520 on; NaN stays NaN.
std::uint16_t to_half(float value);

}  // namespace io
