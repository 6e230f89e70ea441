#include "explain/inside.h"

#include <algorithm>

#include "nn/resize.h"

namespace explain {
namespace {

/// What a resizing reads along one side for places [begin, begin + size) of its output.
void read_along(int side, int from, int& begin, int& size) {
    const int end = nn::resize_tap(begin + size - 1, from, side).high + 1;
    begin = nn::resize_tap(begin, from, side).low;
    size = end - begin;
}

/// What a layer without weights reads for these places of its output.
nn::Field cells_below(const nn::LayerSpec& spec, const nn::Shape& in, nn::Field cells) {
    if (nn::info(spec.kind).side) {
        read_along(spec.side, in.height, cells.row, cells.height);
        read_along(spec.side, in.width, cells.column, cells.width);
        return cells;
    }
    if (!nn::is_pool(spec.kind))
        return {cells.row - spec.padding, cells.column - spec.padding, cells.height, cells.width};
    return {cells.row * spec.stride, cells.column * spec.stride, (cells.height - 1) * spec.stride + spec.kernel,
            (cells.width - 1) * spec.stride + spec.kernel};
}

}  // namespace

const nn::Tensor& below(const nn::Activations& activations, int layer) {
    return layer > 0 ? activations.output(layer - 1) : activations.input;
}

nn::Field window_of(const nn::Network& network, int layer, int unit) {
    const nn::LayerSpec& spec = network.layer(layer);
    const int row = unit / network.shape(layer).width, column = unit % network.shape(layer).width;
    switch (spec.kind) {
        case nn::LayerKind::conv:
            return {row * spec.stride - spec.padding, column * spec.stride - spec.padding, spec.kernel, spec.kernel};
        case nn::LayerKind::max_pool:
        case nn::LayerKind::average_pool:
        case nn::LayerKind::subsample:
            return {row * spec.stride, column * spec.stride, spec.kernel, spec.kernel};
        case nn::LayerKind::fully_connected:
        case nn::LayerKind::radial_basis:
        case nn::LayerKind::softmax:
            return {0, 0, network.input_shape(layer).height, network.input_shape(layer).width};
        case nn::LayerKind::rescale:
            return {row - spec.padding, column - spec.padding, 1, 1};
        case nn::LayerKind::resize:
            return cells_below(spec, network.input_shape(layer), {row, column, 1, 1});
        case nn::LayerKind::relu:
        case nn::LayerKind::leaky_relu:
        case nn::LayerKind::sigmoid:
        case nn::LayerKind::batch_norm:
        case nn::LayerKind::tanh:
        case nn::LayerKind::dropout:
            break;
    }
    return {row, column, 1, 1};
}

std::vector<float> patch(std::span<const float> map, const nn::Shape& shape, const nn::Field& field) {
    std::vector<float> values(static_cast<std::size_t>(field.height) * static_cast<std::size_t>(field.width), 0.0f);
    for (int row = std::max(0, -field.row); row < std::min(field.height, shape.height - field.row); ++row)
        for (int column = std::max(0, -field.column); column < std::min(field.width, shape.width - field.column);
             ++column)
            values[static_cast<std::size_t>(row * field.width + column)] =
                map[static_cast<std::size_t>((field.row + row) * shape.width + field.column + column)];
    return values;
}

std::vector<Stage> way_up(const nn::Network& network, const nn::Activations& activations, UnitAt at) {
    const int width = network.shape(at.layer).width;
    Stage stage{at.layer, {at.unit / width, at.unit % width, 1, 1}, at.unit};
    std::vector<Stage> stages = {stage};
    while (stage.layer >= 0 && !nn::has_weights(network.layer(stage.layer).kind)) {
        const nn::LayerSpec& spec = network.layer(stage.layer);
        const bool mixes = nn::is_pool(spec.kind) && spec.kind != nn::LayerKind::max_pool;
        if (mixes || network.shape(stage.layer) != network.input_shape(stage.layer)) {
            if (spec.kind != nn::LayerKind::max_pool) stage.unit.reset();
        }
        if (spec.kind == nn::LayerKind::max_pool && stage.unit)
            stage.unit = activations.switches[static_cast<std::size_t>(stage.layer)][static_cast<std::size_t>(
                at.map * network.shape(stage.layer).plane() + *stage.unit)];
        stage.cells = cells_below(spec, network.input_shape(stage.layer), stage.cells);
        --stage.layer;
        stages.push_back(stage);
    }
    std::reverse(stages.begin(), stages.end());
    return stages;
}

}  // namespace explain
