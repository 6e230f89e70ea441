#include "explain/feeders.h"

#include <cassert>
#include <cstddef>

namespace explain {

std::optional<UnitAt> source_unit(const nn::Network& network, const nn::Activations& activations, UnitAt at) {
    for (; at.layer >= 0; --at.layer) {
        const nn::LayerSpec& spec = network.layer(at.layer);
        if (nn::has_weights(spec.kind)) return at;
        const nn::Shape &shape = network.shape(at.layer), &below = network.input_shape(at.layer);
        if (spec.kind == nn::LayerKind::max_pool) {
            at.unit = activations.switches[static_cast<std::size_t>(at.layer)]
                                          [static_cast<std::size_t>(at.map * shape.plane() + at.unit)];
        } else if (nn::is_pool(spec.kind)) {
            const int row = at.unit / shape.width * spec.stride + spec.kernel / 2,
                      column = at.unit % shape.width * spec.stride + spec.kernel / 2;
            at.unit = row * below.width + column;
        }
    }
    return std::nullopt;
}

Kernel kernel_between(const nn::Network& network, int layer, int map, int channel) {
    const nn::LayerSpec& spec = network.layer(layer);
    const nn::Shape& below = network.input_shape(layer);
    const bool is_conv = nn::has_window(spec.kind);
    assert(nn::has_weights(spec.kind));
    const int height = is_conv ? spec.kernel : below.height, width = is_conv ? spec.kernel : below.width;
    const auto size = static_cast<std::size_t>(height * width);
    const std::span<const float> all = network.parameters[static_cast<std::size_t>(layer)].weight;
    return {all.subspan((static_cast<std::size_t>(map) * static_cast<std::size_t>(below.channels) +
                         static_cast<std::size_t>(channel)) *
                            size,
                        size),
            height, width};
}

std::vector<float> contributions(const nn::Network& network, const nn::Activations& activations, UnitAt at) {
    const nn::LayerSpec& spec = network.layer(at.layer);
    const nn::Tensor& input = at.layer > 0 ? activations.output(at.layer - 1) : activations.input;
    const nn::Shape& below = network.input_shape(at.layer);
    const bool is_conv = nn::has_window(spec.kind);
    const int top = is_conv ? at.unit / network.shape(at.layer).width * spec.stride - spec.padding : 0;
    const int left = is_conv ? at.unit % network.shape(at.layer).width * spec.stride - spec.padding : 0;
    std::vector<float> sums;
    for (int channel = 0; channel < below.channels; ++channel) {
        const Kernel kernel = kernel_between(network, at.layer, at.map, channel);
        const std::span<const float> map = input.map(channel);
        float sum = 0;
        for (int row = 0; row < kernel.height; ++row) {
            for (int column = 0; column < kernel.width; ++column) {
                const int y = top + row, x = left + column;
                if (y < 0 || y >= below.height || x < 0 || x >= below.width) continue;
                sum += kernel.weights[static_cast<std::size_t>(row * kernel.width + column)] *
                       map[static_cast<std::size_t>(y * below.width + x)];
            }
        }
        sums.push_back(sum);
    }
    return sums;
}

}  // namespace explain
