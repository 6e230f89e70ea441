// Register-tiled products: a tile of positions x outputs stays in registers while the taps pass by.
#include "nn/kernels.h"

#include <algorithm>

#include "nn/vector.h"

namespace nn {
namespace {

#ifdef __wasm__
// Sixteen registers of four floats: 4 positions x 8 outputs and what they need.
constexpr int kWide = 1, kWidePositions = 4, kNarrowPositions = 4;
#else
// Sixteen registers of eight floats: 6 positions x 16 outputs, or 8 x 8; enough chains to hide the latency of an FMA.
constexpr int kWide = 2, kWidePositions = 6, kNarrowPositions = 8;
#endif

/// Vectors in the block that starts at vector v of n.
int block_vectors(int v, int n) { return std::min(kWide, n - v); }

template <int P, int V>
void product_block(const float* weights, const float* bias, const Taps& taps, const Positions& positions,
                   const float* in, float* out, bool relu) {
    for (int i = 0; i < positions.count; i += P) {
        const float* a[P];
        for (int p = 0; p < P; ++p) a[p] = in + positions.from[std::min(i + p, positions.count - 1)];
        F8 sum[P][V];
        for (int p = 0; p < P; ++p)
            for (int v = 0; v < V; ++v) sum[p][v] = load(bias + v * kLanes);
        const float* w = weights;
        for (int run = 0; run < taps.runs; ++run) {
            for (int t = 0; t < taps.length; ++t) {
                F8 row[V];
                for (int v = 0; v < V; ++v) row[v] = load(w + v * kLanes);
                for (int p = 0; p < P; ++p) {
                    const F8 x = splat(a[p][t]);
                    for (int v = 0; v < V; ++v) sum[p][v] += x * row[v];
                }
                w += V * kLanes;
            }
            for (int p = 0; p < P; ++p) a[p] += taps.stride;
        }
        for (int p = 0; p < P; ++p) {
            // A tile that sticks out repeats the last position: the same numbers to the same place.
            float* to = out + positions.to[std::min(i + p, positions.count - 1)];
            for (int v = 0; v < V; ++v) store(to + v * kLanes, relu ? rectify(sum[p][v]) : sum[p][v]);
        }
    }
}

template <int V>
void product_one_block(const float* weights, const float* bias, const std::int32_t* taps, int count, const float* in,
                       float* out, bool relu) {
    constexpr int kChains = 4;
    F8 sum[kChains][V] = {};
    for (int v = 0; v < V; ++v) sum[0][v] = load(bias + v * kLanes);
    const auto add = [&](int tap, F8(&to)[V]) {
        const float* w = weights + static_cast<std::ptrdiff_t>(tap) * (V * kLanes);
        const F8 x = splat(in[tap]);
        for (int v = 0; v < V; ++v) to[v] += x * load(w + v * kLanes);
    };
    int i = 0;
    for (; i + kChains <= count; i += kChains)
        for (int k = 0; k < kChains; ++k) add(taps[i + k], sum[k]);
    for (; i < count; ++i) add(taps[i], sum[0]);
    for (int v = 0; v < V; ++v) {
        const F8 total = (sum[0][v] + sum[1][v]) + (sum[2][v] + sum[3][v]);
        store(out + v * kLanes, relu ? rectify(total) : total);
    }
}

}  // namespace

Packed::Packed(int tap_count, int output_count) : taps(tap_count), outputs(output_count) {
    const std::size_t padded = static_cast<std::size_t>(round_up(outputs, kLanes));
    weights.assign(padded * static_cast<std::size_t>(taps), 0.0f);
    bias.assign(padded, 0.0f);
}

std::size_t Packed::index(int tap, int output) const {
    const int vectors = round_up(outputs, kLanes) / kLanes, first = output / kLanes / kWide * kWide;
    const int width = block_vectors(first, vectors) * kLanes;
    return static_cast<std::size_t>(first) * kLanes * static_cast<std::size_t>(taps) +
           static_cast<std::size_t>(tap) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(output - first * kLanes);
}

void Packed::set_row(int tap, const float* values) {
    for (int o = 0; o < outputs; o += kLanes)
        std::copy_n(values + o, std::min(kLanes, outputs - o), weights.data() + index(tap, o));
}

void product(const Packed& packed, const Taps& taps, const Positions& positions, const float* in, float* out,
             bool relu) {
    const int vectors = round_up(packed.outputs, kLanes) / kLanes;
    for (int v = 0; v < vectors; v += kWide) {
        const float* weights = packed.weights.data() + static_cast<std::ptrdiff_t>(v) * kLanes * packed.taps;
        const float* bias = packed.bias.data() + v * kLanes;
        if (block_vectors(v, vectors) == kWide)
            product_block<kWidePositions, kWide>(weights, bias, taps, positions, in, out + v * kLanes, relu);
        else
            product_block<kNarrowPositions, 1>(weights, bias, taps, positions, in, out + v * kLanes, relu);
    }
}

void product_one(const Packed& packed, const float* in, float* out, bool relu) {
    constexpr int kMost = 1024;  // taps a piece, so that the list of them lives on the stack
    const int vectors = round_up(packed.outputs, kLanes) / kLanes;
    std::int32_t taps[kMost + 1];
    for (int begin = 0; begin < packed.taps; begin += kMost) {
        const int end = std::min(packed.taps, begin + kMost);
        int count = 0;
        for (int t = begin; t < end; ++t) {
            taps[count] = t;
            count += in[t] != 0.0f;
        }
        const bool rectified = relu && end == packed.taps;
        for (int v = 0; v < vectors; v += kWide) {
            const float* weights = packed.weights.data() + static_cast<std::ptrdiff_t>(v) * kLanes * packed.taps;
            const float* start = begin == 0 ? packed.bias.data() + v * kLanes : out + v * kLanes;
            if (block_vectors(v, vectors) == kWide)
                product_one_block<kWide>(weights, start, taps, count, in, out + v * kLanes, rectified);
            else
                product_one_block<1>(weights, start, taps, count, in, out + v * kLanes, rectified);
        }
    }
}

}  // namespace nn
