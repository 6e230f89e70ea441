#include "io/stroke_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace io {
namespace {

struct Span {
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    /// Halves: the whole may be more than a double holds.
    double half() const { return 0.5 * high - 0.5 * low; }
    double farthest() const { return std::max(std::abs(low), std::abs(high)); }
};

StrokeFrame frame_of(const std::vector<FileStroke>& strokes) {
    constexpr double kFar = 64.0;  // sizes from 0; a float then still has 18 bits for the drawing
    constexpr double kSmall = 1e-6, kLarge = 1e6;
    Span x, y;
    for (const FileStroke& stroke : strokes) {
        for (const FilePoint p : stroke) {
            x.add(p.x);
            y.add(p.y);
        }
    }
    StrokeFrame frame;
    if (x.low > x.high) return frame;
    const double half = std::max(x.half(), y.half()), farthest = std::max(x.farthest(), y.farthest());
    const bool is_point = half <= 0.0, is_odd = half < kSmall || half > kLarge;
    if (is_point ? farthest <= kLarge : !is_odd && farthest <= kFar * half) return frame;
    if (!is_point && is_odd) frame.unit = std::max(half, std::numeric_limits<double>::min());
    frame.left = x.low;
    frame.top = y.low;
    return frame;
}

}  // namespace

image::Strokes as_floats(const std::vector<FileStroke>& strokes, StrokeFrame& frame) {
    frame = frame_of(strokes);
    // Halves again: 1e308 - -1e308 overflows.
    const auto placed = [](double value, double origin, double unit) {
        return static_cast<float>(2.0 * ((0.5 * value - 0.5 * origin) / unit));
    };
    image::Strokes out;
    for (const FileStroke& stroke : strokes) {
        image::Stroke line;
        line.reserve(stroke.size());
        for (const FilePoint p : stroke)
            line.push_back({placed(p.x, frame.left, frame.unit), placed(p.y, frame.top, frame.unit)});
        out.push_back(std::move(line));
    }
    return out;
}

}  // namespace io
