// Bars that lie: a row each, the label before it, the number behind it.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kMostLabel = 0.46f;  ///< of the width
constexpr float kBar = 8;

float largest_of(const Plot& plot) {
    float largest = 0;
    for (const Series& series : plot.series)
        for (const float value : series.y)
            if (std::isfinite(value)) largest = std::max(largest, value);
    return plot.y_high.value_or(std::max(largest, 1e-6f));
}

}  // namespace

float lay_out_level_bars(Builder& b, const Plot& plot, float x, float y, float width) {
    const Look& look = b.look();
    const float line = std::round(look.caption * 1.5f), group = plot.series.size() > 1 ? 4.0f : 0.0f;
    float label = 0, number = 0;
    for (const std::string& words : plot.bar_labels)
        label = std::max(label, b.width_of(Face::regular, look.caption, words) + 10);
    for (const Series& series : plot.series)
        for (const float value : series.y)
            number =
                std::max(number, b.width_of(Face::semibold, look.caption, short_number(static_cast<double>(value))));
    label = std::min(label, width * kMostLabel);
    const float room = std::max(width - label - number - 10, 20.0f), most = largest_of(plot);
    float top = y;
    for (std::size_t i = 0; i < plot.bar_labels.size(); ++i) {
        b.text(x, top, label - 4, line, plot.bar_labels[i], look.caption, look.muted);
        for (const Series& series : plot.series) {
            const float value = i < series.y.size() ? series.y[i] : NAN;
            const image::Colour colour =
                image::class_colour(look.theme, plot.series.size() > 1 ? series.colour : static_cast<int>(i % 7));
            const float bar = top + std::floor((line - kBar) / 2);
            b.fill(x + label, bar, room, kBar, look.line, 2);
            if (std::isfinite(value)) {
                const float wide = room * std::clamp(value / most, 0.0f, 1.0f);
                if (wide >= 1) b.fill(x + label, bar, wide, kBar, colour, 2);
                if (value > most)
                    b.fill(x + label + wide * 0.86f, bar, 3, kBar, look.panel);  // longer than it is drawn
            }
            b.text(x + width - number - 2, top, number + 2, line,
                   std::isfinite(value) ? short_number(static_cast<double>(value)) : std::string("\xE2\x80\x93"),
                   look.caption, look.text, Align::right, Face::semibold);
            top += line;
        }
        top += group;
    }
    return top - group - y;
}

}  // namespace figure
