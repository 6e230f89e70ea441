// Packing a linear layer's weights for the way down.
#include "explain/transposed.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace explain {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

Grid grid_of(const nn::LayerSpec& spec, const nn::Shape& in, const nn::Shape& out) {
    if (!nn::has_window(spec.kind)) return {in, 0, in.height, in.width};
    return {in, spec.padding, std::max((out.height - 1) * spec.stride + spec.kernel, in.height + spec.padding),
            std::max((out.width - 1) * spec.stride + spec.kernel, in.width + spec.padding)};
}

/// The three packings of weight (output, input, row, column).
void pack(const std::vector<float>& weight, Transposed& t) {
    const int taps = t.kernel_rows * t.kernel_columns;
    t.kernels.resize(weight.size());
    t.by_input.assign(index(t.outputs * taps * t.input_blocks()), Lane8{});
    t.by_column.assign(index(t.outputs * t.inputs() * t.kernel_rows * t.column_blocks()), Lane8{});
    for (int o = 0; o < t.outputs; ++o) {
        for (int i = 0; i < t.inputs(); ++i) {
            for (int tap = 0; tap < taps; ++tap) {
                const float w = weight[index((o * t.inputs() + i) * taps + tap)];
                const int row = (o * t.inputs() + i) * t.kernel_rows + tap / t.kernel_columns;
                const int column = tap % t.kernel_columns;
                t.kernels[index((o * taps + tap) * t.inputs() + i)] = w;
                t.by_input[index((o * taps + tap) * t.input_blocks() + i / kLanes)].v[i % kLanes] = w;
                t.by_column[index(row * t.column_blocks() + column / kLanes)].v[column % kLanes] = w;
            }
        }
    }
}

}  // namespace

Transposed transposed(const nn::Network& network, int layer) {
    const nn::LayerSpec& spec = network.layer(layer);
    const bool conv = nn::has_window(spec.kind);
    assert(nn::has_weights(spec.kind));
    const nn::Shape& in = network.input_shape(layer);
    const nn::Shape& out = network.shape(layer);
    Transposed t;
    t.outputs = out.channels;
    t.kernel_rows = conv ? spec.kernel : in.height;
    t.kernel_columns = conv ? spec.kernel : in.width;
    t.below = grid_of(spec, in, out);
    for (int row = 0; row < out.height; ++row)
        for (int column = 0; column < out.width; ++column)
            t.corner.push_back((row * t.below.columns + column) * spec.stride);
    pack(network.parameters[index(layer)].weight, t);
    return t;
}

}  // namespace explain
