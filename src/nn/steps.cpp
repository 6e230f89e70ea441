// Steps: one layer on channels-last memory.
#include "nn/steps.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "nn/resize.h"
#include "nn/vector.h"

namespace nn {
namespace {

void set_taps(Step& s) {
    if (s.spec.kind == LayerKind::fully_connected) {
        s.taps = {1, 0, s.from.floats()};
        return;
    }
    s.taps = {s.spec.kernel, s.from.row_pitch(), s.spec.kernel * s.from.pitch};
    const int border = s.from.border;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x) {
            s.offsets_from.push_back(s.from.offset(y * s.spec.stride - border, x * s.spec.stride - border));
            s.offsets_to.push_back(s.to.offset(y, x));
        }
}

/// Where a picture's window holds nothing but paper, a convolution gives its bias: only the other positions are
/// computed. Bits of `rows` say which pixels of a row of the bordered input are ink.  False if nearly everything would
/// be.
bool find_active(const Step& s, const float* in, Scratch& scratch) {
    const int height = s.from.shape.height + 2 * s.from.border, width = s.from.row_pitch();
    std::uint64_t rows[64];
    for (int y = 0; y < height; ++y) {
        std::uint64_t bits = 0;
        for (int x = 0; x < width; ++x) bits |= static_cast<std::uint64_t>(in[y * width + x] != 0.0f) << x;
        rows[y] = bits;
    }
    const int count = static_cast<int>(s.offsets_from.size()), columns = s.to.shape.width;
    scratch.active_from.resize(static_cast<std::size_t>(count) + 1);
    scratch.active_to.resize(static_cast<std::size_t>(count) + 1);
    std::size_t active = 0;
    for (int y = 0; y < s.to.shape.height; ++y) {
        std::uint64_t window = 0, smeared = 0;
        for (int k = 0; k < s.spec.kernel; ++k) window |= rows[y * s.spec.stride + k];
        for (int k = 0; k < s.spec.kernel; ++k) smeared |= window >> k;
        for (int x = 0; x < columns; ++x) {
            const std::size_t i = static_cast<std::size_t>(y * columns + x);
            scratch.active_from[active] = s.offsets_from[i];
            scratch.active_to[active] = s.offsets_to[i];
            active += (smeared >> (x * s.spec.stride)) & 1u;
        }
    }
    scratch.active_from.resize(active);
    scratch.active_to.resize(active);
    return active * 8 < static_cast<std::size_t>(count) * 7;
}

bool can_be_sparse(const Step& s) {
    return s.from.pitch == 1 && s.from.row_pitch() <= 64 && s.from.shape.height + 2 * s.from.border <= 64 &&
           s.to.pitch % kLanes == 0;
}

void run_conv(const Step& s, const Packed& packed, const float* in, float* out, Scratch& scratch) {
    Positions positions{s.offsets_from.data(), s.offsets_to.data(), static_cast<int>(s.offsets_from.size())};
    if (can_be_sparse(s) && find_active(s, in, scratch)) {
        const int vectors = s.to.pitch / kLanes;
        for (int v = 0; v < vectors; ++v) {
            const F8 bias = load(packed.bias.data() + v * kLanes);
            const F8 value = s.relu ? rectify(bias) : bias;
            for (int to : s.offsets_to) store(out + to + v * kLanes, value);
        }
        positions = {scratch.active_from.data(), scratch.active_to.data(),
                     static_cast<int>(scratch.active_from.size())};
    }
    product(packed, s.taps, positions, in, out, s.relu);
}

template <bool kSwitches>
void max_pool(const Step& s, const float* in, float* out, std::int32_t* switches) {
    const int kernel = s.spec.kernel, stride = s.spec.stride, row = s.from.row_pitch(), pitch = s.from.pitch;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; c += kLanes) {
                const float* window = in + s.from.offset(y * stride, x * stride) + c;
                const int first = y * stride * s.from.shape.width + x * stride;
                F8 best = load(window);
                I8 where = splat(first);
                for (int ky = 0; ky < kernel; ++ky)
                    for (int kx = 0; kx < kernel; ++kx) {
                        const F8 value = load(window + ky * row + kx * pitch);
                        if constexpr (kSwitches)
                            where = value > best ? splat(first + ky * s.from.shape.width + kx) : where;
                        best = value > best ? value : best;
                    }
                store(out + s.to.offset(y, x) + c, best);
                if constexpr (kSwitches) std::memcpy(switches + s.to.offset(y, x) + c, &where, sizeof where);
            }
}

