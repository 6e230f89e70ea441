// The plainest forward pass there is, for tests: what every faster one must agree with.  And random architectures.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "nn/forward.h"
#include "nn/random.h"

namespace naive {

inline float get(const nn::Tensor& t, int c, int y, int x) {
    if (y < 0 || x < 0 || y >= t.shape.height || x >= t.shape.width) return 0.0f;
    return t.data[static_cast<std::size_t>((c * t.shape.height + y) * t.shape.width + x)];
}

inline float conv_at(const nn::LayerSpec& l, const nn::Parameters& p, const nn::Tensor& in, int o, int y, int x) {
    double sum = p.bias[static_cast<std::size_t>(o)];
    for (int c = 0; c < in.shape.channels; ++c)
        for (int ky = 0; ky < l.kernel; ++ky)
            for (int kx = 0; kx < l.kernel; ++kx)
                sum += static_cast<double>(p.weight[static_cast<std::size_t>(
                           ((o * in.shape.channels + c) * l.kernel + ky) * l.kernel + kx)]) *
                       static_cast<double>(get(in, c, y * l.stride - l.padding + ky, x * l.stride - l.padding + kx));
    return static_cast<float>(sum);
}

inline void pool_at(const nn::LayerSpec& l, const nn::Tensor& in, int c, int y, int x, float& value, int& where) {
    const int y0 = y * l.stride, x0 = x * l.stride;
    float best = get(in, c, y0, x0), sum = 0.0f;
    where = y0 * in.shape.width + x0;
    for (int ky = 0; ky < l.kernel; ++ky)
        for (int kx = 0; kx < l.kernel; ++kx) {
            const float v = get(in, c, y0 + ky, x0 + kx);
            sum += v;
            if (v > best) best = v, where = (y0 + ky) * in.shape.width + x0 + kx;
        }
    value = l.kind == nn::LayerKind::max_pool ? best : sum / static_cast<float>(l.kernel * l.kernel);
}

/// Bilinear between pixels' centres, written out as a sum over all pixels: a tent around the place that is read.
inline void resize(const nn::LayerSpec& l, const nn::Tensor& in, nn::Tensor& out) {
    const auto tent = [](int at, int from, int to, int pixel) {
        const double place = std::max(0.0, (at + 0.5) * from / to - 0.5);
        if (pixel + 1 == from && place > pixel) return 1.0;
        return std::max(0.0, 1.0 - std::fabs(place - pixel));
    };
    std::size_t i = 0;
    for (int c = 0; c < out.shape.channels; ++c)
        for (int y = 0; y < l.side; ++y)
            for (int x = 0; x < l.side; ++x, ++i) {
                double sum = 0;
                for (int row = 0; row < in.shape.height; ++row)
                    for (int column = 0; column < in.shape.width; ++column)
                        sum += tent(y, in.shape.height, l.side, row) * tent(x, in.shape.width, l.side, column) *
                               static_cast<double>(get(in, c, row, column));
                out.data[i] = static_cast<float>(sum);
            }
}

inline void simple(const nn::LayerSpec& l, const nn::Parameters& p, const nn::Tensor& in, nn::Tensor& out) {
    double sum = 0.0;
    for (float v : in.data) sum += std::exp(static_cast<double>(v));
    for (std::size_t i = 0; i < out.data.size(); ++i) {
        const float v = l.kind == nn::LayerKind::fully_connected ? 0.0f : in.data[i];
        if (l.kind == nn::LayerKind::relu) out.data[i] = v > 0.0f ? v : 0.0f;
        if (l.kind == nn::LayerKind::tanh) out.data[i] = std::tanh(v);
        if (l.kind == nn::LayerKind::dropout) out.data[i] = v;
        if (l.kind == nn::LayerKind::leaky_relu) out.data[i] = v > 0.0f ? v : l.slope * v;
        if (l.kind == nn::LayerKind::sigmoid)
            out.data[i] = static_cast<float>(1 / (1 + std::exp(-static_cast<double>(v))));
        if (l.kind == nn::LayerKind::batch_norm) {
            const std::size_t c = i / static_cast<std::size_t>(in.shape.plane());
            out.data[i] = p.weight[c] * v + p.bias[c];
        }
        if (l.kind == nn::LayerKind::softmax) out.data[i] = static_cast<float>(std::exp(static_cast<double>(v)) / sum);
        if (l.kind != nn::LayerKind::fully_connected) continue;
        double total = p.bias[i];
        for (std::size_t k = 0; k < in.data.size(); ++k)
            total += static_cast<double>(p.weight[i * in.data.size() + k]) * static_cast<double>(in.data[k]);
        out.data[i] = static_cast<float>(total);
    }
}

inline nn::Activations forward(const nn::Network& n, const std::vector<float>& input) {
    nn::Activations a = nn::make_activations(n);
    a.input.data = input;
    for (int i = 0; i < n.layer_count(); ++i) {
        const std::size_t k = static_cast<std::size_t>(i);
        const nn::LayerSpec& l = n.layer(i);
        const nn::Tensor& in = i == 0 ? a.input : a.outputs[k - 1];
        nn::Tensor& out = a.outputs[k];
        const bool pool = l.kind == nn::LayerKind::max_pool || l.kind == nn::LayerKind::average_pool;
        if (l.kind == nn::LayerKind::resize) {
            resize(l, in, out);
            continue;
        }
        if (!pool && l.kind != nn::LayerKind::conv) {
            simple(l, n.parameters[k], in, out);
            continue;
        }
        std::size_t j = 0;
        for (int c = 0; c < out.shape.channels; ++c)
            for (int y = 0; y < out.shape.height; ++y)
                for (int x = 0; x < out.shape.width; ++x, ++j) {
                    int where = 0;
                    if (pool)
                        pool_at(l, in, c, y, x, out.data[j], where);
                    else
                        out.data[j] = conv_at(l, n.parameters[k], in, c, y, x);
                    if (l.kind == nn::LayerKind::max_pool) a.switches[k][j] = where;
                }
    }
    return a;
}

/// Layers drawn at random, one after another, that fit; ends with a fully connected layer and softmax most of the time.
inline nn::Network random_network(nn::Random& r) {
    using K = nn::LayerKind;
    nn::Architecture a;
    a.input = {1 + r.below(3), 5 + r.below(26), 5 + r.below(26)};
    nn::Network network;
    const int layers = 1 + r.below(8);
    for (int i = 0; i < layers; ++i) {
        nn::LayerSpec l;
        l.name = "layer" + std::to_string(i);
        const int kernels[] = {1, 2, 3, 5, 7, 11}, outputs[] = {1, 3, 6, 8, 12, 16, 17, 30};
        constexpr K kDrawn[] = {K::conv,    K::max_pool,   K::average_pool, K::relu,       K::tanh,  K::fully_connected,
                                K::dropout, K::leaky_relu, K::sigmoid,      K::batch_norm, K::resize};
        l.kind = kDrawn[r.below(11)];
        if (l.kind == K::leaky_relu) l.slope = 0.2f;
        if (l.kind == K::resize) l.side = 1 + r.below(33);
        if (l.kind == K::conv || l.kind == K::max_pool || l.kind == K::average_pool) {
            l.kernel = kernels[r.below(l.kind == K::conv ? 6 : 3)];
            l.stride = r.chance(0.6f) ? (l.kind == K::conv ? 1 : l.kernel) : 1 + r.below(4);
        }
        if (l.kind == K::conv) l.padding = r.below(1 + l.kernel / 2);
        if (l.kind == K::conv || l.kind == K::fully_connected) l.outputs = outputs[r.below(8)];
        if (l.kind == K::fully_connected && r.chance(0.5f)) l.outputs = 1 + r.below(130);
        if (l.kind == K::dropout) l.rate = 0.3f;
        a.layers.push_back(l);
        if (!nn::make_network(a).ok()) a.layers.pop_back();
    }
    if (r.chance(0.7f)) a.layers.push_back({K::fully_connected, "logits", 10, 0, 1, 0, 0.0f});
    if (r.chance(0.7f) || a.layers.empty()) a.layers.push_back({K::softmax, "softmax", 0, 0, 1, 0, 0.0f});
    network = nn::make_network(a).value();
    nn::initialise(network, r.next());
    for (int i = 0; i < network.layer_count(); ++i) {
        nn::Parameters& p = network.parameters[static_cast<std::size_t>(i)];
        for (float& b : p.bias) b = r.uniform(-0.3f, 0.3f);
        if (network.layer(i).kind == K::batch_norm)
            for (float& gain : p.weight) gain = r.uniform(-1.5f, 1.5f);
    }
    return network;
}

/// Numbers with many exact zeros and repeats, as pictures have.
inline std::vector<float> random_input(nn::Random& r, int size) {
    std::vector<float> x(static_cast<std::size_t>(size));
    const float share = r.uniform();
    for (float& v : x) v = r.chance(share) ? static_cast<float>(r.below(8)) / 7.0f : 0.0f;
    return x;
}

/// Largest difference as a share of the largest expected magnitude (at least 1e-3).
inline float difference(const std::vector<float>& got, const std::vector<float>& expected) {
    float most = 1e-3f, off = 0.0f;
    for (float v : expected) most = std::max(most, std::fabs(v));
    for (std::size_t i = 0; i < expected.size(); ++i) off = std::max(off, std::fabs(got[i] - expected[i]));
    return got.size() == expected.size() ? off / most : 1e9f;
}

}  // namespace naive
