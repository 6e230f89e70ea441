// See split.h: from strokes or a picture to pieces, and from the grouped pieces back.
#include "image/split.h"

#include <algorithm>
#include <cmath>

#include "image/grouping.h"
#include "image/resample.h"

namespace image {
namespace {

constexpr int kStrokePoints = 400;   // of all strokes together: a hundredth of a digit apart
constexpr int kOutlinePoints = 400;  // of all components together
constexpr float kInked = 0.3f;       // as fit_ink's specks
constexpr double kLeastShare = 0.02;
constexpr int kWorkingSide = 280;

bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

/// In doubles, in which no two floats are too far apart.
double distance(Point a, Point b) {
    return std::hypot(static_cast<double>(b.x) - static_cast<double>(a.x),
                      static_cast<double>(b.y) - static_cast<double>(a.y));
}

/// `t` of the way from a to b, 0..1.
Point between(Point a, Point b, double t) {
    const auto mix = [t](float from, float to) {
        return static_cast<float>((1.0 - t) * static_cast<double>(from) + t * static_cast<double>(to));
    };
    return {mix(a.x, b.x), mix(a.y, b.y)};
}

double length_of(const Strokes& strokes) {
    double length = 0.0;
    for (const Stroke& stroke : strokes)
        for (std::size_t i = 1; i < stroke.size(); ++i)
            if (finite(stroke[i]) && finite(stroke[i - 1])) length += distance(stroke[i - 1], stroke[i]);
    return length;
}

/// Points at most `spacing` apart along the stroke, and none much closer.
void add_points(const Stroke& stroke, double spacing, std::vector<Point>& out) {
    const std::size_t begin = out.size();
    Point last{};
    for (const Point p : stroke) {
        if (!finite(p)) continue;
        if (out.size() == begin) {
            out.push_back(p);
            last = p;
            continue;
        }
        const double way = distance(last, p);
        if (way <= 0.0 || way < spacing) continue;
        const int steps = std::max(1, static_cast<int>(std::min(way / spacing, 1000.0)));
        for (int i = 1; i <= steps; ++i)
            out.push_back(between(last, p, static_cast<double>(i) / static_cast<double>(steps)));
        last = p;
    }
    if (out.size() > begin && finite(stroke.back())) out.push_back(stroke.back());
}

/// The strokes with a finite point as pieces; `stroke_of` tells which is which.
Pieces pieces_of(const Strokes& strokes, std::vector<int>& stroke_of) {
    Pieces pieces;
    const double spacing = length_of(strokes) / kStrokePoints;
    pieces.points.reserve(2 * kStrokePoints);
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const std::size_t before = pieces.points.size();
        if (!strokes[i].empty()) add_points(strokes[i], spacing, pieces.points);
        if (pieces.points.size() == before) continue;
        pieces.ends.push_back(pieces.points.size());
        stroke_of.push_back(static_cast<int>(i));
    }
    return pieces;
}

std::vector<Part> split_strokes(const Drawing& page, const GroupingRules& rules) {
    constexpr std::size_t kMostStrokes = 200;
    if (page.strokes.size() < 2 || page.strokes.size() > kMostStrokes) return {};
    std::vector<int> stroke_of;
    const Pieces pieces = pieces_of(page.strokes, stroke_of);
    const std::vector<int> digit_of = group_pieces(pieces, rules);
    const int count = digit_of.empty() ? 0 : *std::max_element(digit_of.begin(), digit_of.end()) + 1;
    if (count < 2) return {};
    std::vector<Part> parts(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < digit_of.size(); ++i) {
        Part& part = parts[static_cast<std::size_t>(digit_of[i])];
        part.alone.strokes.push_back(page.strokes[static_cast<std::size_t>(stroke_of[i])]);
        part.drawn_last = i + 1 == digit_of.size();
    }
    for (Part& part : parts) {
        part.alone.side = page.side;
        part.alone.pen = page.pen;
        part.box = bounds(part.alone.strokes);
    }
    return parts;
}

/// Components of a picture: 8 neighbours above kInked.
struct Components {
    std::vector<int> of;       ///< by pixel; -1: none
    std::vector<double> mass;  ///< by component

