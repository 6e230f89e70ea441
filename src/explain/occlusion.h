// Occlusion sensitivity (Zeiler & Fergus 2013, section 4.2): what the network answers when a square of the input is
// covered.
#pragma once

#include <memory>
#include <span>
#include <vector>

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

/// A map whose summed activity is measured while the patch moves (Fig. 7 b).
struct Watch {
    int layer = -1;  ///< one that `watchable` gave; -1: none
    int map = 0;
};

/// What came of the positions so far: (row, column) belongs to the patch's upper left corner at (row * stride, column *
/// stride).
struct Sweep {
    nn::Tensor answers;       ///< (outputs of the last layer, rows, columns)
    std::vector<float> sums;  ///< (rows, columns): the watched map's summed activity; empty without one
    double whole_sum = 0;     ///< the same with nothing covered
    int done = 0, count = 0;  ///< positions, row by row
};

/// The layer whose activity can be watched in place of `layer`: itself, or the relu that rectifies it; -1 from the
/// first layer on in which every output depends on every input.
int watchable(const nn::Network& network, int layer);

/// Does the watched map's activity drop where its projection (1, height, width) is bright?  Rank correlation of the
/// drop with the mean of the projection's positive values under the patch, over all positions of a finished sweep.
double agreement(const Sweep& sweep, const Patch& patch, const nn::Tensor& projection);

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

    /// The same in slices.  `fill`, where not empty, has the input's size and is what the patch shows instead of
    /// patch.fill.  `sweep` is set to zeros and its size.
    void begin(std::span<const float> input, const Patch& patch, const Watch& watch, std::span<const float> fill,
               Sweep& sweep);
    /// The next positions, at least `positions` where there are so many; false when all are done.
    bool advance(int positions, Sweep& sweep);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
