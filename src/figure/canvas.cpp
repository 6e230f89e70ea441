// Shapes by their signed distance: a pixel is covered by half a pixel minus the distance of its centre from the edge.
#include "figure/canvas.h"

#include <algorithm>
#include <cmath>

namespace figure {
namespace {

float covered(float distance) { return std::clamp(0.5f - distance, 0.0f, 1.0f); }

/// A whole number from low to high, whatever `edge` is: what is far outside, or no number, has no int of its own.
int pixel_within(float edge, int low, int high) {
    if (!(edge > static_cast<float>(low))) return low;
    return edge >= static_cast<float>(high) ? high : static_cast<int>(edge);
}

constexpr int kFar = 1 << 20;  // no canvas reaches so far
int first_pixel(float edge) { return pixel_within(std::floor(edge), 0, kFar); }
int end_pixel(float edge, int limit) { return pixel_within(std::ceil(edge), 0, limit); }

std::uint8_t mixed(std::uint8_t below, std::uint8_t above, int share) {
    const int sum = below * (255 - share) + above * share + 127;
    return static_cast<std::uint8_t>(sum / 255);
}

/// Distance of points from the edge of a rectangle with round corners; negative inside.
struct Rounded {
    float x, y, half_width, half_height, radius;

    Rounded(float x0, float y0, float x1, float y1, float rounding)
        : x((x0 + x1) / 2),
          y((y0 + y1) / 2),
          half_width((x1 - x0) / 2),
          half_height((y1 - y0) / 2),
          radius(std::clamp(rounding, 0.0f, std::min(half_width, half_height))) {}