void average_pool(const Step& s, const float* in, float* out) {
    const int kernel = s.spec.kernel, stride = s.spec.stride, row = s.from.row_pitch(), pitch = s.from.pitch;
    const F8 share = splat(1.0f / static_cast<float>(kernel * kernel));
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; c += kLanes) {
                const float* window = in + s.from.offset(y * stride, x * stride) + c;
                F8 sum{};
                for (int ky = 0; ky < kernel; ++ky)
                    for (int kx = 0; kx < kernel; ++kx) sum += load(window + ky * row + kx * pitch);
                store(out + s.to.offset(y, x) + c, sum * share);
            }
}

/// out = f(in), position by position, whole vectors: f must take zero to zero or only the channels count.
template <class F>
void each_position(const Step& s, F f) {
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x) f(s.from.offset(y, x), s.to.offset(y, x));
}

void subsample(const Step& s, const Packed& packed, const float* in, float* out) {
    const int kernel = s.spec.kernel, stride = s.spec.stride, row = s.from.row_pitch(), pitch = s.from.pitch;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; ++c) {
                const float* window = in + s.from.offset(y * stride, x * stride) + c;
                float sum = 0.0f;
                for (int ky = 0; ky < kernel; ++ky)
                    for (int kx = 0; kx < kernel; ++kx) sum += window[ky * row + kx * pitch];
                out[s.to.offset(y, x) + c] =
                    sum * packed.weights[packed.index(0, c)] + packed.bias[static_cast<std::size_t>(c)];
            }
}

/// The input's border is paper, too.
void rescale(const Step& s, const float* in, float* out) {
    const int border = s.from.border;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0; c < s.to.shape.channels; ++c)
                out[s.to.offset(y, x) + c] =
                    in[s.from.offset(y - border, x - border) + c] * s.spec.scale + s.spec.offset;
}

void batch_norm(const Step& s, const Packed& packed, const float* in, float* out) {
    each_position(s, [&](int from, int to) {
        for (int c = 0; c < s.to.shape.channels; ++c)
            out[to + c] = in[from + c] * packed.weights[packed.index(0, c)] + packed.bias[static_cast<std::size_t>(c)];
    });
}

void resize(const Step& s, const float* in, float* out) {
    const int channels = s.to.shape.channels;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x) {
            float* to = out + s.to.offset(y, x);
            std::fill_n(to, channels, 0.0f);
            each_resized(y, x, s.from.shape.height, s.from.shape.width, s.spec.side,
                         [&](int row, int column, float share) {
                             const float* from = in + s.from.offset(row, column);
                             for (int c = 0; c < channels; ++c) to[c] += share * from[c];
                         });
        }
}

void radial_basis(const Step& s, const Packed& packed, const float* in, float* out) {
    for (int o = 0; o < s.spec.outputs; ++o) {
        float sum = 0.0f;
        for (int t = 0; t < packed.taps; ++t) {
            const float away = in[t] - packed.weights[packed.index(t, o)];
            sum += away * away;
        }
        out[s.to.offset(0, 0) + o] = -sum;
    }
}

void softmax(const Step& s, const float* in, float* out) {
    const int channels = s.to.shape.channels;
    float top = in[s.from.offset(0, 0)], sum = 0.0f;
    each_position(s, [&](int from, int) {
        for (int c = 0; c < channels; ++c) top = std::max(top, in[from + c]);
    });
    each_position(s, [&](int from, int to) {
        for (int c = 0; c < channels; ++c) sum += out[to + c] = std::exp(in[from + c] - top);
    });
    each_position(s, [&](int, int to) {
        for (int c = 0; c < channels; ++c) out[to + c] /= sum;
    });
}

}  // namespace

std::vector<Step> compile(const Network& network, Fuse fuse) {
    std::vector<Step> steps;
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerSpec& spec = network.layer(i);
        const bool only = steps.empty() && i + 1 == network.layer_count();
        if (fuse == Fuse::relu_dropout && spec.kind == LayerKind::dropout && !only) continue;
        if (fuse != Fuse::nothing && spec.kind == LayerKind::relu && !steps.empty() &&
            has_weights(steps.back().spec.kind)) {
            steps.back().relu = true;
            continue;
        }
        Step step;
        step.layer = i;
        step.spec = spec;
        step.from = layout_before(spec, network.input_shape(i));
        if (!steps.empty()) steps.back().to = step.from;
        step.to = plain_layout(network.shape(i));
        steps.push_back(std::move(step));
    }
    for (Step& s : steps)
        if (has_weights(s.spec.kind)) set_taps(s);
    return steps;
}

