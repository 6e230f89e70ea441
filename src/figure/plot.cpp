// A plot's axes, curves, bands, bars, legend and cursor.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "figure/builder.h"

namespace figure {
namespace {

struct Range {
    double low = 0, high = 1;
    double span() const { return high - low; }
};

image::Colour faded(image::Colour colour, int alpha) {
    colour.a = static_cast<std::uint8_t>(alpha);
    return colour;
}

/// "-5", "0.5", "20000": a tick's number without digits that say nothing.
std::string tick_words(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.4g", std::fabs(value));
    return (value < 0 ? "\xE2\x88\x92" : "") + std::string(digits);
}

/// "4,096".
std::string batch_tick(double batches) {
    std::string digits = std::to_string(std::llround(batches));
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

void include(Range& range, bool& any, const std::vector<float>& values) {
    for (const float v : values) {
        if (!std::isfinite(v)) continue;
        range.low = any ? std::min(range.low, static_cast<double>(v)) : static_cast<double>(v);
        range.high = any ? std::max(range.high, static_cast<double>(v)) : static_cast<double>(v);
        any = true;
    }
}

Range y_range(const Plot& plot) {
    Range range;
    bool any = false;
    for (const Series& s : plot.series) {
        include(range, any, s.y);
        include(range, any, s.low);
        include(range, any, s.high);
    }
    if (!any) range = {0, 1};
    if (plot.bars || (range.low > 0 && range.low < 0.4 * range.high))
        range.low = std::min(range.low, 0.0);  // bars stand on zero
    if (plot.bars) range.high = std::max(range.high, 0.0);
    if (plot.y_low) range.low = static_cast<double>(*plot.y_low);
    if (plot.y_high) range.high = static_cast<double>(*plot.y_high);
    if (range.span() < 1e-9 * std::max(1.0, std::fabs(range.high)))
        range.high = range.low + std::max(1e-6, std::fabs(range.low) * 0.1 + (range.low == 0 ? 1.0 : 0.0));
    return range;
}

Range x_range(const Plot& plot) {
    Range range;
    bool any = false;
    for (const Series& s : plot.series) include(range, any, s.x);
    range = {to_axis(plot, range.low), to_axis(plot, range.high)};
    if (plot.bars) {
        std::size_t count = 1;
        for (const Series& s : plot.series) count = std::max(count, s.y.size());
        return {-0.5, static_cast<double>(count) - 0.5};
    }
    if (!any) range = {0, 1};
    if (range.span() <= 0) range.high = range.low + 1;
    return range;
}

/// The inside of the axes, and numbers to points.
struct Frame {
    float x = 0, y = 0, width = 0, height = 0;
    Range across, up;
    float at_x(double v) const { return x + static_cast<float>((v - across.low) / across.span()) * width; }
    float at_y(double v) const {
        return y + height - static_cast<float>((std::clamp(v, up.low, up.high) - up.low) / up.span()) * height;
    }
};

/// 0, 1, 4, 16 ...: about `count` of them, where an axis of batches has them.
std::vector<double> log_ticks(const Range& range, int count) {
    std::vector<double> found;
    if (range.low < 0) found.push_back(-1);
    const double step = std::max(1.0, std::ceil(range.span() / std::max(count, 1)));
    for (double at = std::max(0.0, std::ceil(range.low)); at <= range.high + 1e-6; at += step)
        if (range.low >= 0 || at > 0 || step < 2) found.push_back(at);
    return found;
}

void lay_out_axes(Builder& b, const Plot& plot, const Frame& f) {
    const Look& look = b.look();
    for (const double v : ticks(f.up.low, f.up.high, 4)) {
        const float y = f.at_y(v);
        b.line(f.x, y, f.x + f.width, y, look.line, 1);
        b.text(f.x - 46, y - look.caption * 0.7f, 41, look.caption * 1.4f, tick_words(v), look.caption, look.muted,
               Align::right);
    }
    const float below = f.y + f.height + 3, line = look.caption * 1.4f;
    if (plot.bars) {
        const float step = f.width / static_cast<float>(f.across.span());
        float free_from = f.x - 4;  // labels that would touch are left out
        for (std::size_t i = 0; i < plot.bar_labels.size(); ++i) {
            const float wide = b.width_of(Face::regular, look.caption, plot.bar_labels[i]),
                        middle = f.at_x(static_cast<double>(i));
            if (middle - wide / 2 < free_from) continue;
            b.text(middle - std::max(wide, step) / 2 - 1, below, std::max(wide, step) + 2, line, plot.bar_labels[i],
                   look.caption, look.muted, Align::centre);
            free_from = middle + wide / 2 + 5;
        }
    } else {
        const int count = std::clamp(static_cast<int>(f.width / 60), 3, 8);
        for (const double v : plot.log_x ? log_ticks(f.across, count) : ticks(f.across.low, f.across.high, count)) {
            if (plot.whole_x && std::fabs(v - std::round(v)) > 1e-6) continue;
            const float x = f.at_x(v);
            b.line(x, f.y + f.height, x, f.y + f.height + 3, look.line, 1);
            b.text(x - 30, below, 60, line, plot.log_x ? batch_tick(from_axis(plot, v)) : tick_words(v), look.caption,
                   look.muted, Align::centre);
        }
    }
    if (f.up.low < 0 && f.up.high > 0) b.line(f.x, f.at_y(0), f.x + f.width, f.at_y(0), look.muted, 1);
    b.line(f.x, f.y + f.height, f.x + f.width, f.y + f.height, look.muted, 1);
}

/// Each on a line of its own from the top down, with a stroke to its dot, or below a dot that lies there itself.
void lay_out_dot_words(Builder& b, const Plot& plot, const Series& s, const Frame& f) {
    const Look& look = b.look();
    const float line = std::round(look.caption * 1.5f);
    float top = f.y + 2;
    for (std::size_t i = 0; i < std::min(s.words.size(), s.x.size()); ++i) {
        const float x = f.at_x(to_axis(plot, static_cast<double>(s.x[i]))), y = f.at_y(static_cast<double>(s.y[i])),
                    wide = b.width_of(Face::semibold, look.caption, s.words[i]) + 2;
        if (!std::isfinite(s.y[i]) || wide > f.width) continue;
        const bool left = x + 6 + wide > f.x + f.width;
        const bool below = y < top + line + 4;
        if (!below) b.line(x, top, x, y, look.muted, 1);
        b.text(left ? std::max(f.x, x - 6 - wide) : x + 6, below ? y + 6 : top, wide, line, s.words[i], look.caption,
               look.text, left ? Align::right : Align::left, Face::semibold);
        top += line;
    }
}

void lay_out_curve(Builder& b, const Plot& plot, const Series& s, const Frame& f) {
    const auto at_x = [&](std::size_t i) { return f.at_x(to_axis(plot, static_cast<double>(s.x[i]))); };
    const image::Colour colour = image::class_colour(b.look().theme, s.colour);
    const std::size_t count = std::min(s.x.size(), s.y.size());
    std::vector<std::pair<float, float>> dots;
    for (std::size_t i = 0; i < count && s.dots; ++i) {
        const float y = std::isfinite(s.y[i]) ? f.at_y(static_cast<double>(s.y[i])) : NAN;
        dots.emplace_back(at_x(i), y);
        if (std::isfinite(y)) b.dot(at_x(i), y, 4, colour);
    }
    if (!s.labels.empty()) lay_out_dot_labels(b, s.labels, dots, {f.x, f.y, f.width, f.height});
    if (s.dots) return lay_out_dot_words(b, plot, s, f);
    for (std::size_t i = 0; i + 1 < count && s.low.size() >= count && s.high.size() >= count; ++i) {
        const auto y = [&](float v) { return f.at_y(static_cast<double>(v)); };
        if (!std::isfinite(s.low[i] + s.low[i + 1]) || !std::isfinite(s.high[i] + s.high[i + 1])) continue;
        b.band(at_x(i), at_x(i + 1), y(s.high[i]), y(s.high[i + 1]), y(s.low[i]), y(s.low[i + 1]), faded(colour, 45));
    }
    const auto is_there = [&](std::size_t i) { return i < count && std::isfinite(s.y[i]); };
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_there(i)) continue;
        if (!is_there(i + 1) && (i == 0 || !is_there(i - 1)))  // alone between gaps
            b.dot(at_x(i), f.at_y(static_cast<double>(s.y[i])), 3, colour);
        if (!is_there(i + 1)) continue;
        const float x0 = at_x(i), y0 = f.at_y(static_cast<double>(s.y[i]));
        float x1 = at_x(i + 1), y1 = f.at_y(static_cast<double>(s.y[i + 1]));
        if (s.dashed) {  // half of each piece, or every other piece where they are short
            if (x1 - x0 < 5 && i % 4 >= 2) continue;
            if (x1 - x0 >= 5) {
                x1 = x0 + (x1 - x0) * 0.55f;
                y1 = y0 + (y1 - y0) * 0.55f;
            }
        }
        b.line(x0, y0, x1, y1, colour, 2);
    }
}

/// Of the values [begin, end) the one that is furthest from zero; NaN where none is finite.
float furthest(const std::vector<float>& values, std::size_t begin, std::size_t end) {
    float found = NAN;
    for (std::size_t i = begin; i < end; ++i)
        if (std::isfinite(values[i]) && !(std::fabs(values[i]) <= std::fabs(found))) found = values[i];
    return found;
}

/// Thousands of bars: one shape a point, as tall as the tallest of those that share it.
void lay_out_many_bars(Builder& b, const Series& s, const Frame& f, image::Colour colour) {
    const std::size_t count = s.y.size(), shapes = static_cast<std::size_t>(std::max(1.0f, f.width));
    const float zero = f.at_y(std::clamp(0.0, f.up.low, f.up.high));
    for (std::size_t k = 0; k < shapes; ++k) {
        const float value = furthest(s.y, k * count / shapes, (k + 1) * count / shapes);
        if (!std::isfinite(value) || value == 0) continue;
        const float y = f.at_y(static_cast<double>(value));
        b.fill(f.x + static_cast<float>(k), std::min(y, zero), 1, std::fabs(y - zero), colour);
    }
}

void lay_out_bars(Builder& b, const Plot& plot, const Frame& f) {
    const float step = f.width / static_cast<float>(f.across.span());
    const float all = step * (step > 6 ? 0.75f : 0.9f),
                one = all / static_cast<float>(std::max<std::size_t>(plot.series.size(), 1));
    for (std::size_t k = 0; k < plot.series.size(); ++k) {
        const Series& s = plot.series[k];
        const image::Colour colour = image::class_colour(b.look().theme, s.colour);
        if (step < 1) {
            lay_out_many_bars(b, s, f, plot.series.size() > 1 ? faded(colour, 170) : colour);
            continue;
        }
        for (std::size_t i = 0; i < s.y.size(); ++i) {
            if (!std::isfinite(s.y[i])) continue;
            const float x = f.at_x(static_cast<double>(i)) - all / 2 + one * static_cast<float>(k);
            const float y = f.at_y(static_cast<double>(s.y[i])), zero = f.at_y(std::clamp(0.0, f.up.low, f.up.high));
            b.fill(x, std::min(y, zero), std::max(one - (one > 4 ? 1.0f : 0.0f), 1.0f), std::fabs(y - zero), colour,
                   one > 8 && std::fabs(y - zero) > 4 ? 2.0f : 0.0f);
            if (i >= s.low.size() || i >= s.high.size() || !std::isfinite(s.low[i] + s.high[i])) continue;
            const float middle = x + one / 2;
            b.line(middle, f.at_y(static_cast<double>(s.low[i])), middle, f.at_y(static_cast<double>(s.high[i])),
                   b.look().text, 1.5f);
        }
    }
}

}  // namespace

