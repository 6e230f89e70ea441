// The weights that lead into one map or unit, cut into pictures.
#pragma once

#include <optional>
#include <vector>

#include "nn/network.h"

namespace app {

/// Pictures of width x height weights each, one after another in `values`.
struct WeightPictures {
    int layer = 0;  ///< whose weights: the selected layer's, or those of the one with weights before it
    int count = 0, width = 0, height = 0;
    std::vector<float> values;
    float bias = 0;
};

/// conv: one kernel per input map.  Fully connected after maps: the unit's weights as those maps; after units: one
/// strip, as even as it goes.  Nothing for the input or before the first weights.
std::optional<WeightPictures> weights_into(const nn::Network& network, int layer, int map);

/// Minimum, maximum, mean and share of exact zeros.
struct Summary {
    float minimum = 0, maximum = 0, mean = 0, zeros = 0;
};
Summary summarise(const std::vector<float>& values, int first, int count);

}  // namespace app
