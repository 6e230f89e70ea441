// Small arithmetic on vectors of activations: largest, strongest, how far apart.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "nn/tensor.h"

namespace probe {

inline std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Index of the largest value; 0 where there is none.
int largest(std::span<const float> values);
/// Index of the second largest value; -1 where there is none.
int runner_up(std::span<const float> values);

/// |b - a| / |a|; NaN, which figures show as undefined, where a is zero.
double relative_change(std::span<const float> a, std::span<const float> b);

/// Maps by the sum of their absolute values, the largest first; at most `count`.
std::vector<int> strongest_maps(const nn::Tensor& tensor, int count);

}  // namespace probe
