// The deconvnet, one layer at a time and every intermediate kept: the plain reference that reconstructor.cpp must agree
// with.
#include "explain/deconvnet.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "nn/finite.h"
#include "nn/resize.h"

namespace explain {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Gives the tensor this shape and zeros, without a new allocation where it is large enough.
void clear(nn::Tensor& tensor, const nn::Shape& shape) {
    tensor.shape = shape;
    tensor.data.assign(index(shape.size()), 0.0f);
}

/// The rows (or columns) of a kernel that fall inside [0, limit) when its first one lies at `first`.
struct Window {
    int begin, end;
};
Window clip(int first, int kernel, int limit) { return {std::max(0, -first), std::min(kernel, limit - first)}; }

/// below += value * kernels of one output channel, their corner at (row, column) of the input.
void add_kernels(const float* kernels, int side, float value, int row, int column, nn::Tensor& below) {
    const Window rows = clip(row, side, below.shape.height), columns = clip(column, side, below.shape.width);
    for (int channel = 0; channel < below.shape.channels; ++channel) {
        const float* kernel = kernels + channel * side * side;
        float* plane = below.map(channel).data();
        for (int ky = rows.begin; ky < rows.end; ++ky) {
            float* line = plane + (row + ky) * below.shape.width + column;
            for (int kx = columns.begin; kx < columns.end; ++kx) line[kx] += value * kernel[ky * side + kx];
        }
    }
}

/// Filters with the transposed kernels.  Scattering whole kernels is the flip: in the forward pass output o reads input
/// o * stride + k - padding through w[k], so here it writes there through the same w[k].
void conv_down(const nn::LayerSpec& spec, const std::vector<float>& weight, const nn::Tensor& above,
               nn::Tensor& below) {
    const int kernels = below.shape.channels * spec.kernel * spec.kernel;
    for (int channel = 0; channel < above.shape.channels; ++channel) {
        const std::span<const float> map = above.map(channel);
        for (int i = 0; i < above.shape.plane(); ++i) {
            if (map[index(i)] == 0.0f) continue;  // three quarters of an unpooled map
            const int row = i / above.shape.width * spec.stride - spec.padding;
            const int column = i % above.shape.width * spec.stride - spec.padding;
            add_kernels(weight.data() + channel * kernels, spec.kernel, map[index(i)], row, column, below);
        }
    }
}

void fully_connected_down(const std::vector<float>& weight, const nn::Tensor& above, nn::Tensor& below) {
    using Weights = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const int units = above.shape.size(), inputs = below.shape.size();
    const Eigen::Map<const Weights> rows(weight.data(), units, inputs);
    Eigen::Map<Eigen::RowVectorXf> sum(below.data.data(), inputs);
    for (int unit = 0; unit < units; ++unit)  // rows of silent units are left out: often all but one
        if (above.data[index(unit)] != 0.0f) sum += above.data[index(unit)] * rows.row(unit);
}

/// Windows that overlap may share a switch: their values add up there, which keeps this the adjoint.
void unpool(const std::vector<std::int32_t>& switches, const nn::Tensor& above, nn::Tensor& below) {
    const int plane = above.shape.plane();
    for (int channel = 0; channel < above.shape.channels; ++channel)
        for (int i = channel * plane; i < (channel + 1) * plane; ++i)
            below.map(channel)[static_cast<std::size_t>(switches[index(i)])] += above.data[index(i)];
}

void average_pool_down(const nn::LayerSpec& spec, const nn::Tensor& above, nn::Tensor& below) {
    const float share = 1.0f / static_cast<float>(spec.kernel * spec.kernel);
    for (int channel = 0; channel < above.shape.channels; ++channel) {
        for (int i = 0; i < above.shape.plane(); ++i) {
            const float value = share * above.map(channel)[index(i)];
            const int corner =
                i / above.shape.width * spec.stride * below.shape.width + i % above.shape.width * spec.stride;
            for (int ky = 0; ky < spec.kernel; ++ky)
                for (int kx = 0; kx < spec.kernel; ++kx)
                    below.map(channel)[index(corner + ky * below.shape.width + kx)] += value;
        }
    }
}

/// No switches: a value goes evenly to its whole window, times the map's coefficient.
void subsample_down(const nn::LayerSpec& spec, const std::vector<float>& coefficients, const nn::Tensor& above,
                    nn::Tensor& below) {
    const float area = static_cast<float>(spec.kernel * spec.kernel);
    average_pool_down(spec, above, below);
    for (int channel = 0; channel < below.shape.channels; ++channel)
        for (float& value : below.map(channel)) value *= area * coefficients[index(channel)];
}

/// The frame's own pixels are left out.
void rescale_down(const nn::LayerSpec& spec, const nn::Tensor& above, nn::Tensor& below) {
    const int width = below.shape.width, framed = above.shape.width;
    for (int channel = 0; channel < below.shape.channels; ++channel)
        for (int i = 0; i < below.shape.plane(); ++i)
            below.map(channel)[index(i)] =
                spec.scale * above.map(channel)[index((i / width + spec.padding) * framed + i % width + spec.padding)];
}

/// A batch normalisation's gains, without its shifts.
void gains_down(const std::vector<float>& gains, const nn::Tensor& above, nn::Tensor& below) {
    below.data = above.data;
    for (int channel = 0; channel < below.shape.channels; ++channel)
        for (float& value : below.map(channel)) value *= gains[index(channel)];
}

/// Every value goes back to the four pixels that it was made of, by their shares.
void resize_down(const nn::LayerSpec& spec, const nn::Tensor& above, nn::Tensor& below) {
    const nn::Shape& in = below.shape;
    for (int channel = 0; channel < in.channels; ++channel)
        for (int i = 0; i < above.shape.plane(); ++i)
            nn::each_resized(
                i / spec.side, i % spec.side, in.height, in.width, spec.side, [&](int row, int column, float share) {
                    below.map(channel)[index(row * in.width + column)] += share * above.map(channel)[index(i)];
                });
}

}  // namespace

