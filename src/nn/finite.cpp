#include "nn/finite.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "nn/forward.h"

namespace nn {

bool all_finite(std::span<const float> values) {
    // An exponent of ones is an infinity or NaN; sixteen words at a time become vectors.
    constexpr std::uint32_t kExponent = 0x7f800000u;
    constexpr std::size_t kBlock = 16;
    std::uint32_t found[kBlock] = {};
    std::size_t i = 0;
    const auto is_odd = [&](std::size_t at) {
        const auto word = __builtin_bit_cast(std::uint32_t, values[at]);
        return static_cast<std::uint32_t>((word & kExponent) == kExponent);
    };
    for (; i + kBlock <= values.size(); i += kBlock)
        for (std::size_t k = 0; k < kBlock; ++k) found[k] |= is_odd(i + k);
    for (; i < values.size(); ++i) found[0] |= is_odd(i);
    return std::none_of(std::begin(found), std::end(found), [](std::uint32_t word) { return word != 0; });
}

bool all_finite(const Activations& activations) {
    return std::all_of(activations.outputs.begin(), activations.outputs.end(),
                       [](const Tensor& output) { return all_finite(output.data); });
}

int strongest(std::span<const float> values) {
    if (values.empty() || !all_finite(values)) return -1;
    return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

}  // namespace nn
