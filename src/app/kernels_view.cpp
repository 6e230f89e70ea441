#include "app/kernels_view.h"

#include <algorithm>

namespace app {

std::optional<WeightPictures> weights_into(const nn::Network& network, int layer, int map) {
    while (layer >= 0 && !nn::has_weights(network.layer(layer).kind)) --layer;
    if (layer < 0) return std::nullopt;
    const nn::Parameters& p = network.parameters[static_cast<std::size_t>(layer)];
    const nn::LayerSpec& spec = network.layer(layer);
    if (map < 0 || map >= spec.outputs) return std::nullopt;
    const nn::Shape& input = network.input_shape(layer);
    WeightPictures pictures;
    pictures.layer = layer;
    pictures.count = input.channels;
    pictures.width = pictures.height = spec.kernel;
    if (!nn::has_window(spec.kind)) {
        pictures.width = input.width;
        pictures.height = input.height;
        if (input.plane() == 1) {
            pictures.count = 1;
            pictures.height = 1;
            for (int rows : {12, 10, 8, 7, 6, 5, 4, 3, 2})
                if (pictures.height == 1 && input.size() % rows == 0 && rows * rows <= input.size())
                    pictures.height = rows;
            pictures.width = input.size() / pictures.height;
        }
    }
    const auto size = static_cast<std::ptrdiff_t>(p.weight.size()) / spec.outputs;
    pictures.values.assign(p.weight.begin() + map * size, p.weight.begin() + (map + 1) * size);
    pictures.bias = p.bias.empty() ? 0.0f : p.bias[static_cast<std::size_t>(map)];
    return pictures;
}

Summary summarise(const std::vector<float>& values, int first, int count) {
    if (count <= 0) return {};
    const auto begin = values.begin() + first, end = begin + count;
    Summary s{*std::min_element(begin, end), *std::max_element(begin, end), 0, 0};
    for (auto v = begin; v != end; ++v) {
        s.mean += *v / static_cast<float>(count);
        if (*v == 0.0f) s.zeros += 1.0f / static_cast<float>(count);
    }
    return s;
}

}  // namespace app
