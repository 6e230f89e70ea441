#include "nn/fold.h"

#include <cstddef>

namespace nn {
namespace {

/// gain * (w x + b) + shift, of a row of weights for each gain.
void take_in(Parameters& layer, const Parameters& norm) {
    const std::size_t row = layer.weight.size() / layer.bias.size();
    for (std::size_t out = 0; out < layer.bias.size(); ++out) {
        for (std::size_t i = 0; i < row; ++i) layer.weight[out * row + i] *= norm.weight[out];
        layer.bias[out] = layer.bias[out] * norm.weight[out] + norm.bias[out];
    }
}

}  // namespace

Network folded(const Network& network) {
    Network made;
    made.architecture = network.architecture;
    made.architecture.layers.clear();
    made.card = network.card;
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerSpec& spec = network.layer(i);
        const Parameters& parameters = network.parameters[static_cast<std::size_t>(i)];
        const bool follows = !made.parameters.empty() && has_weights(made.architecture.layers.back().kind);
        if (spec.kind == LayerKind::batch_norm && follows) {
            take_in(made.parameters.back(), parameters);
            continue;
        }
        made.architecture.layers.push_back(spec);
        made.shapes.push_back(network.shape(i));
        made.parameters.push_back(parameters);
    }
    return made;
}

}  // namespace nn
