// The deconvnet of Zeiler & Fergus (2013), section 2.1: from a layer's output back down to the pixels.
//
// All but the chosen activations are set to zero; then, layer by layer from the chosen one to the input:
//   max-pool         unpool: each value to the place its switch recorded, zeros elsewhere
//   relu             rectify the signal itself, whatever the forward pass had there
//   conv             filter with the transposed kernels (flipped in rows and columns); no bias
//   fully connected  multiply by the transposed weights; no bias       (an extension of the paper)
// Beyond the paper, for other networks: average-pool spreads evenly, tanh and dropout pass the signal on, softmax is no
// starting point.
#pragma once

#include <memory>
#include <vector>

#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

enum class Keep {
    whole_map,  ///< all activations of one feature map
    strongest,  ///< only the map's strongest activation (the first one where several tie)
    unit,       ///< one given unit of one map
    all_maps,   ///< the layer as it is: all maps jointly
};

/// Where to start.  In a fully connected layer (and the relu after it) every unit is a map of its own, 1 x 1.
struct Start {
    int layer = 0;
    Keep keep = Keep::whole_map;
    int map = 0;
    int unit = 0;  ///< flat index in the map (row * width + column), for Keep::unit

    bool operator==(const Start&) const = default;
};

/// The way down.  signals[i] is the signal at the output of layer i, i <= start.layer, as it arrives there from above
/// (signals[start.layer] holds the kept activations); `pixels` is the signal at the input.
struct Projection {
    std::vector<nn::Tensor> signals;
    nn::Tensor pixels;
};

/// Whether a deconvnet can start at this layer: every kind but softmax.
bool can_start(const nn::Network& network, int layer);

/// `signal` becomes the kept activations of a layer's `output`, zeros elsewhere; start.layer is not read.
void keep(const nn::Tensor& output, const Start& start, nn::Tensor& signal);

/// Projects `start` down to the pixels, keeping every intermediate.  `projection` is reused between calls.
void project(const nn::Network& network, const nn::Activations& activations, const Start& start,
             Projection& projection);

/// One step down: from the signal at layer i's output to the signal at its input.  `above` and `below` have the shapes
/// of layer i's output and input.  For relu this rectifies; linear layers are exact adjoints of their forward pass
/// without bias.
void step_down(const nn::Network& network, const nn::Activations& activations, int layer, const nn::Tensor& above,
               nn::Tensor& below);

/// Whether everything stays finite: the activations, and the way down from all maps of the topmost layer that can start
/// one.  Weights that are finite themselves can take either beyond float32.
bool stays_finite(const nn::Network& network, const nn::Activations& activations);

/// All maps of a layer at once, for views that refresh while the pen moves: `pixels` becomes (maps, 28, 28), one
/// reconstruction each of Keep::whole_map, the same numbers as `project` (to float rounding).
/// Holds weights rearranged for its kernels: one for each network; make it anew after parameters changed.
class Reconstructor {
public:
    explicit Reconstructor(const nn::Network& network);
    ~Reconstructor();
    Reconstructor(Reconstructor&&) noexcept;
    Reconstructor& operator=(Reconstructor&&) noexcept;

    void reconstruct(const nn::Activations& activations, int layer, nn::Tensor& pixels);

    /// The same in slices: maps from `map` on, sixteen at most, fewer where they are dear.  Gives the next map to ask
    /// for; all are there when it is the layer's number of maps.
    int reconstruct_some(const nn::Activations& activations, int layer, int map, nn::Tensor& pixels);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
