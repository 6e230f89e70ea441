// In which order digits on a page are read: lines from top to bottom, each from left to right.  An inner part of
// src/image.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "image/strokes.h"

namespace image {

inline constexpr float kSameLine = 0.5f;  ///< of the lower one's height, in common rows

/// Length that two intervals have in common; below 0: the gap between them.
inline float overlap(float a0, float a1, float b0, float b1) { return std::min(a1, b1) - std::max(a0, b0); }

/// Indices of the boxes as they are read.
std::vector<std::size_t> reading_order(std::span<const Bounds> digits);

}  // namespace image
