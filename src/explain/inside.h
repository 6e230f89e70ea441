// The arithmetic of one unit: what it sees of the layer below, and how its value came up from the layer with weights.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "explain/feeders.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// The numbers below a layer: the output of the layer before it, or the network's input.
const nn::Tensor& below(const nn::Activations& activations, int layer);

/// What unit `unit` of a layer's map reads of each map below: a window of convolutions and pools, which may reach over
/// the border by the padding; all of it for fully connected layers and softmax; the unit's own place for the others.
nn::Field window_of(const nn::Network& network, int layer, int unit);

/// The part of a height x width map that `field` covers, row-major; 0 where it reaches over the border.
std::vector<float> patch(std::span<const float> map, const nn::Shape& shape, const nn::Field& field);

/// One layer on a unit's way up: the places of the unit's map that lead to it.
struct Stage {
    int layer = 0;            ///< -1: the input
    nn::Field cells;          ///< of the layer's map: one place, or those that a pool above chose from
    std::optional<int> unit;  ///< the one that counts, flat index; nothing where a mean took all of them
};

/// The stages from the layer with weights (or from the input, where there is none) up to unit `at`, which is the last
/// of them.
std::vector<Stage> way_up(const nn::Network& network, const nn::Activations& activations, UnitAt at);

}  // namespace explain
