// What is wrong with one layer's own numbers and data, before anything is made of it.
#pragma once

#include <string>

#include "nn/network.h"

namespace nn {

inline constexpr int kMostSide = 4096;  ///< of an input, window, stride, padding

/// "1x28x28"
std::string shape_words(const Shape& shape);

/// A sentence about a layer that reads `in`; empty where nothing is wrong.
std::string complaint_about_layer(const LayerSpec& layer, const Shape& in);

}  // namespace nn
