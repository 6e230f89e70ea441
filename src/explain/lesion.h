// Lesions: what a network does without some of its units (Zeiler & Fergus 2013, section 5.1 and Table 3, remove layers
// and train again; here nothing is trained again), and which units it misses most.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// What is switched off: one map (a unit, in a fully connected layer), or with map -1 the whole layer.
struct Lesion {
    int layer = 0;
    int map = -1;

    bool operator==(const Lesion&) const = default;
};

/// Noise on weights (biases keep still).
struct WeightNoise {
    float share = 0;  ///< standard deviation, as a share of the root mean square of the layer's weights
    int layer = -1;   ///< the one layer that gets it; -1: all
    std::uint64_t seed = 1;

    bool operator==(const WeightNoise&) const = default;
};

/// The layer with weights whose output channels are the maps of `layer`: itself, or below it with nothing but relu,
/// tanh, pools, dropout and softmax between; -1 where there is none.
int source_layer(const nn::Network& network, int layer);

/// Whether switching the whole layer off means passing its input on: relu, tanh, dropout, and layers with weights that
/// keep the shape.  All others give zeros.
bool passes_on(const nn::Network& network, int layer);

/// A network with lesions.  layer_of[i]: the layer of it whose output stands for layer i of the intact one; -1: its
/// input.
struct Lesioned {
    nn::Network network;
    std::vector<int> layer_of;
};

/// A map is switched off by zeroing the weights and the bias that make it: then it is 0 after relu, tanh and pools too
/// (after softmax it is not: its score is).  Lesions of layers that are not there do nothing.
Lesioned lesion(const nn::Network& network, std::span<const Lesion> lesions, const WeightNoise& noise = {});

/// What the loss of each map of one layer costs, each alone, on the first `n` digits; in slices.  Copies the network;
/// packs it with the first slice.  Of a large layer it takes fewer digits: count() says how many.
class Ranking {
public:
    static constexpr int kMostStored = 16'000'000;  ///< activations kept, over all digits

    struct Cost {
        int correct = 0;  ///< right answers without it
        double loss = 0;  ///< cross-entropy without it, summed over digits
        int seen = 0;     ///< digits
    };

    /// `together`: maps that are also switched off all at once.  `layer` has a source layer.
    Ranking(const nn::Network& network, int layer, const nn::Digits& digits, int n, std::vector<int> together = {});

    /// A slice of a millisecond or less; false when all is done.
    bool advance();
    float progress() const;
    int maps() const { return maps_; }
    int count() const { return count_; }
    const Cost& intact() const { return costs_[static_cast<std::size_t>(maps_)]; }
    const Cost& without(int map) const { return costs_[static_cast<std::size_t>(map)]; }
    const Cost& without_together() const { return costs_[static_cast<std::size_t>(maps_) + 1]; }
    /// Maps whose costs are known: 0 .. known() - 1.
    int known() const { return known_; }

private:
    void pack();
    void prepare();
    void score(int which);

    nn::Digits digits_;
    nn::Network network_;
    nn::Activations activations_;
    std::optional<nn::Engine> engine_, tail_;  ///< no tail where the cut is the last layer
    int cut_, maps_, plane_, size_, classes_, count_;
    std::vector<int> together_;
    std::vector<float> stored_;  ///< digit: output of the cut
    std::vector<float> inputs_, outputs_;
    std::vector<Cost> costs_;  ///< by map, then intact, then together
    int prepared_ = 0, known_ = 0, which_ = 0, digit_ = 0;
};

}  // namespace explain