    explicit Components(const Gray& ink) : of(ink.pixels.size(), -1) {
        for (std::size_t i = 0; i < of.size(); ++i)
            if (of[i] < 0 && ink.pixels[i] > kInked) flood(ink, static_cast<int>(i));
    }

private:
    void flood(const Gray& ink, int start) {
        const int label = static_cast<int>(mass.size());
        mass.push_back(0.0);
        open_.push_back(start);
        of[static_cast<std::size_t>(start)] = label;
        while (!open_.empty()) {
            const int at = open_.back(), row = at / ink.width, column = at % ink.width;
            open_.pop_back();
            mass.back() += static_cast<double>(ink.pixels[static_cast<std::size_t>(at)]);
            for (int y = std::max(0, row - 1); y <= std::min(ink.height - 1, row + 1); ++y) {
                for (int x = std::max(0, column - 1); x <= std::min(ink.width - 1, column + 1); ++x) {
                    const auto next = static_cast<std::size_t>(y * ink.width + x);
                    if (of[next] >= 0 || !(ink.pixels[next] > kInked)) continue;
                    of[next] = label;
                    open_.push_back(static_cast<int>(next));
                }
            }
        }
    }
    std::vector<int> open_;
};

/// Outlines of the components that are no specks; `piece_of` tells which piece a component is, -1 for a speck.
Pieces pieces_of(const Gray& ink, const Components& components, std::vector<int>& piece_of) {
    const double least = kLeastShare * *std::max_element(components.mass.begin(), components.mass.end());
    int kept = 0;
    for (const double mass : components.mass) piece_of.push_back(mass >= least ? kept++ : -1);
    std::vector<std::vector<Point>> outlines(static_cast<std::size_t>(kept));
    std::size_t total = 0;
    for (int row = 0; row < ink.height; ++row) {
        for (int column = 0; column < ink.width; ++column) {
            const auto at = static_cast<std::size_t>(row * ink.width + column);
            const int component = components.of[at];
            const int piece = component < 0 ? -1 : piece_of[static_cast<std::size_t>(component)];
            if (piece < 0) continue;
            const auto width = static_cast<std::size_t>(ink.width);
            const bool inside = row > 0 && column > 0 && row + 1 < ink.height && column + 1 < ink.width &&
                                components.of[at - 1] >= 0 && components.of[at + 1] >= 0 &&
                                components.of[at - width] >= 0 && components.of[at + width] >= 0;
            if (inside) continue;
            outlines[static_cast<std::size_t>(piece)].push_back(
                {static_cast<float>(column) + 0.5f, static_cast<float>(row) + 0.5f});
            ++total;
        }
    }
    Pieces pieces;
    const std::size_t stride = 1 + total / kOutlinePoints;
    for (const std::vector<Point>& outline : outlines) {
        for (std::size_t i = 0; i < outline.size(); i += stride) pieces.points.push_back(outline[i]);
        pieces.ends.push_back(pieces.points.size());
    }
    return pieces;
}

/// The digit that each pixel belongs to; grey rims go with the ink beside them.  -1: paper and specks.
std::vector<int> owners(const Gray& ink, const Components& components, const std::vector<int>& digit_of_component) {
    std::vector<int> owner(ink.pixels.size(), -1);
    for (std::size_t i = 0; i < owner.size(); ++i)
        if (components.of[i] >= 0) owner[i] = digit_of_component[static_cast<std::size_t>(components.of[i])];
    const std::vector<int> cores = owner;
    for (int row = 0; row < ink.height; ++row) {
        for (int column = 0; column < ink.width; ++column) {
            const auto at = static_cast<std::size_t>(row * ink.width + column);
            if (components.of[at] >= 0 || !(ink.pixels[at] > 0.0f)) continue;
            for (int y = std::max(0, row - 2); y <= std::min(ink.height - 1, row + 2); ++y)
                for (int x = std::max(0, column - 2); x <= std::min(ink.width - 1, column + 2); ++x)
                    owner[at] = std::max(owner[at], cores[static_cast<std::size_t>(y * ink.width + x)]);
        }
    }
    return owner;
}

/// Each digit's pixels on paper of its own, no larger than needed: a page holds many.
std::vector<Part> cut_out(const Gray& ink, const std::vector<int>& owner, int count) {
    std::vector<Part> parts(static_cast<std::size_t>(count));
    for (Part& part : parts) part.box = {static_cast<float>(ink.width), static_cast<float>(ink.height), 0.0f, 0.0f};
    const auto each_owned = [&](const auto& act) {
        for (int row = 0; row < ink.height; ++row)
            for (int column = 0; column < ink.width; ++column)
                if (const int digit = owner[static_cast<std::size_t>(row * ink.width + column)]; digit >= 0)
                    act(parts[static_cast<std::size_t>(digit)], row, column);
    };
    each_owned([](Part& part, int row, int column) {
        const auto x = static_cast<float>(column), y = static_cast<float>(row);
        part.box = {std::min(part.box.left, x), std::min(part.box.top, y), std::max(part.box.right, x + 1.0f),
                    std::max(part.box.bottom, y + 1.0f)};
    });
    for (Part& part : parts)
        part.alone.picture = Gray(static_cast<int>(part.box.width()), static_cast<int>(part.box.height()));
    each_owned([&](Part& part, int row, int column) {
        part.alone.picture.at(row - static_cast<int>(part.box.top), column - static_cast<int>(part.box.left)) =
            ink.at(row, column);
    });
    return parts;
}

}  // namespace

