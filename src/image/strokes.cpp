// Strokes: smoothing and rasterising.  Arithmetic is in double: files hold coordinates of any size.
#include "image/strokes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace image {
namespace {

struct Vec {
    double x, y;
};
Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
Vec operator*(double s, Vec a) { return {s * a.x, s * a.y}; }
double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
double length(Vec a) { return std::sqrt(dot(a, a)); }

Vec vec(Point p) { return {static_cast<double>(p.x), static_cast<double>(p.y)}; }
Point point(Vec v) { return {static_cast<float>(v.x), static_cast<float>(v.y)}; }
bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

std::vector<Vec> distinct_points(const Stroke& stroke) {
    std::vector<Vec> out;
    Point last;
    for (const Point p : stroke) {
        if (!finite(p) || (!out.empty() && p == last)) continue;
        out.push_back(vec(p));
        last = p;
    }
    return out;
}

/// A turn sharper than this stays a corner: the hook of a 7, the waist of a 3.
constexpr double kCornerCosine = 0.26;  // 75 degrees

bool is_corner(Vec before, Vec at, Vec after) {
    const Vec in = at - before, out = after - at;
    return dot(in, out) < kCornerCosine * length(in) * length(out);
}

/// Barry and Goldman's pyramid for the span b..c with centripetal knots (Yuksel et al. 2011: no cusps, no loops).
Vec catmull_rom(Vec a, Vec b, Vec c, Vec d, double u) {
    const double t1 = std::sqrt(length(b - a)), t2 = t1 + std::sqrt(length(c - b)), t3 = t2 + std::sqrt(length(d - c));
    const double t = t1 + u * (t2 - t1);
    const auto mix = [t](Vec p, Vec q, double from, double to) {
        return 1.0 / (to - from) * ((to - t) * p + (t - from) * q);
    };
    const Vec p1 = mix(a, b, 0.0, t1), p2 = mix(b, c, t1, t2), p3 = mix(c, d, t2, t3);
    return mix(mix(p1, p2, 0.0, t2), mix(p2, p3, t1, t3), t1, t2);
}

double coverage(double radius, double distance) {
    // Overlap of a pixel's width with the pen's, along the line from one middle to the other.
    return std::clamp(std::min(radius, distance + 0.5) - std::max(-radius, distance - 0.5), 0.0, 1.0);
}

/// Squared, because a root for each pixel of each piece would be most of the work.
double squared_distance_to_segment(Vec p, Vec a, Vec ab, double squared) {
    const double t = squared > 0.0 ? std::clamp(dot(p - a, ab) / squared, 0.0, 1.0) : 0.0;
    const Vec away = p - (a + t * ab);
    return dot(away, away);
}

/// First and one past the last pixel whose middle lies within `reach` of [low, high].
std::pair<int, int> pixels_near(double low, double high, double reach, int size) {
    const double most = static_cast<double>(size);
    return {static_cast<int>(std::clamp(std::floor(low - reach - 0.5), 0.0, most)),
            static_cast<int>(std::clamp(std::ceil(high + reach + 0.5), 0.0, most))};
}

/// By pixel: how far the nearest line is from its middle, squared.
struct Nearest {
    int width, height;
    std::vector<double> squared;

    void add_segment(Vec a, Vec b, double reach) {
        const auto [top, bottom] = pixels_near(std::min(a.y, b.y), std::max(a.y, b.y), reach, height);
        const auto [left, right] = pixels_near(std::min(a.x, b.x), std::max(a.x, b.x), reach, width);
        const Vec ab = b - a;
        const double length = dot(ab, ab);
        for (int row = top; row < bottom; ++row) {
            for (int column = left; column < right; ++column) {
                double& nearest = squared[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                                          static_cast<std::size_t>(column)];
                nearest = std::min(nearest, squared_distance_to_segment({column + 0.5, row + 0.5}, a, ab, length));
            }
        }
    }
};

}  // namespace

Bounds bounds(const Strokes& strokes) {
    constexpr float kFar = std::numeric_limits<float>::max();
    Bounds b{kFar, kFar, -kFar, -kFar};
    bool any = false;
    for (const Stroke& stroke : strokes) {
        for (const Point p : stroke) {
            if (!finite(p)) continue;
            b = {std::min(b.left, p.x), std::min(b.top, p.y), std::max(b.right, p.x), std::max(b.bottom, p.y)};
            any = true;
        }
    }
    return any ? b : Bounds{};
}

Stroke thinned(const Stroke& stroke, float spacing) {
    Stroke out;
    for (const Point& p : stroke)
        if (out.empty() || std::hypot(p.x - out.back().x, p.y - out.back().y) >= spacing) out.push_back(p);
    if (out.size() > 1 && out.back() != stroke.back())
        out.back() = stroke.back();
    else if (out.size() == 1 && out.back() != stroke.back())
        out.push_back(stroke.back());
    return out;
}

Stroke smooth(const Stroke& stroke, float step) {
    constexpr double kMostSamples = 64.0;  // of one span, whatever the step
    const std::vector<Vec> points = distinct_points(stroke);
    Stroke out;
    if (points.empty()) return out;
    out.push_back(point(points[0]));
    const std::size_t count = points.size();
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const Vec b = points[i], c = points[i + 1];
        // At an end or a corner the curve leaves as if mirrored there.
        const bool starts = i == 0 || is_corner(points[i - 1], b, c),
                   ends = i + 2 == count || is_corner(b, c, points[i + 2]);
        const Vec a = starts ? b + (b - c) : points[i - 1], d = ends ? c + (c - b) : points[i + 2];
        const double wanted = step > 0.0f ? std::ceil(length(c - b) / static_cast<double>(step)) : 1.0;
        const int samples = static_cast<int>(std::clamp(wanted, 1.0, kMostSamples));
        for (int s = 1; s < samples; ++s) {
            const Point p = point(catmull_rom(a, b, c, d, static_cast<double>(s) / samples));
            if (finite(p) && p != out.back()) out.push_back(p);
        }
        if (point(c) != out.back()) out.push_back(point(c));
    }
    return out;
}

Gray rasterise(const Strokes& strokes, float pen, float side, int width, int height) {
    Gray picture(width, height);
    if (!(side > 0.0f) || !(pen > 0.0f) || !std::isfinite(pen) || !std::isfinite(side)) return picture;
    const double across = width / static_cast<double>(side), down = height / static_cast<double>(side);
    const double radius = 0.5 * static_cast<double>(pen) * std::min(across, down), reach = radius + 0.5;
    Nearest lines{width, height, std::vector<double>(picture.pixels.size(), std::numeric_limits<double>::max())};
    for (const Stroke& stroke : strokes) {
        const std::vector<Vec> points = distinct_points(stroke);
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i > 0 || points.size() == 1) {
                const Vec from = points[i == 0 ? 0 : i - 1], to = points[i];
                lines.add_segment({from.x * across, from.y * down}, {to.x * across, to.y * down}, reach);
            }
        }
    }
    for (std::size_t i = 0; i < picture.pixels.size(); ++i)
        if (lines.squared[i] < reach * reach)
            picture.pixels[i] = static_cast<float>(coverage(radius, std::sqrt(lines.squared[i])));
    return picture;
}

}  // namespace image
