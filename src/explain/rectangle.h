// The part of a layer's output that changes when a rectangle of its input does, and layers that work on that part
// alone.
#pragma once

#include <algorithm>

#include "nn/layout.h"
#include "nn/resize.h"
#include "nn/steps.h"

namespace explain {

inline constexpr int kVector = 8;  ///< the engine writes whole vectors

/// Rows [top, bottom) and columns [left, right).
struct Rectangle {
    int top = 0, left = 0, bottom = 0, right = 0;
    bool empty() const { return top >= bottom || left >= right; }
};

/// First and last output + 1 whose window [o * stride - padding, ... + kernel) meets inputs [begin, end).
inline void reach(const nn::LayerSpec& spec, int outputs, int& begin, int& end) {
    const int before = begin + spec.padding - spec.kernel + 1;
    begin = before <= 0 ? 0 : (before + spec.stride - 1) / spec.stride;
    end = std::min(outputs, (end - 1 + spec.padding) / spec.stride + 1);
}

/// The same of a resizing from `inputs` pixels: the places that read one of [begin, end).
inline void reach_resized(int inputs, int side, int& begin, int& end) {
    int first = 0, last = side;
    while (first < side && nn::resize_tap(first, inputs, side).high < begin) ++first;
    while (last > first && nn::resize_tap(last - 1, inputs, side).low >= end) --last;
    begin = first;
    end = last;
}

/// The outputs of a step that change when `changed` inputs do.
inline Rectangle affected(const nn::Step& step, Rectangle changed) {
    if (changed.empty()) return {};
    if (nn::info(step.spec.kind).side) {
        reach_resized(step.from.shape.height, step.spec.side, changed.top, changed.bottom);
        reach_resized(step.from.shape.width, step.spec.side, changed.left, changed.right);
        return changed.empty() ? Rectangle{} : changed;
    }
    if (const int frame = step.spec.padding; !nn::has_window(step.spec.kind))
        return {changed.top + frame, changed.left + frame, changed.bottom + frame, changed.right + frame};
    reach(step.spec, step.to.shape.height, changed.top, changed.bottom);
    reach(step.spec, step.to.shape.width, changed.left, changed.right);
    // Positions narrower than the vectors written to them spill into those that follow, which must then be written too.
    if (step.spec.kind == nn::LayerKind::conv && step.to.pitch % kVector != 0)
        changed = {changed.top, 0, step.to.shape.height, step.to.shape.width};
    return changed.empty() ? Rectangle{} : changed;
}

/// Pools the outputs in `out_part`: scale * combine over each window.
template <class Combine>
void pool(const nn::Step& step, const Rectangle& out_part, const float* in, float* out, float scale, Combine combine) {
    const int kernel = step.spec.kernel, channels = step.to.shape.channels;
    for (int row = out_part.top; row < out_part.bottom; ++row) {
        for (int column = out_part.left; column < out_part.right; ++column) {
            const float* window = in + step.from.offset(row * step.spec.stride, column * step.spec.stride);
            float* to = out + step.to.offset(row, column);
            std::copy_n(window, channels, to);
            for (int i = 1; i < kernel * kernel; ++i) {
                const float* from = window + i / kernel * step.from.row_pitch() + i % kernel * step.from.pitch;
                for (int c = 0; c < channels; ++c) to[c] = combine(to[c], from[c]);
            }
            for (int c = 0; c < channels; ++c) to[c] *= scale;
        }
    }
}

/// out = function(in) in `part`.
template <class Function>
void each(const nn::Step& step, const Rectangle& part, const float* in, float* out, Function function) {
    for (int row = part.top; row < part.bottom; ++row) {
        for (int column = part.left; column < part.right; ++column) {
            const float* from = in + step.from.offset(row, column);
            float* to = out + step.to.offset(row, column);
            for (int c = 0; c < step.to.shape.channels; ++c) to[c] = function(from[c]);
        }
    }
}

/// What a frame and rescaling make of `part` of their output.
inline void rescale(const nn::Step& step, const Rectangle& part, const float* in, float* out) {
    const nn::LayerSpec& spec = step.spec;
    for (int row = part.top; row < part.bottom; ++row) {
        for (int column = part.left; column < part.right; ++column) {
            const float* from = in + step.from.offset(row - spec.padding, column - spec.padding);
            float* to = out + step.to.offset(row, column);
            for (int c = 0; c < step.to.shape.channels; ++c) to[c] = spec.scale * from[c] + spec.offset;
        }
    }
}

/// What a resizing makes of `part` of its output.
inline void resize(const nn::Step& step, const Rectangle& part, const float* in, float* out) {
    const nn::Shape& from = step.from.shape;
    for (int row = part.top; row < part.bottom; ++row) {
        for (int column = part.left; column < part.right; ++column) {
            float* to = out + step.to.offset(row, column);
            std::fill_n(to, from.channels, 0.0f);
            nn::each_resized(row, column, from.height, from.width, step.spec.side, [&](int y, int x, float share) {
                for (int c = 0; c < from.channels; ++c) to[c] += share * in[step.from.offset(y, x) + c];
            });
        }
    }
}

/// Sums of a subsampling times its coefficients, plus its biases; so a batch normalisation.
inline void weigh(const nn::Step& step, const Rectangle& part, const nn::Packed& packed, float* out) {
    for (int row = part.top; row < part.bottom; ++row) {
        for (int column = part.left; column < part.right; ++column) {
            float* to = out + step.to.offset(row, column);
            for (int c = 0; c < step.to.shape.channels; ++c)
                to[c] = to[c] * packed.weights[packed.index(0, c)] + packed.bias[static_cast<std::size_t>(c)];
        }
    }
}

/// Copies `part` of an activation.
inline void copy_part(const nn::Layout& layout, const Rectangle& part, const float* from, float* to) {
    for (int row = part.top; row < part.bottom; ++row) {
        const int begin = layout.offset(row, part.left);
        std::copy(from + begin, from + begin + (part.right - part.left) * layout.pitch, to + begin);
    }
}

}  // namespace explain