std::vector<double> ticks(double low, double high, int count) {
    const double rough = (high - low) / std::max(count, 1);
    if (!(rough > 0) || !std::isfinite(rough)) return {};
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = power;
    for (const double nice : {2.0, 5.0, 10.0})  // the nearest by ratio
        if (std::fabs(std::log(nice * power / rough)) < std::fabs(std::log(step / rough))) step = nice * power;
    std::vector<double> found;
    for (double v = std::ceil(low / step - 1e-6) * step; v <= high + 1e-6 * step; v += step)
        found.push_back(std::fabs(v) < step * 1e-6 ? 0.0 : v);
    return found;
}

float lay_out_plot(Builder& b, const Plot& plot, int group, float x, float y, float width) {
    const Look& look = b.look();
    const float line = std::round(look.caption * 1.5f), top = y;
    b.text(x, y, width, std::round(look.text_size * 1.5f), plot.title, look.text_size, look.text, Align::left,
           Face::semibold);
    if (!plot.title.empty()) y += std::round(look.text_size * 1.5f) + 2;
    if (!plot.bare || look.scale <= 1) y += lay_out_plot_legend(b, plot, x, y, width);
    b.text(x, y, width, line, plot.y_label, look.caption, look.muted);
    y += plot.y_label.empty() ? 6 : line + 4;
    if (plot.level) return y + lay_out_level_bars(b, plot, x, y, width) - top;
    const float height = std::clamp(width * 0.42f, 110.0f, 190.0f) * b.zoom.plots;
    if (b.dry()) return y + height + 4 + line + (plot.x_label.empty() ? 0 : line) - top;
    const Frame f{x + 46, y, width - 46 - 10, height, x_range(plot), y_range(plot)};
    lay_out_axes(b, plot, f);
    if (plot.bars)
        lay_out_bars(b, plot, f);
    else
        for (const Series& s : plot.series) lay_out_curve(b, plot, s, f);
    const double cursor = plot.cursor ? to_axis(plot, static_cast<double>(*plot.cursor)) : std::nan("");
    if (cursor >= f.across.low && cursor <= f.across.high) {
        const float at = f.at_x(cursor);
        b.line(at, f.y, at, f.y + f.height, look.accent, 1.5f);
        b.dot(at, f.y + f.height, 4, look.accent);
    }
    b.page().places.push_back({group,
                               nullptr,
                               &plot,
                               f.x,
                               f.y,
                               f.width,
                               f.height,
                               static_cast<float>(f.across.low),
                               static_cast<float>(f.across.high),
                               static_cast<float>(f.up.low),
                               static_cast<float>(f.up.high),
                               nullptr,
                               {}});
    y += height + 4 + line;
    b.text(f.x, y, f.width, line, plot.x_label, look.caption, look.muted, Align::centre);
    if (!plot.x_label.empty()) y += line;
    return y - top;
}

}  // namespace figure
