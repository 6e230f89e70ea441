// Pictures in another size: every pixel from the two nearest rows and columns, bilinearly between pixels' centres, as
// PyTorch's interpolate(mode="bilinear", align_corners=False) and Keras' Resizing have it.
#pragma once

#include <algorithm>

namespace nn {

/// What place `at` of `to` reads along one side of `from` pixels: (1 - share) * low + share * high.
struct ResizeTap {
    int low = 0, high = 0;
    float share = 0.0f;
};

inline ResizeTap resize_tap(int at, int from, int to) {
    const float place = (static_cast<float>(at) + 0.5f) * static_cast<float>(from) / static_cast<float>(to) - 0.5f;
    const float inside = std::max(place, 0.0f);
    const int low = std::min(static_cast<int>(inside), from - 1);
    return {low, std::min(low + 1, from - 1), inside - static_cast<float>(low)};
}

/// Calls use(row, column, share) for the four pixels that place (y, x) reads; shares add up to 1.
template <class Use>
void each_resized(int y, int x, int height, int width, int side, Use use) {
    const ResizeTap rows = resize_tap(y, height, side), columns = resize_tap(x, width, side);
    use(rows.low, columns.low, (1.0f - rows.share) * (1.0f - columns.share));
    use(rows.low, columns.high, (1.0f - rows.share) * columns.share);
    use(rows.high, columns.low, rows.share * (1.0f - columns.share));
    use(rows.high, columns.high, rows.share * columns.share);
}

}  // namespace nn
