// Area-averaging from one pixel grid to another, and what is measured on a grey picture.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "image/picture.h"
#include "image/strokes.h"

namespace image {

/// A grid laid over a source: pixel (row, column) of the result is the mean of the source over the rectangle that
/// begins at (left + column * step_x, top + row * step_y), in source pixels.  Outside the source there is paper (0).
/// Where a step is below one pixel the result is interpolated linearly.
struct Grid {
    double left = 0, top = 0, step_x = 1, step_y = 1;
};
Gray resample(const Gray& source, const Grid& grid, int width, int height);

/// The whole picture, stretched to width x height.
Gray stretch(const Gray& source, int width, int height);

/// The picture in the middle of a square of paper, averaged down to a side of at most `most` pixels.
Gray squared(const Gray& source, int most = std::numeric_limits<int>::max());

/// Sum of the ink and its centre, as pixel indices (the middle of the first pixel is 0).
struct Mass {
    double total = 0, x = 0, y = 0;
};
Mass centre_of_mass(const Gray& picture);

/// Edges of the pixels that hold more than `threshold`; nothing if none does.
std::optional<Bounds> ink_bounds(const Gray& picture, float threshold);

/// The picture turned over its diagonal: rows become columns.
Gray turned(const Gray& picture);

/// The value below which `share` of the values lie, 0 of none; the values are reordered.
float quantile(std::vector<float>& values, double share);

}  // namespace image
