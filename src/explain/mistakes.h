// The deconvnet as it is often got wrong, and its switches tampered with: what every part of it is good for.
#pragma once

#include <cstdint>

#include "explain/deconvnet.h"

namespace explain {

enum class Mistake {
    none,
    unflipped_kernels,   ///< channels swapped, but kernels not turned by 180 degrees in rows and columns
    forgotten_switches,  ///< unpooled to the upper left corner of each window instead of its maximum
    biases_kept,         ///< each map's bias is added to its signal before the kernels
    guided_relu,         ///< rectified and cut to where the forward pass was positive: guided backpropagation
    relu_missing,        ///< the signal passes unrectified
};
inline constexpr int kMistakes = 6;  ///< with `none`

/// As `project`, with one mistake; Mistake::none is `project`.
void project_with(const nn::Network& network, const nn::Activations& activations, const Start& start, Mistake mistake,
                  Projection& projection);

/// The same network with every convolution's kernels turned by 180 degrees.
nn::Network unflipped(const nn::Network& network);

/// The same network with every max-pool an average pool: its way down spreads each value evenly over its window.
nn::Network without_switches(const nn::Network& network);

/// Every switch of every max-pool becomes its window's upper left corner.
void forget_switches(const nn::Network& network, nn::Activations& activations);

/// Every switch becomes a random place of its window, each as likely.
void shuffle_switches(const nn::Network& network, std::uint64_t seed, nn::Activations& activations);

}  // namespace explain
