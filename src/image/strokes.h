// Strokes: what a pen did, as polylines; drawn smooth, erased, measured and rasterised.
#pragma once

#include <vector>

#include "image/picture.h"

namespace image {

/// y grows downwards; units are the caller's (the pad uses 0..1 of its side).
struct Point {
    float x = 0, y = 0;
    bool operator==(const Point&) const = default;
};
using Stroke = std::vector<Point>;  ///< a pen-down .. pen-up; a single point is a dot
using Strokes = std::vector<Stroke>;

struct Bounds {
    float left = 0, top = 0, right = 0, bottom = 0;
    float width() const { return right - left; }
    float height() const { return bottom - top; }
};

/// Bounds of the points (pen width not included); zeros where there is no point.
Bounds bounds(const Strokes& strokes);

/// A smooth curve through the given points (centripetal Catmull-Rom), sampled every `step` units or closer; repeated
/// and non-finite points are dropped.  Corners stay corners.
Stroke smooth(const Stroke& stroke, float step);

/// The stroke with its points at least `spacing` units apart; the first and the last stay.  Takes away the steps of a
/// mouse that counts whole pixels.
Stroke thinned(const Stroke& stroke, float spacing);

/// The strokes without what lies within `radius` of the eraser's path: strokes are cut in two where it crosses them.
Strokes erase(const Strokes& strokes, const Stroke& eraser, float radius);

/// Draws polylines with a round pen of `pen` units across into width x height pixels, antialiased (coverage 0..1), the
/// unit square of side `side` units mapped to the whole picture.
Gray rasterise(const Strokes& strokes, float pen, float side, int width, int height);

}  // namespace image
