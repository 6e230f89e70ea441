// Gradients of single steps.  After max-pooling and relu nine of ten gradients of a feature map are zero, so
// convolutions go through the others one by one instead of multiplying matrices.
#include "nn/back_steps.h"

#include <algorithm>
#include <bit>

#include "nn/resize.h"
#include "nn/vector.h"

namespace nn {
namespace {

struct Entry {
    int output;
    float gradient;
};

/// The entries of one position that are not zero (and that relu let pass, where `out` is given); returns how many.
int find_entries(const Step& s, const float* above, const float* out, Entry* entries) {
    int count = 0;
    const F8 zero{};
    const int channels = s.to.shape.channels;
    for (int c = 0; c < channels; c += kLanes) {
        F8 g = load(above + c);
        if (out != nullptr) g = load(out + c) > zero ? g : zero;
        unsigned lanes = nonzero_lanes(g);
        if (channels - c < kLanes) lanes &= (1u << (channels - c)) - 1u;
        if (lanes == 0) continue;
        float values[kLanes];
        store(values, g);
        for (; lanes != 0; lanes &= lanes - 1) {
            const int lane = std::countr_zero(lanes);
            entries[count++] = {c + lane, values[lane]};
        }
    }
    return count;
}

/// Places of one run of one position; null where not wanted.
struct Run {
    const float* in;
    float* below;
    const float* weights;
    float* sums;
};

/// V vectors of one run: weight gradient += gradient * input, input gradient += gradient * weight.
template <int V, bool kSums, bool kBelow>
void run_back(const Entry* entries, int count, std::ptrdiff_t pitch, const Run& run) {
    F8 x[V], g[V];
    for (int v = 0; v < V; ++v) {
        if constexpr (kSums) x[v] = load(run.in + v * kLanes);
        if constexpr (kBelow) g[v] = load(run.below + v * kLanes);
    }
    for (int e = 0; e < count; ++e) {
        const F8 gradient = splat(entries[e].gradient);
        const std::ptrdiff_t at = entries[e].output * pitch;
        for (int v = 0; v < V; ++v) {
            if constexpr (kSums) store(run.sums + at + v * kLanes, load(run.sums + at + v * kLanes) + gradient * x[v]);
            if constexpr (kBelow) g[v] += gradient * load(run.weights + at + v * kLanes);
        }
    }
    if constexpr (kBelow)
        for (int v = 0; v < V; ++v) store(run.below + v * kLanes, g[v]);
}

template <bool kSums, bool kBelow>
void position_back(const Step& s, const KernelRows& rows, const Entry* entries, int count, const float* in,
                   float* below, float* sums) {
    const std::ptrdiff_t pitch = static_cast<std::ptrdiff_t>(s.taps.runs) * rows.pitch;
    for (int run = 0; run < s.taps.runs; ++run)
        for (int v = 0; v < rows.pitch; v += 4 * kLanes) {
            const std::ptrdiff_t at = run * s.taps.stride + v, w = run * rows.pitch + v;
            const Run places{kSums ? in + at : nullptr, kBelow ? below + at : nullptr,
                             kBelow ? rows.weights.data() + w : nullptr, kSums ? sums + w : nullptr};
            switch (std::min(4, (rows.pitch - v) / kLanes)) {
                case 1:
                    run_back<1, kSums, kBelow>(entries, count, pitch, places);
                    break;
                case 2:
                    run_back<2, kSums, kBelow>(entries, count, pitch, places);
                    break;
                case 3:
                    run_back<3, kSums, kBelow>(entries, count, pitch, places);
                    break;
                default:
                    run_back<4, kSums, kBelow>(entries, count, pitch, places);
                    break;
            }
        }
}

template <class F>
void each_output(const Step& s, F f) {
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x) f(y, x, s.from.offset(y, x), s.to.offset(y, x));
}

void max_pool_back(const Step& s, const std::int32_t* switches, const float* above, float* below) {
    const int pitch = s.from.pitch;  // and no border: a switch is a position
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; ++c) {
                const int at = s.to.offset(y, x) + c;
                below[switches[at] * pitch + c] += above[at];
            }
}