std::vector<Part> split(const Gray& ink) {
    constexpr float kPictureNear = 0.09f;  // between inked edges: a pen's width is not in it
    const Components components(ink);
    if (components.mass.size() < 2) return {};
    std::vector<int> digit_of_component;
    const Pieces pieces = pieces_of(ink, components, digit_of_component);
    const std::vector<int> digit_of = group_pieces(pieces, {kPictureNear, 0.0f, 1.0f, -1});
    const int count = *std::max_element(digit_of.begin(), digit_of.end()) + 1;
    if (count < 2) return {};
    for (int& digit : digit_of_component)
        if (digit >= 0) digit = digit_of[static_cast<std::size_t>(digit)];
    const std::vector<int> owner = owners(ink, components, digit_of_component);
    return cut_out(ink, owners(ink, components, digit_of_component), count);
}

Bounds ink_box(const Gray& ink) { return ink_bounds(ink, kInked).value_or(Bounds{}); }

std::vector<Part> split(const Strokes& strokes) {
    Drawing page;
    page.strokes = strokes;
    return split_strokes(page, {});
}

std::vector<Part> split(const Drawing& drawing, bool pen_is_down) {
    if (drawing.picture_is_input) return {};
    if (drawing.picture.empty()) {
        GroupingRules rules;
        rules.touching = drawing.pen;
        if (pen_is_down) rules.open = static_cast<int>(drawing.strokes.size()) - 1;
        return split_strokes(drawing, rules);
    }
    const Gray page = drawing.strokes.empty() ? drawing.picture : page_at(drawing, kWorkingSide);
    std::vector<Part> parts = split(page);
    const float scale = drawing.side / static_cast<float>(page.width);
    for (Part& part : parts) {
        Bounds& box = part.box;
        box = {box.left * scale, box.top * scale, box.right * scale, box.bottom * scale};
        part.alone.side = drawing.side;
        part.alone.pen = drawing.pen;
    }
    if (parts.empty() || drawing.strokes.empty()) return parts;
    // The stroke's last point lies in one of them.
    const Point last = drawing.strokes.back().back();
    const auto away = [last](const Part& part) {
        return std::max(
            {part.box.left - last.x, last.x - part.box.right, part.box.top - last.y, last.y - part.box.bottom});
    };
    std::min_element(parts.begin(), parts.end(), [&](const Part& a, const Part& b) {
        return away(a) < away(b);
    })->drawn_last = true;
    return parts;
}

}  // namespace image
