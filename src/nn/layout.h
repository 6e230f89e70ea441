// How an activation lies in the engine's own memory: channels last, so that eight of them are one vector.
//
// Lanes beyond the last channel hold zeros.  Where a position is narrower than a vector (fewer than eight channels
// before a convolution), a store spills zeros into the next position: write positions in ascending order.
#pragma once

#include <cstdint>

#include "nn/network.h"
#include "nn/tensor.h"

namespace nn {

struct Layout {
    Shape shape;
    int pitch = 0;   ///< floats from one position to the next
    int border = 0;  ///< positions of zeros on each side

    int row_pitch() const { return (shape.width + 2 * border) * pitch; }
    int offset(int y, int x) const { return (y + border) * row_pitch() + (x + border) * pitch; }
    int floats() const { return (shape.height + 2 * border) * row_pitch(); }
    /// floats() and room for the last store's spill.
    int allocation() const { return floats() + 16; }
};

/// The layout that a layer wants its input in.
Layout layout_before(const LayerSpec& layer, const Shape& input);
/// Whole vectors, no border: for outputs that no layer reads.
Layout plain_layout(const Shape& shape);

/// From and to row-major CHW.
void from_chw(const float* chw, const Layout& layout, float* out);
void to_chw(const float* in, const Layout& layout, float* chw);
void to_chw(const std::int32_t* in, const Layout& layout, std::int32_t* chw);

}  // namespace nn