    float operator()(float px, float py) const {
        const float dx = std::fabs(px - x) - half_width + radius, dy = std::fabs(py - y) - half_height + radius;
        if (dx <= 0 || dy <= 0) return std::max(dx, dy) - radius;
        return std::sqrt(dx * dx + dy * dy) - radius;
    }
};

}  // namespace

void Canvas::blend(int row, int column, image::Colour colour, float coverage) {
    const int share = static_cast<int>(coverage * static_cast<float>(colour.a) + 0.5f);
    if (share <= 0) return;
    image::Colour& to = pixels_.at(row, column);
    to = {mixed(to.r, colour.r, share), mixed(to.g, colour.g, share), mixed(to.b, colour.b, share), 255};
}

void Canvas::blend_span(int row, int from, int to, image::Colour colour, float coverage) {
    if (from >= to || coverage <= 0) return;
    if (coverage >= 1 && colour.a == 255) {
        std::fill(&pixels_.at(row, from), &pixels_.at(row, from) + (to - from), colour);
        return;
    }
    for (int column = from; column < to; ++column) blend(row, column, colour, coverage);
}

/// What is further than `border` from the left and right edges is covered alike in a row.
template <class Coverage>
void Canvas::rectangle(float x0, float y0, float x1, float y1, float border, image::Colour colour,
                       const Coverage& coverage) {
    const int left = first_pixel(x0 - 0.5f), right = end_pixel(x1 + 0.5f, width()),
              bottom = end_pixel(y1 + 0.5f, height());
    const int alike = pixel_within(std::ceil(x0 + border), left, std::max(left, right));
    const int alike_end = pixel_within(std::floor(x1 - border), alike, std::max(alike, right));
    for (int row = first_pixel(y0 - 0.5f); row < bottom; ++row) {
        const float y = static_cast<float>(row) + 0.5f;
        for (int column = left; column < alike; ++column)
            blend(row, column, colour, coverage(static_cast<float>(column) + 0.5f, y));
        if (alike < alike_end) blend_span(row, alike, alike_end, colour, coverage(static_cast<float>(alike) + 0.5f, y));
        for (int column = alike_end; column < right; ++column)
            blend(row, column, colour, coverage(static_cast<float>(column) + 0.5f, y));
    }
}

void Canvas::fill(float x0, float y0, float x1, float y1, float rounding, image::Colour colour) {
    if (!(x1 > x0) || !(y1 > y0)) return;
    const Rounded distance(x0, y0, x1, y1, rounding);
    rectangle(x0, y0, x1, y1, distance.radius + 1, colour,
              [&distance](float x, float y) { return covered(distance(x, y)); });
}

void Canvas::outline(float x0, float y0, float x1, float y1, float rounding, float thickness, image::Colour colour) {
    if (!(x1 > x0) || !(y1 > y0)) return;
    const Rounded distance(x0, y0, x1, y1, rounding);
    const float half = thickness / 2;
    rectangle(x0, y0, x1, y1, std::max(distance.radius, thickness) + 1, colour,
              [&distance, half](float x, float y) { return covered(std::fabs(distance(x, y) + half) - half); });
}

void Canvas::line(float x0, float y0, float x1, float y1, float thickness, image::Colour colour) {
    const float dx = x1 - x0, dy = y1 - y0, squared = dx * dx + dy * dy, half = thickness / 2, reach = half + 1;
    if (!(squared >= 0) || std::isinf(squared)) return;
    const bool steep = std::fabs(dy) > std::fabs(dx);
    // Along the longer side; across it only what lies near the line there.
    const float a0 = steep ? y0 : x0, b0 = steep ? x0 : y0, a1 = steep ? y1 : x1, b1 = steep ? x1 : y1;
    const float slope = a1 == a0 ? 0.0f : (b1 - b0) / (a1 - a0), spread = reach * std::sqrt(1 + slope * slope) + 1;
    const int along_end = end_pixel(std::max(a0, a1) + reach, steep ? height() : width()),
              across = steep ? width() : height();
    for (int along = first_pixel(std::min(a0, a1) - reach); along < along_end; ++along) {
        const float a = static_cast<float>(along) + 0.5f,
                    middle = b0 + slope * (std::clamp(a, std::min(a0, a1), std::max(a0, a1)) - a0);
        const int end = end_pixel(middle + spread, across);
        for (int i = first_pixel(middle - spread); i < end; ++i) {
            const float px = (steep ? static_cast<float>(i) + 0.5f : a) - x0,
                        py = (steep ? a : static_cast<float>(i) + 0.5f) - y0;
            const float t = squared > 0 ? std::clamp((px * dx + py * dy) / squared, 0.0f, 1.0f) : 0.0f;
            const float off_x = px - t * dx, off_y = py - t * dy;
            blend(steep ? along : i, steep ? i : along, colour,
                  covered(std::sqrt(off_x * off_x + off_y * off_y) - half));
        }
    }
}

void Canvas::quad(float x0, float x1, float top0, float top1, float low0, float low1, image::Colour colour) {
    if (!(x1 > x0)) return;
    const int end = end_pixel(x1, width());
    for (int column = first_pixel(x0); column < end; ++column) {
        const float left = std::max(x0, static_cast<float>(column)),
                    right = std::min(x1, static_cast<float>(column + 1)), t = ((left + right) / 2 - x0) / (x1 - x0);
        const float top = top0 + t * (top1 - top0), low = low0 + t * (low1 - low0);
        if (!(low > top)) continue;
        const int bottom = end_pixel(low, height());
        for (int row = first_pixel(top); row < bottom; ++row) {
            const float high = std::max(top, static_cast<float>(row)),
                        deep = std::min(low, static_cast<float>(row + 1));
            blend(row, column, colour, std::clamp((right - left) * (deep - high), 0.0f, 1.0f));
        }
    }
}

void Canvas::dot(float x, float y, float radius, image::Colour colour) {
    fill(x - radius, y - radius, x + radius, y + radius, radius, colour);
}

void Canvas::glyph(int x, int y, const Glyph& glyph, image::Colour colour) {
    const int left = x + glyph.left, top = y + glyph.top;
    for (int row = std::max(0, -top); row < glyph.height && top + row < height(); ++row) {
        const std::uint8_t* coverage = glyph.coverage.data() + static_cast<std::ptrdiff_t>(row) * glyph.width;
        for (int column = std::max(0, -left); column < glyph.width && left + column < width(); ++column)
            blend(top + row, left + column, colour, static_cast<float>(coverage[column]) / 255.0f);
    }
}

void Canvas::picture(int x0, int y0, int x1, int y1, const image::Rgba& picture) {
    if (x1 <= x0 || y1 <= y0 || picture.pixels.empty()) return;
    std::vector<int> from(static_cast<std::size_t>(x1 - x0));
    for (int x = x0; x < x1; ++x) from[static_cast<std::size_t>(x - x0)] = (x - x0) * picture.width / (x1 - x0);
    for (int y = std::max(0, y0); y < std::min(y1, height()); ++y) {
        const image::Colour* line = &picture.at((y - y0) * picture.height / (y1 - y0), 0);
        for (int x = std::max(0, x0); x < std::min(x1, width()); ++x)
            pixels_.at(y, x) = line[from[static_cast<std::size_t>(x - x0)]];
    }
}

}  // namespace figure
