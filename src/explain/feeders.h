// How features are built of features: what the maps below contribute to one unit.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// One unit: flat index `unit` in map `map` of a layer.
struct UnitAt {
    int layer = 0, map = 0, unit = 0;

    bool operator==(const UnitAt&) const = default;
};

/// The unit of a layer with weights whose value arrives at `at`: down through relu, tanh, dropout and softmax in place,
/// through max-pools by their switches, through average pools to the window's middle.  Nothing where there is no such
/// layer.
std::optional<UnitAt> source_unit(const nn::Network& network, const nn::Activations& activations, UnitAt at);

/// By channel of the layer's input: the sum of weight times activation over what the unit sees of that channel.
/// Together with the bias they are the unit's output.  `at.layer` has weights.
std::vector<float> contributions(const nn::Network& network, const nn::Activations& activations, UnitAt at);

/// The weights between channel `channel` of a layer's input and its output map `map`: kernel x kernel of a convolution,
/// the channel's height x width of a fully connected layer.
struct Kernel {
    std::span<const float> weights;
    int height = 0, width = 0;
};
Kernel kernel_between(const nn::Network& network, int layer, int map, int channel);

}  // namespace explain
