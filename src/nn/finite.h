// Numbers that overflow: finite weights can give infinities, and those give NaN.  Nothing may be said of them.
#pragma once

#include <span>

namespace nn {

struct Activations;

/// Whether all of them are finite.
bool all_finite(std::span<const float> values);
/// Whether every layer's output is.
bool all_finite(const Activations& activations);

/// Index of the largest, the first of equals; -1 where one is not finite, or there is none.
int strongest(std::span<const float> values);

}  // namespace nn