void average_pool_back(const Step& s, const float* above, float* below) {
    const float share = 1.0f / static_cast<float>(s.spec.kernel * s.spec.kernel);
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int ky = 0; ky < s.spec.kernel; ++ky)
                for (int kx = 0; kx < s.spec.kernel; ++kx)
                    for (int c = 0; c < s.to.shape.channels; ++c)
                        below[s.from.offset(y * s.spec.stride + ky, x * s.spec.stride + kx) + c] +=
                            share * above[s.to.offset(y, x) + c];
}

void subsample_back(const Step& s, const Packed& packed, const float* above, float* below) {
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int ky = 0; ky < s.spec.kernel; ++ky)
                for (int kx = 0; kx < s.spec.kernel; ++kx)
                    for (int c = 0; c < s.to.shape.channels; ++c)
                        below[s.from.offset(y * s.spec.stride + ky, x * s.spec.stride + kx) + c] +=
                            packed.weights[packed.index(0, c)] * above[s.to.offset(y, x) + c];
}

void rescale_back(const Step& s, const float* above, float* below) {
    const int border = s.from.border;
    for (int y = 0; y < s.from.shape.height; ++y)
        for (int x = 0; x < s.from.shape.width; ++x)
            for (int c = 0; c < s.from.shape.channels; ++c)
                below[s.from.offset(y, x) + c] = s.spec.scale * above[s.to.offset(y + border, x + border) + c];
}

void resize_back(const Step& s, const float* above, float* below) {
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x) {
            const float* from = above + s.to.offset(y, x);
            each_resized(y, x, s.from.shape.height, s.from.shape.width, s.spec.side,
                         [&](int row, int column, float share) {
                             float* to = below + s.from.offset(row, column);
                             for (int c = 0; c < s.to.shape.channels; ++c) to[c] += share * from[c];
                         });
        }
}

/// d -|x - w|^2 / dx = 2 (w - x)
void radial_basis_back(const Step& s, const Packed& packed, const float* in, const float* above, float* below) {
    for (int t = 0; t < packed.taps; ++t)
        for (int o = 0; o < s.spec.outputs; ++o)
            below[t] += 2.0f * (packed.weights[packed.index(t, o)] - in[t]) * above[s.to.offset(0, 0) + o];
}

void softmax_back(const Step& s, const float* out, const float* above, float* below) {
    float sum = 0.0f;
    const int channels = s.to.shape.channels;
    each_output(s, [&](int, int, int, int to) {
        for (int c = 0; c < channels; ++c) sum += out[to + c] * above[to + c];
    });
    each_output(s, [&](int, int, int from, int to) {
        for (int c = 0; c < channels; ++c) below[from + c] = out[to + c] * (above[to + c] - sum);
    });
}

}  // namespace

KernelRows kernel_rows(const Network& network, const Step& step) {
    KernelRows rows;
    rows.pitch = round_up(step.taps.length, kLanes);
    rows.weights.assign(static_cast<std::size_t>(step.spec.outputs * step.taps.runs * rows.pitch), 0.0f);
    const float* weight = network.parameters[static_cast<std::size_t>(step.layer)].weight.data();
    for (int o = 0; o < step.spec.outputs; ++o)
        for (int c = 0; c < step.from.shape.channels; ++c)
            for (int y = 0; y < step.spec.kernel; ++y)
                for (int x = 0; x < step.spec.kernel; ++x) rows.weights[row_index(step, o, c, y, x)] = *weight++;
    return rows;
}

std::size_t row_index(const Step& step, int output, int channel, int row, int column) {
    const int pitch = round_up(step.taps.length, kLanes);
    return static_cast<std::size_t>((output * step.taps.runs + row) * pitch + column * step.from.pitch + channel);
}

