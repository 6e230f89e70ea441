#include "io/half.h"

namespace io {

float from_half(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000u) << 16, exponent = half >> 10 & 31u, fraction = half & 0x3ffu;
    if (exponent == 0) {  // zero and the subnormals
        const float value = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -value : value;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return __builtin_bit_cast(float, sign | wide << 23 | fraction << 13);
}

std::uint16_t to_half(float value) {
    const auto bits = __builtin_bit_cast(std::uint32_t, value);
    const std::uint32_t sign = bits >> 16 & 0x8000u, wide = bits & 0x7fffffffu;
    if (wide > 0x7f800000u) return static_cast<std::uint16_t>(sign | 0x7e00u);   // NaN
    if (wide >= 0x477ff000u) return static_cast<std::uint16_t>(sign | 0x7c00u);  // 65,520 and more
    if (wide < 0x38800000u) {  // below 2^-14: multiples of 2^-24, rounded by the float unit to the even one
        const float steps = __builtin_bit_cast(float, wide) * 0x1p24f + 0x1p23f;
        return static_cast<std::uint16_t>(sign | (__builtin_bit_cast(std::uint32_t, steps) & 0x7fffffu));
    }
    const std::uint32_t even = wide >> 13 & 1u;
    return static_cast<std::uint16_t>(sign | (wide - 0x38000000u + 0xfffu + even) >> 13);
}

}  // namespace io
