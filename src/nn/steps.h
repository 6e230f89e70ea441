// A network compiled into steps that run on the engine's layouts; forward, batches and training share them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "nn/kernels.h"
#include "nn/layout.h"
#include "nn/network.h"

namespace nn {

/// One layer, with the layouts on its two sides.
struct Step {
    int layer = 0;  ///< of the network
    LayerSpec spec;
    Layout from, to;
    bool relu = false;                                   ///< a relu layer follows and is done in the same step
    Taps taps;                                           ///< conv, fully_connected
    std::vector<std::int32_t> offsets_from, offsets_to;  ///< conv: of every output position
};

enum class Fuse {
    nothing,       ///< every layer is a step
    relu,          ///< relu joins the product before it
    relu_dropout,  ///< and dropout vanishes
};
std::vector<Step> compile(const Network& network, Fuse fuse);

/// Weights of a layer whose input has the step's layout: of a subsampling or batch normalisation one tap
/// (coefficients), of a radial basis its pictures, a tap an input; nothing for kinds that have neither.
Packed pack(const Network& network, const Step& step);
/// Tap of `product` that weight (input channel, row, column) of the layer's window belongs to; for a fully connected
/// layer row and column are those of its input.
int tap_of(const Step& step, int channel, int row, int column);

/// Memory that `run` works in, kept between calls.
struct Scratch {
    std::vector<std::int32_t> active_from, active_to;
};

/// Runs one step for one image.  `switches` (max_pool) may be null; else positions of the maxima, in `to`'s layout.
void run(const Step& step, const Packed& packed, const float* in, float* out, std::int32_t* switches, Scratch& scratch);

}  // namespace nn
