// Layers as the search finds them: by name, by kind, or by LeCun's letters.
#pragma once

#include <string>
#include <vector>

#include "app/state.h"

namespace app {

/// What LeCun et al. 1998 would call the layer: C for convolutions, S for pools ("subsampling"), F for fully connected
/// ones, counted from 1 through all of these; the first that reads whole maps is a C too, as theirs is ("C5").  "" for
/// other kinds, and for the last layer with weights, which has no letter there.
std::string lecun_name(const nn::Network& network, int layer);

/// A layer of the network with the focus, and the map that was asked for; -1: none was.
struct FoundLayer {
    int layer = 0, map = -1;
};

/// Those that the open search names, from first to last: "conv2", "C3", "pool", "pool2 map 7"; none while nothing is
/// typed, and none in other lists.
std::vector<FoundLayer> found_layers(const State& state);

/// "16 maps, 8 x 8", "120 units".
std::string shape_words(const nn::Network& network, int layer);

/// Selects it, in the open view where that follows the selection, else in the network's own.
void open_layer(State& state, const FoundLayer& found);

}  // namespace app
