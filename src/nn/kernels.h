// The one product that everything is made of: for many positions at once, outputs = bias + sum over taps of
// input[position + tap] * weight[tap][output].  A position is a place of a convolution, or an image of a batch.
#pragma once

#include <cstdint>
#include <vector>

namespace nn {

/// Weights rearranged for `product`: blocks of 8 or 16 outputs, in each [tap][output of the block].
struct Packed {
    int taps = 0, outputs = 0;  ///< outputs rounded up to whole vectors in memory, the rest zeros
    std::vector<float> weights;
    std::vector<float> bias;  ///< rounded up alike

    Packed() = default;
    Packed(int taps, int outputs);
    void set(int tap, int output, float value) { weights[index(tap, output)] = value; }
    std::size_t index(int tap, int output) const;
    /// All outputs of one tap.
    void set_row(int tap, const float* values);
};

/// Taps as memory has them: `runs` runs of `length` neighbouring floats, one every `stride` floats.
struct Taps {
    int runs = 1;
    std::ptrdiff_t stride = 0;
    int length = 0;
};

/// Where `count` positions read from and write to (offsets in floats).
struct Positions {
    const std::int32_t* from = nullptr;
    const std::int32_t* to = nullptr;
    int count = 0;
};

/// Writes whole vectors of outputs for every position, in order; rectified if `relu`.
void product(const Packed& packed, const Taps& taps, const Positions& positions, const float* in, float* out,
             bool relu);

/// The same for one position with all taps in one run, skipping inputs that are zero: weights are read once, so
/// leaving out half of them halves the time.
void product_one(const Packed& packed, const float* in, float* out, bool relu);

}  // namespace nn
