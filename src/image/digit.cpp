// From pen or picture to the network's input: the entrances, and the way of the strokes.  Pictures go by
// fit_picture.cpp.
#include "image/digit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "image/fit_picture.h"
#include "image/resample.h"

namespace image {
namespace {

constexpr double kPage = kDigitSide;

struct Span {
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    double middle() const { return 0.5 * low + 0.5 * high; }
    double size() const { return high - low; }
};

struct Box {
    Span x, y;
    double side() const { return std::max(x.size(), y.size()); }
};

Box box_of(const Stroke& stroke) {
    Box box;
    for (const Point p : stroke) {
        box.x.add(static_cast<double>(p.x));
        box.y.add(static_cast<double>(p.y));
    }
    return box;
}

Box box_of(const Strokes& strokes) {
    Box box;
    for (const Stroke& stroke : strokes) {
        for (const Point p : stroke) {
            box.x.add(static_cast<double>(p.x));
            box.y.add(static_cast<double>(p.y));
        }
    }
    return box;
}

Strokes finite_strokes(const Strokes& strokes) {
    Strokes out;
    for (const Stroke& stroke : strokes) {
        Stroke kept;
        for (const Point p : stroke) {
            if (std::isfinite(p.x) && std::isfinite(p.y) && (kept.empty() || kept.back() != p)) kept.push_back(p);
        }
        if (!kept.empty()) out.push_back(std::move(kept));
    }
    return out;
}

/// Moves the strokes' box to the middle of 0 and its longer side to `side` units; a dot stays a point.
Strokes scaled(const Strokes& strokes, double side) {
    const Box box = box_of(strokes);
    const double scale = box.side() > 0.0 ? side / box.side() : 0.0;
    Strokes out = strokes;
    for (Stroke& stroke : out) {
        for (Point& p : stroke) {
            p = {static_cast<float>((static_cast<double>(p.x) - box.x.middle()) * scale),
                 static_cast<float>((static_cast<double>(p.y) - box.y.middle()) * scale)};
        }
    }
    return out;
}

/// Gap between two boxes.
double gap(const Box& a, const Box& b) {
    const auto apart = [](Span s, Span t) { return std::max({0.0, t.low - s.high, s.low - t.high}); };
    return std::hypot(apart(a.x, b.x), apart(a.y, b.y));
}

/// Without the dots that a finger left by accident: tiny beside the rest of the drawing and far away from it.
Strokes without_stray_dots(const Strokes& strokes) {
    constexpr double kTiny = 0.05, kFar = 0.3;  // shares of the rest's longer side
    Strokes large;
    double longest = 0.0;
    for (const Stroke& stroke : strokes) longest = std::max(longest, box_of(stroke).side());
    for (const Stroke& stroke : strokes) {
        if (box_of(stroke).side() > kTiny * longest) large.push_back(stroke);
    }
    if (large.empty() || large.size() == strokes.size()) return strokes;
    const Box rest = box_of(large);
    Strokes out;
    for (const Stroke& stroke : strokes) {
        const Box box = box_of(stroke);
        const bool stray = box.side() <= kTiny * longest && gap(box, rest) > kFar * rest.side();
        if (!stray) out.push_back(stroke);
    }
    return out;
}

/// Points at equal distances along a polyline: what is drawn does not depend on how fast the hand was.
Stroke resampled(const Stroke& stroke, double spacing) {
    Stroke out{stroke.front()};
    double left = spacing;
    for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
        const double dx = static_cast<double>(stroke[i + 1].x) - static_cast<double>(stroke[i].x),
                     dy = static_cast<double>(stroke[i + 1].y) - static_cast<double>(stroke[i].y);
        const double size = std::hypot(dx, dy);
        double at = left;
        for (; at <= size; at += spacing)
            out.push_back({static_cast<float>(static_cast<double>(stroke[i].x) + at / size * dx),
                           static_cast<float>(static_cast<double>(stroke[i].y) + at / size * dy)});
        left = at - size;
    }
    if (out.back() != stroke.back()) out.push_back(stroke.back());
    return out;
}

/// The hand's tremor and the screen's grid averaged away, ends kept: binomial weights over five points.
Stroke steadied(const Stroke& stroke) {
    Stroke out = stroke;
    for (std::size_t i = 1; i + 1 < stroke.size(); ++i) {
        const std::size_t reach = std::min<std::size_t>({i, stroke.size() - 1 - i, 2});
        const Point a = stroke[i - reach], b = stroke[i - reach / 2], c = stroke[i], d = stroke[i + reach / 2],
                    e = stroke[i + reach];
        out[i] = {(a.x + 4 * b.x + 6 * c.x + 4 * d.x + e.x) / 16, (a.y + 4 * b.y + 6 * c.y + 4 * d.y + e.y) / 16};
    }
    return out;
}

Strokes tidied(const Strokes& strokes) {
    constexpr float kCurveStep = 0.3f;  // pixels of the digit
    constexpr double kSpacing = 0.4;
    Strokes out;
    for (const Stroke& stroke : strokes) out.push_back(steadied(resampled(smooth(stroke, kCurveStep), kSpacing)));
    return out;
}

Gray draw_at(const Strokes& strokes, double dx, double dy, double pen) {
    Strokes moved = strokes;
    for (Stroke& stroke : moved) {
        for (Point& p : stroke)
            p = {static_cast<float>(static_cast<double>(p.x) + dx), static_cast<float>(static_cast<double>(p.y) + dy)};
    }
    return rasterise(moved, static_cast<float>(pen), static_cast<float>(kPage), kDigitSide, kDigitSide);
}

/// Where the strokes may be moved along one axis so that the ink stays on the page.
double limited(double shift, const Span& span, double pen) {
    const double least = 0.5 * pen - span.low, most = kPage - 0.5 * pen - span.high;
    return least <= most ? std::clamp(shift, least, most) : 0.5 * (least + most);
}

/// Strokes around 0, in pixels, moved until their centre of mass lies at these pixel indices.
Gray draw_centred(const Strokes& strokes, double centre_x, double centre_y, double pen) {
    const Box box = box_of(strokes);
    double dx = limited(centre_x + 0.5 - box.x.middle(), box.x, pen),
           dy = limited(centre_y + 0.5 - box.y.middle(), box.y, pen);
    Gray page = draw_at(strokes, dx, dy, pen);
    for (int round = 0; round < 6; ++round) {
        const Mass mass = centre_of_mass(page);
        const double next_x = limited(dx + centre_x - mass.x, box.x, pen),
                     next_y = limited(dy + centre_y - mass.y, box.y, pen);
        if (std::hypot(next_x - dx, next_y - dy) < 0.003) break;
        dx = next_x;
        dy = next_y;
        page = draw_at(strokes, dx, dy, pen);
    }
    return page;
}

std::optional<Gray> fit_strokes(const Strokes& strokes, const FitOptions& options) {
    const Strokes clean = without_stray_dots(finite_strokes(strokes));
    if (clean.empty()) return std::nullopt;
    const double box = static_cast<double>(options.box), pen = static_cast<double>(options.pen) * box;
    const double reach = box - kRim - pen;  // of the pen's middle
    const Strokes tidy = tidied(scaled(clean, reach));
    return draw_centred(scaled(tidy, reach), static_cast<double>(options.centre + options.off_x),
                        static_cast<double>(options.centre + options.off_y), pen);
}

void darken(Gray& page, const Gray& ink) {
    for (std::size_t i = 0; i < page.pixels.size(); ++i) page.pixels[i] = std::max(page.pixels[i], ink.pixels[i]);
}

std::optional<Gray> if_inked(Gray page) {
    if (!has_ink(page.pixels)) return std::nullopt;
    return page;
}

/// Whole steps of 1 / 255, as MNIST's own pixels are: a link or a PNG then holds the input exactly.
std::optional<Gray> in_bytes(std::optional<Gray> input) {
    if (!input) return input;
    for (float& pixel : input->pixels) pixel = std::round(pixel * 255.0f) / 255.0f;
    return input;
}

}  // namespace

