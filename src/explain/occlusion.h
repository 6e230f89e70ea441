// Occlusion sensitivity (Zeiler & Fergus 2013, section 4.2): what the network answers when a square of the input is
// covered.
#pragma once

#include <memory>
#include <span>

#include "nn/network.h"
#include "nn/tensor.h"

namespace explain {

/// The square that covers the input, in pixels.
struct Patch {
    int side = 6;       ///< at most the input's smaller side
    int stride = 1;     ///< from one position to the next
    float fill = 0.0f;  ///< the value of covered pixels

    bool operator==(const Patch&) const = default;
};

/// Covers every position inside the input in turn and recomputes what that touches.  Holds packed weights and scratch
/// memory: one for each network; make it anew after parameters changed.
class Occluder {
public:
    explicit Occluder(const nn::Network& network);
    ~Occluder();
    Occluder(Occluder&&) noexcept;
    Occluder& operator=(Occluder&&) noexcept;

    /// `answers` becomes (outputs of the last layer, rows, columns): map(k) is the probability of class k, at (row,
    /// column) with the patch's upper left corner at input pixel (row * stride, column * stride).  28 x 28 covered by 6
    /// x 6: 23 x 23 positions.
    void occlude(std::span<const float> input, const Patch& patch, nn::Tensor& answers);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