void conv_back(const Step& s, const KernelRows& rows, const float* in, const float* out, const float* above,
               float* below, float* weights, float* biases) {
    std::vector<Entry> entries(static_cast<std::size_t>(round_up(s.to.shape.channels, kLanes)));
    for (std::size_t i = 0; i < s.offsets_to.size(); ++i) {
        const int from = s.offsets_from[i], to = s.offsets_to[i];
        const int count = find_entries(s, above + to, s.relu ? out + to : nullptr, entries.data());
        if (count == 0) continue;
        for (int e = 0; e < count; ++e)
            biases[entries[static_cast<std::size_t>(e)].output] += entries[static_cast<std::size_t>(e)].gradient;
        if (below != nullptr)
            position_back<true, true>(s, rows, entries.data(), count, in + from, below + from, weights);
        else
            position_back<true, false>(s, rows, entries.data(), count, in + from, nullptr, weights);
    }
}

void conv_down(const Step& s, const KernelRows& rows, const float* above, float* below) {
    std::vector<Entry> entries(static_cast<std::size_t>(round_up(s.to.shape.channels, kLanes)));
    for (std::size_t i = 0; i < s.offsets_to.size(); ++i) {
        const int count = find_entries(s, above + s.offsets_to[i], nullptr, entries.data());
        if (count > 0)
            position_back<false, true>(s, rows, entries.data(), count, nullptr, below + s.offsets_from[i], nullptr);
    }
}

Packed transposed(const Network& network, const Step& step) {
    const Shape in = step.from.shape;
    Packed packed(step.spec.outputs, step.from.floats());
    const float* weight = network.parameters[static_cast<std::size_t>(step.layer)].weight.data();
    for (int o = 0; o < step.spec.outputs; ++o)
        for (int c = 0; c < in.channels; ++c)
            for (int y = 0; y < in.height; ++y)
                for (int x = 0; x < in.width; ++x) packed.set(o, tap_of(step, c, y, x), *weight++);
    return packed;
}

void map_sums(const Step& s, const float* in, const float* above, float* weights, float* biases) {
    const int kernel = std::max(1, s.spec.kernel);
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; ++c) {
                float sum = 0.0f;
                for (int ky = 0; ky < kernel; ++ky)
                    for (int kx = 0; kx < kernel; ++kx)
                        sum += in[s.from.offset(y * s.spec.stride + ky, x * s.spec.stride + kx) + c];
                const float gradient = above[s.to.offset(y, x) + c];
                weights[c] += gradient * sum;
                biases[c] += gradient;
            }
}

void plain_back(const Step& s, const Packed& packed, const float* in, const float* out, const std::int32_t* switches,
                const float* mask, const float* above, float* below) {
    const int channels = s.to.shape.channels;
    std::fill_n(below, s.from.allocation(), 0.0f);
    switch (s.spec.kind) {
        case LayerKind::max_pool:
            max_pool_back(s, switches, above, below);
            break;
        case LayerKind::average_pool:
            average_pool_back(s, above, below);
            break;
        case LayerKind::softmax:
            softmax_back(s, out, above, below);
            break;
        case LayerKind::relu:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c) below[from + c] = in[from + c] > 0.0f ? above[to + c] : 0.0f;
            });
            break;
        case LayerKind::tanh:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c) below[from + c] = above[to + c] * tanh_slope(s.spec, out[to + c]);
            });
            break;
        case LayerKind::dropout:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c)
                    below[from + c] = mask != nullptr ? above[to + c] * mask[to + c] : above[to + c];
            });
            break;
        case LayerKind::leaky_relu:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c)
                    below[from + c] = above[to + c] * (in[from + c] > 0.0f ? 1.0f : s.spec.slope);
            });
            break;
        case LayerKind::sigmoid:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c) below[from + c] = above[to + c] * out[to + c] * (1.0f - out[to + c]);
            });
            break;
        case LayerKind::batch_norm:
            each_output(s, [&](int, int, int from, int to) {
                for (int c = 0; c < channels; ++c) below[from + c] = above[to + c] * packed.weights[packed.index(0, c)];
            });
            break;
        case LayerKind::resize:
            resize_back(s, above, below);
            break;
        case LayerKind::rescale:
            rescale_back(s, above, below);
            break;
        case LayerKind::subsample:
            subsample_back(s, packed, above, below);
            break;
        case LayerKind::radial_basis:
            radial_basis_back(s, packed, in, above, below);
            break;
        case LayerKind::conv:
        case LayerKind::fully_connected:
            break;  // have their own
    }
}

}  // namespace nn
