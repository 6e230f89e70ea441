// The forward pass, layer by layer.
#include "nn/forward.h"

#include <algorithm>
#include <cmath>

namespace nn {
namespace {

using Index = std::size_t;
Index at(int c, int y, int x, const Shape& s) { return static_cast<Index>((c * s.height + y) * s.width + x); }

void conv(const LayerSpec& l, const Parameters& p, const Tensor& in, Tensor& out) {
    for (int o = 0; o < out.shape.channels; ++o)
        for (int y = 0; y < out.shape.height; ++y)
            for (int x = 0; x < out.shape.width; ++x) {
                float sum = p.bias[static_cast<Index>(o)];
                for (int c = 0; c < in.shape.channels; ++c)
                    for (int ky = 0; ky < l.kernel; ++ky)
                        for (int kx = 0; kx < l.kernel; ++kx) {
                            const int iy = y * l.stride - l.padding + ky, ix = x * l.stride - l.padding + kx;
                            if (iy < 0 || ix < 0 || iy >= in.shape.height || ix >= in.shape.width) continue;
                            sum += p.weight[static_cast<Index>(((o * in.shape.channels + c) * l.kernel + ky) * l.kernel + kx)] *
                                   in.data[at(c, iy, ix, in.shape)];
                        }
                out.data[at(o, y, x, out.shape)] = sum;
            }
}

void pool(const LayerSpec& l, const Tensor& in, Tensor& out, std::vector<std::int32_t>& switches) {
    const bool max = l.kind == LayerKind::max_pool;
    for (int c = 0; c < out.shape.channels; ++c)
        for (int y = 0; y < out.shape.height; ++y)
            for (int x = 0; x < out.shape.width; ++x) {
                const int y0 = y * l.stride, x0 = x * l.stride;
                float best = in.data[at(c, y0, x0, in.shape)], sum = 0.0f;
                int where = y0 * in.shape.width + x0;
                for (int ky = 0; ky < l.kernel; ++ky)
                    for (int kx = 0; kx < l.kernel; ++kx) {
                        const float v = in.data[at(c, y0 + ky, x0 + kx, in.shape)];
                        sum += v;
                        if (v > best) best = v, where = (y0 + ky) * in.shape.width + x0 + kx;
                    }
                out.data[at(c, y, x, out.shape)] = max ? best : sum / static_cast<float>(l.kernel * l.kernel);
                if (max) switches[at(c, y, x, out.shape)] = where;
            }
}

void fully_connected(const Parameters& p, const Tensor& in, Tensor& out) {
    const Index n = in.data.size();
    for (Index o = 0; o < out.data.size(); ++o) {
        float sum = p.bias[o];
        for (Index i = 0; i < n; ++i) sum += p.weight[o * n + i] * in.data[i];
        out.data[o] = sum;
    }
}

void softmax(const Tensor& in, Tensor& out) {
    const float top = *std::max_element(in.data.begin(), in.data.end());
    float sum = 0.0f;
    for (Index i = 0; i < in.data.size(); ++i) sum += out.data[i] = std::exp(in.data[i] - top);
    for (float& v : out.data) v /= sum;
}

}  // namespace

struct Engine::Impl {
    Network network;
    Activations scratch;
};

Activations make_activations(const Network& network) {
    Activations a;
    a.input = Tensor(network.architecture.input);
    for (int i = 0; i < network.layer_count(); ++i) {
        a.outputs.emplace_back(network.shape(i));
        const bool max = network.layer(i).kind == LayerKind::max_pool;
        a.switches.emplace_back(max ? static_cast<Index>(network.shape(i).size()) : 0);
    }
    return a;
}

Engine::Engine(const Network& network) : impl_(std::make_unique<Impl>(Impl{network, make_activations(network)})) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::repack(const Network& network) { impl_->network = network; }

void Engine::forward(std::span<const float> input, Activations& a) {
    const Network& n = impl_->network;
    std::copy(input.begin(), input.end(), a.input.data.begin());
    for (int i = 0; i < n.layer_count(); ++i) {
        const Index k = static_cast<Index>(i);
        const Tensor& in = i == 0 ? a.input : a.outputs[k - 1];
        Tensor& out = a.outputs[k];
        switch (n.layer(i).kind) {
        case LayerKind::conv: conv(n.layer(i), n.parameters[k], in, out); break;
        case LayerKind::max_pool:
        case LayerKind::average_pool: pool(n.layer(i), in, out, a.switches[k]); break;
        case LayerKind::relu: std::transform(in.data.begin(), in.data.end(), out.data.begin(), [](float v) { return std::max(v, 0.0f); }); break;
        case LayerKind::tanh: std::transform(in.data.begin(), in.data.end(), out.data.begin(), [](float v) { return std::tanh(v); }); break;
        case LayerKind::fully_connected: fully_connected(n.parameters[k], in, out); break;
        case LayerKind::dropout: out.data = in.data; break;
        case LayerKind::softmax: softmax(in, out); break;
        }
    }
}

void Engine::forward_batch(std::span<const float> inputs, std::span<float> outputs) {
    Activations& a = impl_->scratch;
    const Index in = a.input.data.size(), out = a.outputs.back().data.size();
    for (Index k = 0; k * in < inputs.size(); ++k) {
        forward(inputs.subspan(k * in, in), a);
        std::copy(a.outputs.back().data.begin(), a.outputs.back().data.end(), outputs.begin() + static_cast<std::ptrdiff_t>(k * out));
    }
}

}  // namespace nn
