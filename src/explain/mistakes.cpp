// Each mistake in terms of the right step down: with other kernels, other switches or another signal.
#include "explain/mistakes.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "nn/random.h"

namespace explain {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// switch = place(row, column) of the window's upper left corner, for every output of every max-pool.
template <class Place>
void set_switches(const nn::Network& network, nn::Activations& activations, Place place) {
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        const nn::LayerSpec& spec = network.layer(layer);
        if (spec.kind != nn::LayerKind::max_pool) continue;
        const nn::Shape& shape = network.shape(layer);
        for (int i = 0; i < shape.size(); ++i) {
            const int unit = i % shape.plane(), row = unit / shape.width * spec.stride,
                      column = unit % shape.width * spec.stride;
            activations.switches[index(layer)][index(i)] = place(spec, row, column, network.input_shape(layer).width);
        }
    }
}

/// signal += the layer's bias, every position of a map alike.
void add_biases(const nn::Parameters& parameters, nn::Tensor& signal) {
    for (int map = 0; map < signal.shape.channels && !parameters.bias.empty(); ++map)
        for (float& value : signal.map(map)) value += parameters.bias[index(map)];
}

/// The step through one relu under a mistake about relus.
void relu_down(Mistake mistake, const nn::Tensor& output, const nn::Tensor& above, nn::Tensor& below) {
    below = above;
    if (mistake == Mistake::relu_missing) return;
    for (std::size_t i = 0; i < below.data.size(); ++i)
        if (output.data[i] <= 0.0f || below.data[i] < 0.0f) below.data[i] = 0.0f;
}

}  // namespace

nn::Network unflipped(const nn::Network& network) {
    nn::Network turned = network;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        if (network.layer(layer).kind != nn::LayerKind::conv) continue;
        std::vector<float>& weight = turned.parameters[index(layer)].weight;
        const std::ptrdiff_t size = network.layer(layer).kernel * network.layer(layer).kernel;
        for (auto kernel = weight.begin(); kernel != weight.end(); kernel += size) std::reverse(kernel, kernel + size);
    }
    return turned;
}

nn::Network without_switches(const nn::Network& network) {
    nn::Network averaging = network;
    for (nn::LayerSpec& layer : averaging.architecture.layers)
        if (layer.kind == nn::LayerKind::max_pool) layer.kind = nn::LayerKind::average_pool;
    return averaging;
}

void forget_switches(const nn::Network& network, nn::Activations& activations) {
    set_switches(network, activations,
                 [](const nn::LayerSpec&, int row, int column, int width) { return row * width + column; });
}

void shuffle_switches(const nn::Network& network, std::uint64_t seed, nn::Activations& activations) {
    nn::Random random(seed);
    set_switches(network, activations, [&random](const nn::LayerSpec& spec, int row, int column, int width) {
        const int place = random.below(spec.kernel * spec.kernel);
        return (row + place / spec.kernel) * width + column + place % spec.kernel;
    });
}

void project_with(const nn::Network& network, const nn::Activations& activations, const Start& start, Mistake mistake,
                  Projection& projection) {
    if (mistake == Mistake::none) return project(network, activations, start, projection);
    if (mistake == Mistake::unflipped_kernels) return project(unflipped(network), activations, start, projection);
    if (mistake == Mistake::forgotten_switches) {
        nn::Activations forgotten = activations;
        forget_switches(network, forgotten);
        return project(network, forgotten, start, projection);
    }
    assert(can_start(network, start.layer));
    projection.signals.resize(index(start.layer + 1));
    keep(activations.output(start.layer), start, projection.signals.back());
    nn::Tensor biased;
    for (int layer = start.layer; layer >= 0; --layer) {
        const nn::Tensor& above = projection.signals[index(layer)];
        nn::Tensor& below = layer > 0 ? projection.signals[index(layer - 1)] : projection.pixels;
        if (mistake == Mistake::biases_kept) {
            biased = above;
            add_biases(network.parameters[index(layer)], biased);
            step_down(network, activations, layer, biased, below);
        } else if (network.layer(layer).kind == nn::LayerKind::relu) {
            relu_down(mistake, activations.output(layer), above, below);
        } else {
            step_down(network, activations, layer, above, below);
        }
    }
}

}  // namespace explain
