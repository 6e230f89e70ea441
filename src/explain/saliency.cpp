// Means of gradients, and Grad-CAM.
#include "explain/saliency.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "base/bilinear.h"
#include "nn/random.h"

namespace explain {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

Target target_of(const nn::Activations& activations, const Start& start) {
    const nn::Tensor& output = activations.output(start.layer);
    nn::Tensor signal(output.shape);
    if (start.keep == Keep::all_maps) {
        std::fill(signal.data.begin(), signal.data.end(), 1.0f);
    } else if (start.keep == Keep::whole_map) {
        const std::span<float> map = signal.map(start.map);
        std::fill(map.begin(), map.end(), 1.0f);
    } else {
        const std::span<const float> map = output.map(start.map);
        const auto strongest = std::max_element(map.begin(), map.end()) - map.begin();
        signal.map(start.map)[start.keep == Keep::strongest ? static_cast<std::size_t>(strongest) : index(start.unit)] =
            1.0f;
    }
    return {start.layer, std::move(signal.data)};
}

Differ::Differ(const nn::Network& network)
    : engine_(network),
      backward_(network),
      activations_(nn::make_activations(network)),
      gradients_(nn::make_gradients(network)) {}

double Differ::value(const Target& target, std::span<const float> input) {
    engine_.forward(input, activations_);
    const std::vector<float>& output = activations_.output(target.layer).data;
    double sum = 0;
    for (std::size_t i = 0; i < output.size(); ++i)
        sum += static_cast<double>(output[i]) * static_cast<double>(target.signal[i]);
    return sum;
}

const nn::Gradients& Differ::gradients(const Target& target, std::span<const float> input) {
    engine_.forward(input, activations_);
    backward_.run(activations_, target.layer, std::span<const float>(target.signal), gradients_);
    return gradients_;
}

void GradientMean::begin(std::size_t pixels) {
    done = 0;
    sum.assign(pixels, 0.0);
}

bool GradientMean::advance(Differ& differ, const Target& target, std::span<const float> input, int gradients) {
    assert(sum.size() == input.size());
    std::vector<float> point(input.begin(), input.end());
    const int end = std::min(count, done + std::max(1, gradients));
    for (; done < end; ++done) {
        nn::Random random(seed,
                          static_cast<std::uint64_t>(done));  // a stream each: the same noise however it is sliced
        const float share = (static_cast<float>(done) + 0.5f) / static_cast<float>(count);
        for (std::size_t i = 0; i < point.size(); ++i)
            point[i] = kind == Kind::integrated ? share * input[i] : input[i] + noise * random.normal();
        const std::vector<float>& gradient = differ.gradients(target, point).input.data;
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(gradient[i]);
    }
    return done < count;
}

std::vector<float> GradientMean::picture(std::span<const float> input) const {
    std::vector<float> mean;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        const double factor = kind == Kind::integrated ? static_cast<double>(input[i]) : 1.0;
        mean.push_back(done > 0 ? static_cast<float>(sum[i] / done * factor) : 0.0f);
    }
    return mean;
}

int cam_layer(const nn::Network& network, int layer) {
    int conv = std::min(layer, network.layer_count() - 1);
    while (conv >= 0 && network.layer(conv).kind != nn::LayerKind::conv) --conv;
    const bool rectified = conv >= 0 && conv < layer && network.layer(conv + 1).kind == nn::LayerKind::relu;
    return rectified ? conv + 1 : conv;
}

nn::Tensor grad_cam(const nn::Activations& activations, const nn::Gradients& gradients, int layer) {
    const nn::Tensor &output = activations.output(layer), &gradient = gradients.outputs[index(layer)];
    nn::Tensor cam({1, output.shape.height, output.shape.width});
    for (int map = 0; map < output.shape.channels; ++map) {
        double weight = 0;
        for (const float value : gradient.map(map)) weight += static_cast<double>(value);
        weight /= output.shape.plane();
        for (int i = 0; i < output.shape.plane(); ++i)
            cam.data[index(i)] += static_cast<float>(weight) * output.map(map)[index(i)];
    }
    for (float& value : cam.data) value = std::max(value, 0.0f);
    return cam;
}

std::vector<float> upsampled(const nn::Tensor& map, int height, int width) {
    const int rows = map.shape.height, columns = map.shape.width;
    const auto source = [](int i, int size, int from) {
        return (static_cast<float>(i) + 0.5f) * static_cast<float>(from) / static_cast<float>(size) - 0.5f;
    };
    const auto at = [&](int row, int column) {
        return map.data[index(std::clamp(row, 0, rows - 1) * columns + std::clamp(column, 0, columns - 1))];
    };
    std::vector<float> values;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            values.push_back(base::bilinear(source(y, height, rows), source(x, width, columns), at));
    }
    return values;
}

}  // namespace explain
