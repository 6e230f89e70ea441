// The way down for single images: CHW signals, channels-last products.
#include "nn/backward.h"

#include <algorithm>
#include <cassert>

#include "nn/back_steps.h"
#include "nn/resize.h"
#include "nn/vector.h"

namespace nn {
namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

void max_pool_down(const std::vector<std::int32_t>& switches, const Tensor& above, Tensor& below) {
    const int plane = above.shape.plane();
    std::fill(below.data.begin(), below.data.end(), 0.0f);
    for (int c = 0; c < above.shape.channels; ++c) {
        float* to = below.data.data() + c * below.shape.plane();
        for (int i = c * plane; i < (c + 1) * plane; ++i) to[switches[size(i)]] += above.data[size(i)];
    }
}

void average_pool_down(const LayerSpec& l, const Tensor& above, Tensor& below) {
    const float share = 1.0f / static_cast<float>(l.kernel * l.kernel);
    const int width = below.shape.width;
    std::fill(below.data.begin(), below.data.end(), 0.0f);
    std::size_t i = 0;
    for (int c = 0; c < above.shape.channels; ++c)
        for (int y = 0; y < above.shape.height; ++y)
            for (int x = 0; x < above.shape.width; ++x, ++i) {
                float* window = below.data.data() + c * below.shape.plane() + y * l.stride * width + x * l.stride;
                for (int ky = 0; ky < l.kernel; ++ky)
                    for (int kx = 0; kx < l.kernel; ++kx) window[ky * width + kx] += share * above.data[i];
            }
}

void subsample_down(const LayerSpec& l, const std::vector<float>& coefficients, const Tensor& above, Tensor& below) {
    const int width = below.shape.width;
    std::fill(below.data.begin(), below.data.end(), 0.0f);
    std::size_t i = 0;
    for (int c = 0; c < above.shape.channels; ++c)
        for (int y = 0; y < above.shape.height; ++y)
            for (int x = 0; x < above.shape.width; ++x, ++i) {
                float* window = below.data.data() + c * below.shape.plane() + y * l.stride * width + x * l.stride;
                for (int ky = 0; ky < l.kernel; ++ky)
                    for (int kx = 0; kx < l.kernel; ++kx)
                        window[ky * width + kx] += coefficients[size(c)] * above.data[i];
            }
}

void rescale_down(const LayerSpec& l, const Tensor& above, Tensor& below) {
    std::size_t i = 0;
    for (int c = 0; c < below.shape.channels; ++c)
        for (int y = 0; y < below.shape.height; ++y)
            for (int x = 0; x < below.shape.width; ++x, ++i)
                below.data[i] =
                    l.scale *
                    above.data[size((c * above.shape.height + y + l.padding) * above.shape.width + x + l.padding)];
}

void gains_down(const std::vector<float>& gains, const Tensor& above, Tensor& below) {
    const int plane = above.shape.plane();
    for (int c = 0; c < above.shape.channels; ++c)
        for (int i = c * plane; i < (c + 1) * plane; ++i) below.data[size(i)] = gains[size(c)] * above.data[size(i)];
}

void resize_down(const LayerSpec& l, const Tensor& above, Tensor& below) {
    const Shape& in = below.shape;
    std::fill(below.data.begin(), below.data.end(), 0.0f);
    std::size_t i = 0;
    for (int c = 0; c < in.channels; ++c)
        for (int y = 0; y < l.side; ++y)
            for (int x = 0; x < l.side; ++x, ++i)
                each_resized(y, x, in.height, in.width, l.side, [&](int row, int column, float share) {
                    below.data[size((c * in.height + row) * in.width + column)] += share * above.data[i];
                });
}

void radial_basis_down(const std::vector<float>& pictures, const Tensor& in, const Tensor& above, Tensor& below) {
    std::fill(below.data.begin(), below.data.end(), 0.0f);
    const std::size_t count = in.data.size();
    for (std::size_t o = 0; o < above.data.size(); ++o)
        for (std::size_t i = 0; i < count; ++i)
            below.data[i] += 2.0f * (pictures[o * count + i] - in.data[i]) * above.data[o];
}

void softmax_down(const Tensor& out, const Tensor& above, Tensor& below) {
    float sum = 0.0f;
    for (std::size_t i = 0; i < out.data.size(); ++i) sum += out.data[i] * above.data[i];
    for (std::size_t i = 0; i < out.data.size(); ++i) below.data[i] = out.data[i] * (above.data[i] - sum);
}

}  // namespace

struct Backward::Impl {
    std::vector<Step> steps;  ///< one a layer
    std::vector<KernelRows> rows;
    std::vector<Packed> transposed;
    std::vector<std::vector<float>> numbers;  ///< a subsampling's coefficients, a radial basis' pictures
    std::vector<float> above, below;

    void product_down(std::size_t i, const Tensor& from, Tensor& to);
    void down(std::size_t i, const Activations& a, const Tensor& in, const Tensor& from, Tensor& to);
};

