// Backward through one step, on channels-last memory.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/steps.h"

namespace nn {

/// Kernels of a convolution as its backward pass reads them: [output][run][floats of the run, rounded up to whole
/// vectors].
struct KernelRows {
    int pitch = 0;  ///< floats of a run
    std::vector<float> weights;
};
KernelRows kernel_rows(const Network& network, const Step& step);
/// Index of a weight in them, or in the gradient of the same layout.
std::size_t row_index(const Step& step, int output, int channel, int row, int column);

/// Adds the gradients of one image: `weights` as KernelRows, `biases` by output, and `below` (not where it is null) as
/// the step's input layout.  `above` is the gradient at the step's output; entries that are zero cost nothing.
void conv_back(const Step& step, const KernelRows& rows, const float* in, const float* out, const float* above,
               float* below, float* weights, float* biases);

/// Only the gradient at the input: adds to `below`.
void conv_down(const Step& step, const KernelRows& rows, const float* above, float* below);

/// Weights of a fully connected layer the other way round: taps are its outputs, outputs its inputs' places.
Packed transposed(const Network& network, const Step& step);

/// Adds the gradients of a subsampling's coefficients and biases, or of a batch normalisation's gains and shifts, by
/// map.
void map_sums(const Step& step, const float* in, const float* above, float* weights, float* biases);

/// Writes `below`, whole, for the kinds without products.  `packed`: what `pack` made.  `mask`: dropout's factors, by
/// output.
void plain_back(const Step& step, const Packed& packed, const float* in, const float* out, const std::int32_t* switches,
                const float* mask, const float* above, float* below);

}  // namespace nn
