// What a network costs in memory and arithmetic, counted in 64 bits before anything is taken.
//
// `make_network` adds up every layer and refuses what is above the limits below, whoever asks: files, JSON, training.
// A new kind of layer says here what it costs.
#pragma once

#include <cstdint>
#include <string>

#include "nn/network.h"

namespace nn {

/// Memory that one network on show may take, with everything that is computed of it: see Cost::bytes.
inline constexpr std::int64_t kMostBytes = std::int64_t{768} << 20;
/// The same of two beside each other: a page has two gigabytes at most.
inline constexpr std::int64_t kMostBytesTogether = std::int64_t{1024} << 20;
/// Multiply-adds of one forward pass; LeNet-5 takes 0.42 million.
inline constexpr std::int64_t kMostMultiplyAdds = 100'000'000;

struct Cost {
    /// An upper bound of what is held at once: the file and its copy, engines, packed weights, bordered activations,
    /// batches of 64, gradients, reconstructions of every map, one probe's workspace, tables by class, a figure.
    std::int64_t bytes = 0;
    /// Of one forward pass; a comparison in a pool counts as one.
    std::int64_t multiply_adds = 0;
};
/// Saturated.
Cost operator+(const Cost& a, const Cost& b);

/// A layer that reads `in` and gives `out`, in a network with this `input`.
Cost cost_of_layer(const LayerSpec& layer, const Shape& input, const Shape& in, const Shape& out);
/// What the last layer's output takes beside that: batches of it.
Cost cost_of_output(const Shape& out);
/// The whole.
Cost cost(const Network& network);

/// A sentence where `sum` is above a limit, empty where it is not; `layer` is the last one that was added, with its
/// own `part`.
std::string complaint_about(const Cost& sum, const Cost& part, const std::string& layer);

/// A sentence where two networks beside each other would take more than kMostBytesTogether, empty where they do not.
std::string complaint_about_both(const Network& first, const std::string& name, const Network& second,
                                 const std::string& second_name);

/// What training with batches of `images` takes, a thread.
std::int64_t training_bytes(const Network& network, int images);

/// How many forward passes a slice of work has, where the smallest networks have `most` of them: at least one.
int passes_a_slice(const Network& network, int most);

/// Numbers of a shape, in 64 bits and saturated.
std::int64_t numbers(const Shape& shape);

}  // namespace nn
