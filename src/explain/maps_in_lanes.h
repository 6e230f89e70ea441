// The reconstructor's kernels: maps that lie side by side in the lanes of vectors.
//
// The switches belong to the input, not to the map that is projected: below the first linear layer the signals of all
// maps live at the same places.  So maps lie side by side in the lanes of vectors, and a kernel weight is fetched once
// for sixteen maps.  Only the first step differs: there each map has its own places, and input channels (or, where
// pixels come next, kernel columns) fill the lanes.  Zeros, three quarters of what unpooling leaves, are never
// multiplied.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "explain/lanes.h"
#include "explain/transposed.h"
#include "nn/tensor.h"

namespace explain {

using Vector = Lane8::Vector;

inline std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// An activation that is not zero, and the cell where its kernel's corner goes.
struct Spot {
    int corner;
    float value;
};

/// What is left of one map of the start layer after unpooling and rectifying.
inline void find_spots(const nn::Tensor& output, int map, const std::int32_t* switches, bool rectify,
                       const Transposed& t, std::vector<Spot>& spots) {
    spots.clear();
    const int plane = output.shape.plane();
    const float* values = output.map(map).data();
    if (switches) switches += map * plane;
    for (int i = 0; i < plane; ++i) {
        const float value = values[i];
        if (value == 0.0f || (rectify && !(value > 0.0f))) continue;
        spots.push_back({t.corner[index(switches ? switches[i] : i)], value});
    }
}

/// out (row, column, input / 8) += the kernels of one map at its spots.
inline void add_by_input(const std::vector<Spot>& spots, const Transposed& t, int map, Lane8* out) {
    const int run = t.kernel_columns * t.input_blocks(), pitch = t.below.columns * t.input_blocks();
    const Lane8* kernels = t.by_input.data() + map * t.kernel_rows * run;
    for (const Spot& spot : spots) {
        Lane8* corner = out + spot.corner * t.input_blocks();
        for (int row = 0; row < t.kernel_rows; ++row)
            for (int i = 0; i < run; ++i) corner[row * pitch + i].v += spot.value * kernels[row * run + i].v;
    }
}

/// (map, cell, channel / 8) with channels in the lanes to (cell, channel, map / 8) with maps in the lanes.
template <int V>
void maps_to_lanes(const Lane8* from, int cells, int channels, Lane8* to) {
    const int blocks = (channels + kLanes - 1) / kLanes;
    for (int cell = 0; cell < cells; ++cell) {
        for (int block = 0; block < blocks; ++block) {
            for (int v = 0; v < V; ++v) {
                Lane8 rows[kLanes];
                for (int i = 0; i < kLanes; ++i) rows[i] = from[((v * kLanes + i) * cells + cell) * blocks + block];
                transpose(rows);
                const int count = std::min(kLanes, channels - block * kLanes);
                Lane8* corner = to + (cell * channels + block * kLanes) * V + v;
                for (int i = 0; i < count; ++i) corner[i * V] = rows[i];
            }
        }
    }
}

/// out[i] += weights[i] * values for a run of `count` weights, V vectors each.
template <int V>
inline void add_run(const float* weights, int count, const Vector (&values)[V], Lane8* out) {
    for (int i = 0; i < count; ++i)
        for (int v = 0; v < V; ++v) out[i * V + v].v += weights[i] * values[v];
}

/// Loads V vectors, rectified if asked; false where nothing is left.
template <int V>
inline bool load(const Lane8* from, bool rectify, Vector (&values)[V]) {
    typedef long long Bits __attribute__((vector_size(32)));
    Bits any{};
    for (int v = 0; v < V; ++v) {
        values[v] = from[v].v;
        if (rectify) values[v] = values[v] > 0.0f ? values[v] : Vector{};
        any |= reinterpret_cast<Bits>(values[v]);
    }
    return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/// One step below the first.  above (cell, channel, map / 8) in the layout of `grid`; out in that of t.below, cleared.
/// kRun: kernel columns times input channels where known at compile time, else 0.
template <int V, int kRun>
void filter(const Lane8* above, const Grid& grid, const std::int32_t* switches, bool rectify, const Transposed& t,
            Lane8* out) {
    const int run = kRun ? kRun : t.kernel_columns * t.inputs(), pitch = t.below.columns * t.inputs() * V;
    const int plane = grid.inner.plane(), channels = grid.inner.channels;
    for (int i = 0; i < plane; ++i) {
        const Lane8* cell = above + grid.cell(i / grid.inner.width, i % grid.inner.width) * channels * V;
        for (int channel = 0; channel < channels; ++channel) {
            Vector values[V];
            if (!load<V>(cell + channel * V, rectify, values)) continue;
            const int position = switches ? switches[channel * plane + i] : i;
            Lane8* corner = out + t.corner[index(position)] * t.inputs() * V;
            const float* kernel = t.kernels.data() + channel * t.kernel_rows * run;
            for (int row = 0; row < t.kernel_rows; ++row)
                add_run<V>(kernel + row * run, run, values, corner + row * pitch);
        }
    }
}

/// The inner part of (cell, channel, map / 8) to `maps` pictures (channel, row, column).
template <int V>
void lanes_to_pictures(const Lane8* from, const Grid& grid, int maps, float* pixels) {
    const int channels = grid.inner.channels, width = grid.inner.width;
    for (int line = 0; line < channels * grid.inner.height; ++line) {
        const int channel = line / grid.inner.height, row = line % grid.inner.height;
        const Lane8* cells = from + (grid.cell(row, 0) * channels + channel) * V;
        for (int v = 0; v < V; ++v) {
            const int lanes = std::min(kLanes, maps - v * kLanes);
            float* out = pixels + v * kLanes * grid.inner.size() + line * width;
            // The last eight columns overlap those before: no remainder to treat apart.
            for (int column = 0; column < width && width >= kLanes; column += kLanes) {
                const int first = std::min(column, width - kLanes);
                Lane8 rows[kLanes];
                for (int i = 0; i < kLanes; ++i) rows[i] = cells[(first + i) * channels * V + v];
                transpose(rows);
                for (int i = 0; i < lanes; ++i)
                    reinterpret_cast<UnalignedLane8*>(out + i * grid.inner.size() + first)->v = rows[i].v;
            }
            for (int column = 0; column < width && width < kLanes; ++column)
                for (int i = 0; i < lanes; ++i)
                    out[i * grid.inner.size() + column] = cells[column * channels * V + v].v[i];
        }
    }
}

}  // namespace explain
