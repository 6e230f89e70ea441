// What a shift sideways does to every layer, from 6 pixels left to 6 pixels right.
#pragma once

#include <vector>

#include "figure/figure.h"
#include "nn/network.h"

namespace probe {

inline constexpr float kFarthest = 6, kStep = 0.25f;  // of the plots' shifts, in pixels
inline constexpr int kShifts = 49;                    // -6 .. 6
inline float shift_at(int i) { return -kFarthest + kStep * static_cast<float>(i); }
/// Relative changes by layer + 1 (the input first), then shift, as far as they are known.
using Changes = std::vector<std::vector<float>>;

/// Curves before and after each pooling, and of every layer; a line at the shift `at`.
figure::Group shift_curves(const nn::Network& network, const Changes& changes, float at);

}  // namespace probe