/// Convolutions and fully connected layers: by way of the engine's layouts.
void Backward::Impl::product_down(std::size_t i, const Tensor& from, Tensor& to) {
    const Step& s = steps[i];
    if (s.spec.kind == LayerKind::fully_connected) {
        product_one(transposed[i], from.data.data(), below.data(), false);
    } else {
        std::fill_n(above.begin(), s.to.allocation(), 0.0f);
        std::fill_n(below.begin(), s.from.allocation(), 0.0f);
        from_chw(from.data.data(), s.to, above.data());
        conv_down(s, rows[i], above.data(), below.data());
    }
    to_chw(below.data(), s.from, to.data.data());
}

void Backward::Impl::down(std::size_t i, const Activations& a, const Tensor& in, const Tensor& from, Tensor& to) {
    const Tensor& out = a.outputs[i];
    switch (steps[i].spec.kind) {
        case LayerKind::conv:
        case LayerKind::fully_connected:
            product_down(i, from, to);
            break;
        case LayerKind::max_pool:
            max_pool_down(a.switches[i], from, to);
            break;
        case LayerKind::average_pool:
            average_pool_down(steps[i].spec, from, to);
            break;
        case LayerKind::softmax:
            softmax_down(out, from, to);
            break;
        case LayerKind::dropout:
            to.data = from.data;
            break;
        case LayerKind::relu:
            for (std::size_t k = 0; k < to.data.size(); ++k) to.data[k] = in.data[k] > 0.0f ? from.data[k] : 0.0f;
            break;
        case LayerKind::tanh:
            for (std::size_t k = 0; k < to.data.size(); ++k)
                to.data[k] = from.data[k] * tanh_slope(steps[i].spec, out.data[k]);
            break;
        case LayerKind::leaky_relu:
            for (std::size_t k = 0; k < to.data.size(); ++k)
                to.data[k] = from.data[k] * (in.data[k] > 0.0f ? 1.0f : steps[i].spec.slope);
            break;
        case LayerKind::sigmoid:
            for (std::size_t k = 0; k < to.data.size(); ++k)
                to.data[k] = from.data[k] * out.data[k] * (1.0f - out.data[k]);
            break;
        case LayerKind::batch_norm:
            gains_down(numbers[i], from, to);
            break;
        case LayerKind::resize:
            resize_down(steps[i].spec, from, to);
            break;
        case LayerKind::rescale:
            rescale_down(steps[i].spec, from, to);
            break;
        case LayerKind::subsample:
            subsample_down(steps[i].spec, numbers[i], from, to);
            break;
        case LayerKind::radial_basis:
            radial_basis_down(numbers[i], in, from, to);
            break;
    }
}

Gradients make_gradients(const Network& network) {
    Gradients g;
    for (const Shape& s : network.shapes) g.outputs.emplace_back(s);
    g.input = Tensor(network.architecture.input);
    return g;
}

Backward::Backward(const Network& network) : impl_(std::make_unique<Impl>()) {
    impl_->steps = compile(network, Fuse::nothing);
    int most = 0;
    for (Step& s : impl_->steps) {
        s.to = plain_layout(s.to.shape);  // signals arrive as CHW, whatever comes next
        if (s.spec.kind == LayerKind::conv)
            for (int i = 0; i < s.to.shape.plane(); ++i)
                s.offsets_to[size(i)] = s.to.offset(i / s.to.shape.width, i % s.to.shape.width);
        impl_->rows.push_back(s.spec.kind == LayerKind::conv ? kernel_rows(network, s) : KernelRows());
        impl_->transposed.push_back(s.spec.kind == LayerKind::fully_connected ? transposed(network, s) : Packed());
        const LayerKindInfo& kind = info(s.spec.kind);
        impl_->numbers.push_back(kind.pictures  ? centres(s.spec)
                                 : kind.per_map ? network.parameters[size(s.layer)].weight
                                                : std::vector<float>());
        most = std::max({most, s.from.allocation(), s.to.allocation()});
    }
    impl_->above.resize(size(most));
    impl_->below.resize(size(most));
}

Backward::~Backward() = default;
Backward::Backward(Backward&&) noexcept = default;
Backward& Backward::operator=(Backward&&) noexcept = default;

void Backward::run(const Activations& a, int layer, std::span<const float> signal, Gradients& g) {
    assert(signal.size() == g.outputs[size(layer)].data.size());
    for (std::size_t i = size(layer) + 1; i < g.outputs.size(); ++i)
        std::fill(g.outputs[i].data.begin(), g.outputs[i].data.end(), 0.0f);
    std::copy(signal.begin(), signal.end(), g.outputs[size(layer)].data.begin());
    for (std::size_t i = size(layer) + 1; i-- > 0;)
        impl_->down(i, a, i == 0 ? a.input : a.outputs[i - 1], g.outputs[i], i == 0 ? g.input : g.outputs[i - 1]);
}

void Backward::run(const Activations& a, int layer, int unit, Gradients& g) {
    std::vector<float> signal(g.outputs[size(layer)].data.size(), 0.0f);
    signal[size(unit)] = 1.0f;
    run(a, layer, signal, g);
}

}  // namespace nn
