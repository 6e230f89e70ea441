// What colours mean: at the right of a card's title, or in a line below a picture.
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "figure/builder.h"

namespace figure {
namespace {

float lay_out_class_legend(Builder& b, float right, float y, float height) {
    const Look& look = b.look();
    const float cell = std::max(14.0f, look.caption * 1.35f), left = right - 10 * cell;
    for (int k = 0; k < 10; ++k) {
        const float x = left + cell * static_cast<float>(k);
        b.fill(x, y + height / 2 - cell / 2, cell - 1, cell, image::class_colour(look.theme, k), 2);
        b.text(x, y, cell - 1, height, std::to_string(k), look.caption, image::Colour{16, 20, 28, 255}, Align::centre,
               Face::semibold);
    }
    return 10 * cell;
}

bool is_legend_wanted(const Picture& p, image::Map map) { return p.map == map && !p.keyed; }

/// The finite values' range; 0, 0 where there is none.
std::pair<float, float> range_of(const Picture& picture) {
    float low = INFINITY, high = -INFINITY;
    for (const float v : picture.values)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    return low <= high ? std::pair(low, high) : std::pair(0.0f, 0.0f);
}

/// "5.3 [colours] 14.3".
void lay_out_range(Builder& b, const Picture& picture, float x, float y, float width, float height) {
    const Look& look = b.look();
    const auto [low, high] = range_of(picture);
    const auto words = [&](float v) {
        return picture.shares ? percent(static_cast<double>(v)) : number(static_cast<double>(v));
    };
    const std::string first = words(low), last = words(high);
    const float right = b.width_of(Face::regular, look.caption, last) + 6;
    float left = b.width_of(Face::regular, look.caption, first) + 6, bar = width - left - right;
    const bool with_words = bar >= 24;  // else the colours alone
    if (with_words) {
        b.text(x, y, left, height, first, look.caption, look.muted);
        b.text(x + width - right, y, right, height, last, look.caption, look.muted, Align::right);
    } else {
        left = 0, bar = width;
    }
    const float scale = picture.scale > 0 ? picture.scale
                                          : std::max(high - picture.zero,
                                                     picture.map == image::Map::diverging ? picture.zero - low : 0.0f);
    const int steps = std::max(1, static_cast<int>(bar / 3));
    const float step = bar / static_cast<float>(steps);
    for (int i = 0; i < steps; ++i) {
        const float value = low + (high - low) * (static_cast<float>(i) + 0.5f) / static_cast<float>(steps);
        b.fill(x + left + step * static_cast<float>(i), y + height / 2 - 4, i + 1 < steps ? step + 0.3f : step, 8,
               image::colour_at(picture.map, look.theme, scale > 0 ? (value - picture.zero) / scale : 0));
    }
}

/// "[ ] still 3  [#] 5  [#] 9": the classes that the picture has.
void lay_out_classes(Builder& b, const Picture& picture, float x, float y, float width, float height) {
    const Look& look = b.look();
    std::set<int> classes;
    for (const float v : picture.values)
        if (v >= 0 && v < 1000 && v != picture.zero) classes.insert(static_cast<int>(v));
    float left = x;
    const auto add = [&](const image::Colour* colour, const std::string& words) {
        const float wide = 14 + b.width_of(Face::regular, look.caption, words);
        if (left + wide > x + width + 0.5f) return false;
        if (colour)
            b.fill(left, y + height / 2 - 5, 10, 10, *colour, 2);
        else
            b.outline(left, y + height / 2 - 5, 10, 10, look.muted, 1, 2);
        b.text(left + 14, y, wide - 12, height, words, look.caption, look.muted);
        left += wide + 10;
        return true;
    };
    if (width > 120 || classes.empty()) add(nullptr, "still " + std::to_string(static_cast<int>(picture.zero)));
    for (const int k : classes) {
        const image::Colour colour = image::class_colour(look.theme, k);
        if (!add(&colour, std::to_string(k))) break;
    }
}

}  // namespace

float lay_out_map_legend(Builder& b, image::Map map, float right, float y, float height) {
    const Look& look = b.look();
    const bool is_signed = map == image::Map::diverging;
    const char* words = is_signed ? "\xE2\x88\x92 0 +" : map == image::Map::ink ? "paper to ink" : "0 to max";
    const float wide = b.width_of(Face::regular, look.caption, words);
    b.text(right - wide, y, wide + 1, height, words, look.caption, look.muted);
    constexpr int kSteps = 20;
    const float bar = 40, left = right - wide - 6 - bar, step = bar / kSteps;
    for (int i = 0; i < kSteps; ++i) {
        const float t = (static_cast<float>(i) + 0.5f) / kSteps;
        b.fill(left + step * static_cast<float>(i), y + height / 2 - 4, i + 1 < kSteps ? step + 0.3f : step, 8,
               image::colour_at(map, look.theme, is_signed ? 2 * t - 1 : t));
    }
    b.outline(left, y + height / 2 - 4, bar, 8, look.line);
    return wide + 6 + bar;
}

void lay_out_key(Builder& b, const Picture& picture, float x, float y, float width, float height) {
    if (b.dry()) return;
    if (picture.map == image::Map::classes)
        lay_out_classes(b, picture, x, y, width, height);
    else
        lay_out_range(b, picture, x, y, width, height);
}

void lay_out_legends(Builder& b, const Group& group, float x, float y, float width, float height) {
    float right = x + width;
    for (const image::Map map :
         {image::Map::classes, image::Map::diverging, image::Map::sequential, image::Map::grey}) {
        if (std::none_of(group.pictures.begin(), group.pictures.end(),
                         [map](const Picture& p) { return is_legend_wanted(p, map); }))
            continue;
        right -= 14 + (map == image::Map::classes ? lay_out_class_legend(b, right, y, height)
                                                  : lay_out_map_legend(b, map, right, y, height));
    }
}

bool has_legend(const Group& group) {
    if (!group.column_heads.empty()) return false;  // its room is the table's
    return std::any_of(group.pictures.begin(), group.pictures.end(),
                       [](const Picture& p) { return p.map != image::Map::ink && !p.keyed; }) &&
           !group.tight;
}

float lay_out_plot_legend(Builder& b, const Plot& plot, float x, float y, float width) {
    const Look& look = b.look();
    const float line = std::round(look.caption * 1.5f);
    if (plot.series.size() < 2 && (plot.series.empty() || plot.series[0].name.empty())) return 0;
    float left = x, top = y;
    for (const Series& s : plot.series) {
        if (s.unlisted) continue;
        const float wide = 18 + b.width_of(Face::regular, look.caption, s.name) + 12;
        if (left > x && left + wide > x + width + 12) {
            left = x;
            top += line;
        }
        const image::Colour colour = image::class_colour(look.theme, s.colour);
        const float middle = top + line / 2;
        if (plot.bars) {
            b.fill(left + 2, middle - 4, 10, 8, colour, 2);
        } else if (s.dots) {
            b.dot(left + 7, middle, 4, colour);
        } else if (s.dashed) {
            b.line(left, middle, left + 5, middle, colour, 2);
            b.line(left + 9, middle, left + 14, middle, colour, 2);
        } else {
            b.line(left, middle, left + 14, middle, colour, 2);
        }
        b.text(left + 18, top, wide - 18, line, s.name, look.caption, look.muted);
        left += wide;
    }
    return top + line - y;
}

}  // namespace figure
