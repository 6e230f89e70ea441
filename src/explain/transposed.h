// A linear layer packed for the way down, convolution and fully connected alike: the latter is a convolution whose one
// kernel position covers its whole input.
#pragma once

#include <cstdint>
#include <vector>

#include "explain/lanes.h"
#include "nn/network.h"

namespace explain {

/// How the signal at a layer's input is laid out while kernels are added to it: (row, column, channel), with a border
/// for what kernels add outside of the input, so that adding needs no bounds checks.
struct Grid {
    nn::Shape inner;            ///< the layer's input
    int padding = 0;            ///< row and column of the inner part's corner
    int rows = 0, columns = 0;  ///< with the border

    int cells() const { return rows * columns; }
    int cell(int row, int column) const { return (row + padding) * columns + column + padding; }
};

/// kernels_by_... hold the same weights; which one serves depends on what lies in the vectors' lanes.
struct Transposed {
    int outputs = 0;
    int kernel_rows = 0, kernel_columns = 0;
    Grid below;
    std::vector<std::int32_t> corner;  ///< by position in an output map: the cell where its kernel's corner goes
    std::vector<float> kernels;        ///< (output, row, column, input): lanes are maps
    std::vector<Lane8> by_input;   ///< (output, row, column, input / 8): lanes are input channels, padded with zeros
    std::vector<Lane8> by_column;  ///< (output, input, row, column / 8): lanes are columns, padded with zeros

    int inputs() const { return below.inner.channels; }
    int input_blocks() const { return (inputs() + kLanes - 1) / kLanes; }
    int column_blocks() const { return (kernel_columns + kLanes - 1) / kLanes; }
};

/// `layer` is a convolution or fully connected.
Transposed transposed(const nn::Network& network, int layer);

}  // namespace explain
