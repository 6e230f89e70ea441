// How the list of layers is shown: blocks (a layer with weights and what follows it up to the next one), and for each
// block the layer whose pictures stand for it.
#pragma once

#include <vector>

#include "nn/network.h"

namespace app {

/// Consecutive layers of the list, e.g. conv1 relu1 pool1.
struct Block {
    int first = 0, last = 0;
    bool flat = false;  ///< fully connected: units, not maps
};

std::vector<Block> blocks(const nn::Network& network);

/// The layer shown until the person chooses another: the block's last that a deconvnet can start from.
int default_layer(const nn::Network& network, const Block& block);

/// Number of feature maps of a layer's output; in fully connected layers its units.
int map_count(const nn::Network& network, int layer);

/// Whether values below zero can occur; pools and dropout are as signed as what they read.
bool is_signed(const nn::Network& network, int layer);

/// Units of one map on the network's input: "sees 6 x 6 pixels".
nn::Field field_of_map_unit(const nn::Network& network, int layer);

}  // namespace app