bool can_start(const nn::Network& network, int layer) {
    return layer >= 0 && layer < network.layer_count() && network.layer(layer).kind != nn::LayerKind::softmax &&
           network.layer(layer).kind != nn::LayerKind::radial_basis;
}

void step_down(const nn::Network& network, const nn::Activations& activations, int layer, const nn::Tensor& above,
               nn::Tensor& below) {
    assert(above.shape == network.shape(layer));
    const nn::LayerSpec& spec = network.layer(layer);
    const std::vector<float>& weight = network.parameters[index(layer)].weight;
    clear(below, network.input_shape(layer));
    switch (spec.kind) {
        case nn::LayerKind::conv:
            conv_down(spec, weight, above, below);
            break;
        case nn::LayerKind::fully_connected:
            fully_connected_down(weight, above, below);
            break;
        case nn::LayerKind::max_pool:
            unpool(activations.switches[index(layer)], above, below);
            break;
        case nn::LayerKind::average_pool:
            average_pool_down(spec, above, below);
            break;
        case nn::LayerKind::relu:
            for (std::size_t i = 0; i < above.data.size(); ++i) below.data[i] = std::max(0.0f, above.data[i]);
            break;
        case nn::LayerKind::leaky_relu:
            for (std::size_t i = 0; i < above.data.size(); ++i) below.data[i] = nn::leaky(spec, above.data[i]);
            break;
        case nn::LayerKind::batch_norm:
            gains_down(weight, above, below);
            break;
        case nn::LayerKind::resize:
            resize_down(spec, above, below);
            break;
        case nn::LayerKind::rescale:
            rescale_down(spec, above, below);
            break;
        case nn::LayerKind::subsample:
            subsample_down(spec, weight, above, below);
            break;
        case nn::LayerKind::radial_basis:
            assert(false);  // nothing is projected from distances
            break;
        case nn::LayerKind::tanh:
        case nn::LayerKind::sigmoid:
        case nn::LayerKind::dropout:
        case nn::LayerKind::softmax:
            below.data = above.data;
            break;
    }
}

void keep(const nn::Tensor& output, const Start& start, nn::Tensor& signal) {
    clear(signal, output.shape);
    if (start.keep == Keep::all_maps) {
        signal.data = output.data;
        return;
    }
    assert(start.map >= 0 && start.map < output.shape.channels);
    const std::span<const float> from = output.map(start.map);
    const std::span<float> to = signal.map(start.map);
    if (start.keep == Keep::whole_map) {
        std::copy(from.begin(), from.end(), to.begin());
        return;
    }
    assert(start.keep == Keep::strongest || (start.unit >= 0 && start.unit < output.shape.plane()));
    const auto strongest = std::max_element(from.begin(), from.end()) - from.begin();
    const auto unit = start.keep == Keep::strongest ? static_cast<std::size_t>(strongest) : index(start.unit);
    to[unit] = from[unit];
}

void project(const nn::Network& network, const nn::Activations& activations, const Start& start,
             Projection& projection) {
    assert(can_start(network, start.layer));
    projection.signals.resize(index(start.layer + 1));
    keep(activations.output(start.layer), start, projection.signals.back());
    for (int layer = start.layer; layer >= 0; --layer) {
        nn::Tensor& below = layer > 0 ? projection.signals[index(layer - 1)] : projection.pixels;
        step_down(network, activations, layer, projection.signals[index(layer)], below);
    }
}

bool stays_finite(const nn::Network& network, const nn::Activations& activations) {
    if (!nn::all_finite(activations)) return false;
    int layer = network.layer_count() - 1;
    while (layer >= 0 && !can_start(network, layer)) --layer;
    if (layer < 0) return true;
    Projection projection;
    project(network, activations, {layer, Keep::all_maps, 0, 0}, projection);
    return nn::all_finite(projection.pixels.data) &&
           std::all_of(projection.signals.begin(), projection.signals.end(),
                       [](const nn::Tensor& signal) { return nn::all_finite(signal.data); });
}

}  // namespace explain