int tap_of(const Step& s, int channel, int row, int column) {
    if (!has_window(s.spec.kind)) return s.from.offset(row, column) + channel;
    return (row * s.spec.kernel + column) * s.from.pitch + channel;
}

namespace {

/// Lanes between channels hold zeros, in the input and in what is subtracted.
Packed pack_pictures(const Step& step) {
    const Shape in = step.from.shape;
    const std::vector<float> all = centres(step.spec);
    Packed packed(step.from.floats(), step.spec.outputs);
    std::size_t i = 0;
    for (int o = 0; o < step.spec.outputs; ++o)
        for (int c = 0; c < in.channels; ++c)
            for (int y = 0; y < in.height; ++y)
                for (int x = 0; x < in.width; ++x) packed.set(tap_of(step, c, y, x), o, all[i++]);
    return packed;
}

}  // namespace

Packed pack(const Network& network, const Step& step) {
    const Shape in = step.from.shape;
    if (info(step.spec.kind).pictures) return pack_pictures(step);
    if (info(step.spec.kind).per_map) {
        const Parameters& p = network.parameters[static_cast<std::size_t>(step.layer)];
        Packed packed(1, in.channels);
        for (int c = 0; c < in.channels; ++c) packed.set(0, c, p.weight[static_cast<std::size_t>(c)]);
        std::copy(p.bias.begin(), p.bias.end(), packed.bias.begin());
        return packed;
    }
    if (!has_weights(step.spec.kind)) return {};
    const bool conv = step.spec.kind == LayerKind::conv;
    const int height = conv ? step.spec.kernel : in.height, width = conv ? step.spec.kernel : in.width;
    const Parameters& p = network.parameters[static_cast<std::size_t>(step.layer)];
    Packed packed(step.taps.runs * step.taps.length, step.spec.outputs);
    const float* weight = p.weight.data();
    for (int o = 0; o < step.spec.outputs; ++o)
        for (int c = 0; c < in.channels; ++c)
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x) packed.set(tap_of(step, c, y, x), o, *weight++);
    std::copy(p.bias.begin(), p.bias.end(), packed.bias.begin());
    return packed;
}

void run(const Step& s, const Packed& packed, const float* in, float* out, std::int32_t* switches, Scratch& scratch) {
    const int channels = s.to.shape.channels;
    switch (s.spec.kind) {
        case LayerKind::conv:
            run_conv(s, packed, in, out, scratch);
            break;
        case LayerKind::fully_connected:
            product_one(packed, in, out + s.to.offset(0, 0), s.relu);
            break;
        case LayerKind::max_pool:
            switches ? max_pool<true>(s, in, out, switches) : max_pool<false>(s, in, out, switches);
            break;
        case LayerKind::average_pool:
            average_pool(s, in, out);
            break;
        case LayerKind::softmax:
            softmax(s, in, out);
            break;
        case LayerKind::relu:
            each_position(s, [&](int from, int to) {
                for (int c = 0; c < channels; c += kLanes) store(out + to + c, rectify(load(in + from + c)));
            });
            break;
        case LayerKind::tanh:
            each_position(s, [&](int from, int to) {
                for (int c = 0; c < channels; ++c) out[to + c] = s.spec.scale * std::tanh(s.spec.slope * in[from + c]);
            });
            break;
        case LayerKind::leaky_relu:
            each_position(s, [&](int from, int to) {
                for (int c = 0; c < channels; ++c) out[to + c] = leaky(s.spec, in[from + c]);
            });
            break;
        case LayerKind::sigmoid:
            each_position(s, [&](int from, int to) {
                for (int c = 0; c < channels; ++c) out[to + c] = sigmoid(in[from + c]);
            });
            break;
        case LayerKind::batch_norm:
            batch_norm(s, packed, in, out);
            break;
        case LayerKind::resize:
            resize(s, in, out);
            break;
        case LayerKind::rescale:
            rescale(s, in, out);
            break;
        case LayerKind::subsample:
            subsample(s, packed, in, out);
            break;
        case LayerKind::radial_basis:
            radial_basis(s, packed, in, out);
            break;
        case LayerKind::dropout:
            each_position(s, [&](int from, int to) {
                for (int c = 0; c < channels; ++c) out[to + c] = in[from + c];
            });
            break;
    }
}

}  // namespace nn
