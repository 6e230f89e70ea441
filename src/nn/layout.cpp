// Channels-last layouts, and the way between them and CHW.
#include "nn/layout.h"

#include <algorithm>

#include "nn/vector.h"

namespace nn {
namespace {

/// Four channels of `count` positions to four rows of a CHW plane; writes only `channels` of the four.  Words of any 32
/// bits: they are only moved.
template <class Word>
void transpose_row(const Word* in, int pitch, int count, int channels, Word* chw, std::ptrdiff_t plane) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        const Word* p = in + static_cast<std::ptrdiff_t>(i) * pitch;
        F4 rows[4] = {load_as<F4>(p), load_as<F4>(p + pitch), load_as<F4>(p + 2 * pitch), load_as<F4>(p + 3 * pitch)};
        transpose4(rows[0], rows[1], rows[2], rows[3]);
        for (int c = 0; c < channels; ++c) std::memcpy(chw + c * plane + i, &rows[c], sizeof rows[c]);
    }
    for (; i < count; ++i)
        for (int c = 0; c < channels; ++c) chw[c * plane + i] = in[static_cast<std::ptrdiff_t>(i) * pitch + c];
}

template <class Word>
void words_to_chw(const Word* in, const Layout& layout, Word* chw) {
    const Shape& s = layout.shape;
    const bool flat = layout.border == 0;  // no gaps between rows: one long row
    const int rows = flat ? 1 : s.height, count = flat ? s.plane() : s.width;
    for (int c = 0; c < s.channels; c += 4)
        for (int y = 0; y < rows; ++y)
            transpose_row(in + layout.offset(y, 0) + c, layout.pitch, count, std::min(4, s.channels - c),
                          chw + static_cast<std::ptrdiff_t>(c) * s.plane() + y * s.width, s.plane());
}

}  // namespace

Layout plain_layout(const Shape& shape) { return {shape, round_up(shape.channels, kLanes), 0}; }

Layout layout_before(const LayerSpec& layer, const Shape& input) {
    Layout layout = plain_layout(input);
    // Products read one float at a time: without gaps there is nothing to skip and nothing to multiply by zero.
    if (has_weights(layer.kind) && input.channels < kLanes) layout.pitch = input.channels;
    if (info(layer.kind).padding) layout.border = layer.padding;
    return layout;
}

void from_chw(const float* chw, const Layout& layout, float* out) {
    const Shape& s = layout.shape;
    for (int c = 0; c < s.channels; ++c)
        for (int y = 0; y < s.height; ++y) {
            float* row = out + layout.offset(y, 0) + c;
            if (layout.pitch == 1)
                std::copy_n(chw, s.width, row);
            else
                for (int x = 0; x < s.width; ++x) row[static_cast<std::ptrdiff_t>(x) * layout.pitch] = chw[x];
            chw += s.width;
        }
}

void to_chw(const float* in, const Layout& layout, float* chw) { words_to_chw(in, layout, chw); }
void to_chw(const std::int32_t* in, const Layout& layout, std::int32_t* chw) { words_to_chw(in, layout, chw); }

}  // namespace nn