bool has_ink(std::span<const float> pixels) {
    return std::any_of(pixels.begin(), pixels.end(), [](float pixel) { return std::abs(pixel) >= 0.5f / 255.0f; });
}

Gray page_at(const Drawing& drawing, int side) {
    Gray page = rasterise(drawing.strokes, drawing.pen, drawing.side, side, side);
    if (!drawing.picture.empty()) darken(page, stretch(drawing.picture, side, side));
    return page;
}

Gray page_as_drawn(const Drawing& drawing) { return page_at(drawing, kDigitSide); }

std::optional<Gray> network_input(const Drawing& drawing, const FitOptions& options) {
    constexpr int kWorkingSide = 280;
    if (drawing.empty()) return std::nullopt;
    const bool as_it_is = drawing.picture_is_input && !drawing.picture.empty();
    if (!options.fit || as_it_is) return in_bytes(if_inked(page_as_drawn(drawing)));
    if (drawing.picture.empty()) return in_bytes(fit_strokes(drawing.strokes, options));
    return in_bytes(fit_ink(drawing.strokes.empty() ? drawing.picture : page_at(drawing, kWorkingSide), options));
}

std::optional<Gray> network_input(const Strokes& strokes, const FitOptions& options) {
    if (options.fit) return in_bytes(fit_strokes(strokes, options));
    const Strokes clean = finite_strokes(strokes);
    if (clean.empty()) return std::nullopt;
    const double pen = static_cast<double>(options.pen) * kPage;
    return in_bytes(draw_at(scaled(clean, kPage - pen), 0.5 * kPage, 0.5 * kPage, pen));
}

std::optional<Gray> network_input(const Gray& picture, const FitOptions& options) {
    if (picture.empty()) return std::nullopt;
    if (std::optional<Gray> ready = already_fitted(picture)) return ready;
    const Gray ink = normalise_ink(picture);
    if (options.fit) return in_bytes(fit_ink(ink, options));
    return in_bytes(if_inked(stretch(squared(ink), kDigitSide, kDigitSide)));
}

}  // namespace image
