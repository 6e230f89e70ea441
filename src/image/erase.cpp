// The eraser: cuts strokes where they pass through the capsule of each of the eraser's moves.
#include <algorithm>
#include <cmath>
#include <utility>

#include "image/strokes.h"

namespace image {
namespace {

struct Vec {
    double x, y;
};
Vec minus(Point a, Point b) {
    return {static_cast<double>(a.x) - static_cast<double>(b.x), static_cast<double>(a.y) - static_cast<double>(b.y)};
}
double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }

/// A part [from, to] of a segment's parameter; empty where from > to.
struct Part {
    double from = 2.0, to = -1.0;
};

Part hull(Part a, Part b) { return {std::min(a.from, b.from), std::max(a.to, b.to)}; }

/// Where |o + t d| <= radius.
Part inside_circle(Vec o, Vec d, double radius) {
    const double a = dot(d, d), b = dot(o, d), c = dot(o, o) - radius * radius;
    if (a <= 0.0) return c <= 0.0 ? Part{0.0, 1.0} : Part{};
    const double discriminant = b * b - a * c;
    if (discriminant < 0.0) return {};
    const double root = std::sqrt(discriminant);
    return {(-b - root) / a, (-b + root) / a};
}

/// Where low <= o + t d <= high.
Part inside_slab(double o, double d, double low, double high) {
    if (d == 0.0) return o >= low && o <= high ? Part{-1e300, 1e300} : Part{};
    const double s = (low - o) / d, t = (high - o) / d;
    return {std::min(s, t), std::max(s, t)};
}

/// Where p + t (q - p) lies within radius of the segment a..b.  The capsule is convex, so the hull of the parts inside
/// its two circles and its rectangle is the answer.
Part inside_capsule(Point p, Point q, Point a, Point b, double radius) {
    const Vec d = minus(q, p), along = minus(b, a);
    Part part = hull(inside_circle(minus(p, a), d, radius), inside_circle(minus(p, b), d, radius));
    const double long_side = std::sqrt(dot(along, along));
    if (long_side > 0.0) {
        const Vec u{along.x / long_side, along.y / long_side}, v{-u.y, u.x}, o = minus(p, a);
        const Part x = inside_slab(dot(o, u), dot(d, u), 0.0, long_side),
                   y = inside_slab(dot(o, v), dot(d, v), -radius, radius);
        const Part rectangle{std::max(x.from, y.from), std::min(x.to, y.to)};
        if (rectangle.from <= rectangle.to) part = hull(part, rectangle);
    }
    return {std::max(part.from, 0.0), std::min(part.to, 1.0)};
}

/// The erased parts of p..q, in order and merged.
std::vector<Part> erased_parts(Point p, Point q, const Stroke& eraser, double radius) {
    std::vector<Part> parts;
    for (std::size_t i = 0; i < eraser.size(); ++i) {
        if (i == 0 && eraser.size() > 1) continue;
        const Part part = inside_capsule(p, q, eraser[i == 0 ? 0 : i - 1], eraser[i], radius);
        if (part.from <= part.to) parts.push_back(part);
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.from < b.from; });
    std::vector<Part> merged;
    for (const Part& part : parts) {
        if (!merged.empty() && part.from <= merged.back().to)
            merged.back().to = std::max(merged.back().to, part.to);
        else
            merged.push_back(part);
    }
    return merged;
}

Point between(Point p, Point q, double t) {
    if (t <= 0.0) return p;
    if (t >= 1.0) return q;
    const Vec d = minus(q, p);
    return {static_cast<float>(static_cast<double>(p.x) + t * d.x),
            static_cast<float>(static_cast<double>(p.y) + t * d.y)};
}

void finish(Stroke& piece, Strokes& out) {
    // A cut may leave a single point behind: no ink that anyone drew.
    if (piece.size() > 1) out.push_back(piece);
    piece.clear();
}

void extend(Stroke& piece, Point p) {
    if (piece.empty() || piece.back() != p) piece.push_back(p);
}

void erase_from(const Stroke& stroke, const Stroke& eraser, double radius, Strokes& out) {
    Stroke piece;
    bool cut = false;
    for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
        const Point p = stroke[i], q = stroke[i + 1];
        double at = 0.0;
        for (const Part& part : erased_parts(p, q, eraser, radius)) {
            cut = true;
            if (part.from > at) {
                extend(piece, between(p, q, at));
                extend(piece, between(p, q, part.from));
            }
            finish(piece, out);
            at = part.to;
        }
        if (at < 1.0) {
            extend(piece, between(p, q, at));
            extend(piece, q);
        }
    }
    if (cut)
        finish(piece, out);
    else
        out.push_back(stroke);
}

}  // namespace

Strokes erase(const Strokes& strokes, const Stroke& eraser, float radius) {
    Stroke path;
    for (const Point p : eraser) {
        if (std::isfinite(p.x) && std::isfinite(p.y)) path.push_back(p);
    }
    if (path.empty() || !(radius > 0.0f)) return strokes;
    Strokes out;
    for (const Stroke& stroke : strokes) {
        if (stroke.size() == 1) {
            if (erased_parts(stroke[0], stroke[0], path, static_cast<double>(radius)).empty()) out.push_back(stroke);
        } else if (!stroke.empty()) {
            erase_from(stroke, path, static_cast<double>(radius), out);
        }
    }
    return out;
}

}  // namespace image
