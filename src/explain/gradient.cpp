// Gradients: linear layers go down as in the deconvnet, the others by their derivative.
#include "explain/gradient.h"

#include <cassert>
#include <cstddef>

namespace explain {
namespace {

/// below = above where the forward pass was positive; for the guided rule only what is positive itself.
void relu_down(const nn::Tensor& output, ReluRule rule, const nn::Tensor& above, nn::Tensor& below) {
    for (std::size_t i = 0; i < above.data.size(); ++i) {
        const bool pass = output.data[i] > 0.0f && (rule == ReluRule::gradient || above.data[i] > 0.0f);
        below.data[i] = pass ? above.data[i] : 0.0f;
    }
}

/// tanh' = 1 - tanh^2
void tanh_down(const nn::LayerSpec& spec, const nn::Tensor& output, const nn::Tensor& above, nn::Tensor& below) {
    for (std::size_t i = 0; i < above.data.size(); ++i)
        below.data[i] = above.data[i] * nn::tanh_slope(spec, output.data[i]);
}

/// By the sign of what came in; for the guided rule only what is positive itself goes down.
void leaky_down(const nn::LayerSpec& spec, const nn::Tensor& input, ReluRule rule, const nn::Tensor& above,
                nn::Tensor& below) {
    for (std::size_t i = 0; i < above.data.size(); ++i) {
        const bool pass = rule == ReluRule::gradient || above.data[i] > 0.0f;
        below.data[i] = pass ? above.data[i] * (input.data[i] > 0.0f ? 1.0f : spec.slope) : 0.0f;
    }
}

/// sigmoid' = sigmoid (1 - sigmoid)
void sigmoid_down(const nn::Tensor& output, const nn::Tensor& above, nn::Tensor& below) {
    for (std::size_t i = 0; i < above.data.size(); ++i)
        below.data[i] = above.data[i] * output.data[i] * (1.0f - output.data[i]);
}

/// d -|x - w|^2 / dx = 2 (w - x)
void distances_down(const nn::LayerSpec& spec, const nn::Tensor& input, const nn::Tensor& above, nn::Tensor& below) {
    const std::vector<float> pictures = nn::centres(spec);
    const std::size_t count = input.data.size();
    below.data.assign(count, 0.0f);
    for (std::size_t o = 0; o < above.data.size(); ++o)
        for (std::size_t i = 0; i < count && above.data[o] != 0.0f; ++i)
            below.data[i] += 2.0f * (pictures[o * count + i] - input.data[i]) * above.data[o];
}

/// d p_j / d x_i = p_i ([i = j] - p_j)
void softmax_down(const nn::Tensor& output, const nn::Tensor& above, nn::Tensor& below) {
    float mean = 0.0f;
    for (std::size_t i = 0; i < above.data.size(); ++i) mean += output.data[i] * above.data[i];
    for (std::size_t i = 0; i < above.data.size(); ++i) below.data[i] = output.data[i] * (above.data[i] - mean);
}

}  // namespace

void gradient(const nn::Network& network, const nn::Activations& activations, int layer, int unit, ReluRule rule,
              Projection& projection) {
    assert(layer >= 0 && layer < network.layer_count() && unit >= 0 && unit < network.shape(layer).size());
    std::vector<float> signal(static_cast<std::size_t>(network.shape(layer).size()), 0.0f);
    signal[static_cast<std::size_t>(unit)] = 1.0f;
    gradient(network, activations, layer, signal, rule, projection);
}

void gradient(const nn::Network& network, const nn::Activations& activations, int layer, std::span<const float> signal,
              ReluRule rule, Projection& projection) {
    assert(layer >= 0 && layer < network.layer_count() &&
           signal.size() == static_cast<std::size_t>(network.shape(layer).size()));
    projection.signals.resize(static_cast<std::size_t>(layer) + 1);
    nn::Tensor& top = projection.signals.back();
    top.shape = network.shape(layer);
    top.data.assign(signal.begin(), signal.end());
    for (int i = layer; i >= 0; --i) {
        const nn::Tensor& above = projection.signals[static_cast<std::size_t>(i)];
        nn::Tensor& below = i > 0 ? projection.signals[static_cast<std::size_t>(i - 1)] : projection.pixels;
        below.shape = network.input_shape(i);
        below.data.resize(static_cast<std::size_t>(below.shape.size()));
        switch (network.layer(i).kind) {
            case nn::LayerKind::relu:
                relu_down(activations.output(i), rule, above, below);
                break;
            case nn::LayerKind::tanh:
                tanh_down(network.layer(i), activations.output(i), above, below);
                break;
            case nn::LayerKind::leaky_relu:
                leaky_down(network.layer(i), i > 0 ? activations.output(i - 1) : activations.input, rule, above, below);
                break;
            case nn::LayerKind::sigmoid:
                sigmoid_down(activations.output(i), above, below);
                break;
            case nn::LayerKind::softmax:
                softmax_down(activations.output(i), above, below);
                break;
            case nn::LayerKind::radial_basis:
                distances_down(network.layer(i), i > 0 ? activations.output(i - 1) : activations.input, above, below);
                break;
            case nn::LayerKind::rescale:
            case nn::LayerKind::subsample:
            case nn::LayerKind::batch_norm:
            case nn::LayerKind::resize:
            case nn::LayerKind::conv:
            case nn::LayerKind::fully_connected:
            case nn::LayerKind::max_pool:
            case nn::LayerKind::average_pool:
            case nn::LayerKind::dropout:
                step_down(network, activations, i, above, below);
                break;
        }
    }
}

}  // namespace explain
