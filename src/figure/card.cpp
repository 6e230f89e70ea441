// A group as a card: title, legend, note, facts, pictures, plots.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

/// A large value with its label above it, and its words beside or below it; gives the height.
float lay_out_large(Builder& b, const Fact& fact, float x, float y, float width) {
    const Look& look = b.look();
    const float line = line_height(look.text_size), small = line_height(look.caption);
    float top = y;
    for (const std::string_view words : b.wrapped(fact.label, look.text_size, width, Face::semibold)) {
        b.text(x, top, width, line, words, look.text_size, look.text, Align::left, Face::semibold);
        top += line;
    }
    const float big = look.heading * 2.6f, digit = b.width_of(Face::semibold, big, fact.value) + 12,
                tall = line_height(big) - 8;
    const bool beside = width - digit > 80;
    b.text(x, top, width, tall, fact.value, big, fact.good ? look.text : look.accent, Align::left, Face::semibold);
    const std::string_view all = fact.words, first = all.substr(0, all.find('\n'));
    const float left = beside ? x + digit : x, room = x + width - left;
    float at = beside ? top + (tall - line - small) / 2 : top + tall;
    for (const std::string_view words : b.wrapped(first, look.text_size, room, Face::semibold)) {
        b.text(left, at, room, line, words, look.text_size, look.text, Align::left, Face::semibold);
        at += line;
    }
    at += b.paragraph(left, at, room, all.substr(std::min(first.size() + 1, all.size())), look.caption, look.muted);
    return std::max(top + tall, at) + 8 - y;
}

/// Label above value, in a narrow column; below a large value, in the narrowest, one more and no others.
float lay_out_readout(Builder& b, const Group& group, float x, float y, float width) {
    constexpr float kNarrowest = 120;
    constexpr std::size_t kFew = 2;
    const Look& look = b.look();
    const float line = line_height(look.text_size);
    float top = y;
    const bool all = width > kNarrowest || group.facts.empty() || group.facts[0].words.empty();
    for (std::size_t i = 0; i < group.facts.size() && (all || i < kFew); ++i) {
        const Fact& fact = group.facts[i];
        if (!fact.words.empty()) {
            top += lay_out_large(b, fact, x, top, width);
            continue;
        }
        top += b.paragraph(x, top, width, fact.label, look.caption, look.muted);
        for (const std::string_view words : b.wrapped(fact.value, look.text_size, width, Face::semibold)) {
            b.text(x, top, width, line, words, look.text_size, fact.good ? look.text : look.error, Align::left,
                   Face::semibold);
            top += line;
        }
        top += 8;
    }
    return top - y;
}

float lay_out_plots(Builder& b, const Group& group, int index, float x, float y, float width) {
    float left = x, top = y, row = 0;
    for (const Plot& plot : group.plots) {
        const float wanted = std::floor((width + kBetween) * plot.width - kBetween - 0.01f),
                    wide = width < 420 && !b.half ? width : std::max(std::min(wanted, width), b.half ? 130.0f : 200.0f);
        if (left > x && left + wide > x + width + 1) {
            left = x;
            top += row + kBetween;
            row = 0;
        }
        row = std::max(row, lay_out_plot(b, plot, index, left, top, wide));
        left += wide + kBetween;
    }
    return group.plots.empty() ? 0 : top + row - y;
}

}  // namespace

float lay_out_facts(Builder& b, const Group& group, float x, float y, float width) {
    constexpr float kNarrow = 300;
    if (width < kNarrow && group.pictures.empty() && group.plots.empty()) return lay_out_readout(b, group, x, y, width);
    const Look& look = b.look();
    const float line = line_height(look.text_size) + 2;
    float left = x, top = y;
    for (const Fact& fact : group.facts) {
        const float label = b.width_of(Face::regular, look.caption, fact.label) + 6;
        const float value = b.width_of(Face::semibold, look.text_size, fact.value);
        if (left > x && left + label + value > x + width) {
            left = x;
            top += line;
        }
        b.text(left, top, label, line, fact.label, look.caption, look.muted);
        b.text(left + label, top, std::min(value + 2, x + width - left - label), line, fact.value, look.text_size,
               fact.good ? look.text : look.error, Align::left, Face::semibold);
        left += label + value + 20;
    }
    return group.facts.empty() ? 0 : top + line + 4 - y;
}

std::vector<std::string_view> title_lines(const Builder& b, const Group& group, float width) {
    const Look& look = b.look();
    const float button = look.titled ? 0 : line_height(look.heading) + 2;
    return b.wrapped(b.title_of(group), look.heading, width - 2 * b.padding() - button, Face::semibold);
}

std::size_t longest_title(const Builder& b, const Figure& figure, const Row& row, const std::vector<float>& widths) {
    std::size_t longest = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (is_under(figure, row, i)) continue;
        const std::size_t lines = title_lines(b, figure.groups[row[i]], widths[i]).size();
        if (b.plain && lines == 0) return 0;
        longest = std::max(longest, lines);
    }
    return longest;
}

std::size_t lines_of(const Builder& b, const Group& group, float width, std::size_t longest) {
    return longest == 0 ? title_lines(b, group, width).size() : longest;
}

float lay_out_group(Builder& b, const Group& group, int index, float x, float y, float width, std::size_t lines) {
    const Look& look = b.look();
    const std::size_t ground = b.page().shapes.size();
    const float padding = b.padding(), left = x + padding, inside = width - 2 * padding;
    if (!b.plain) {
        b.fill(x, y, width, 0, look.panel, look.rounding);
        b.outline(x, y, width, 0, look.line, 1, look.rounding);
    }
    float top = y + (b.plain ? 0 : padding - 2);
    const float head = top;
    const std::vector<std::string_view> titles = title_lines(b, group, width);
    const float title = titles.empty() ? 0 : b.width_of(Face::semibold, look.heading, titles[0]),
                line = line_height(look.heading) + 2;
    const bool beside = lines <= 1 && title + 250 < inside;
    for (const std::string_view words : titles) {
        b.text(left, top, inside, line, words, look.heading, look.text, Align::left, Face::semibold);
        top += line;
    }
    top += line * static_cast<float>(lines - std::min(lines, titles.size()));  // as far down as in the cards beside it
    if (has_legend(group)) {
        if (beside && lines > 0) top -= line;
        lay_out_legends(b, group, left, top, inside, line);
        top += line;
    }
    if (lines > 0 || has_legend(group)) top += 2;
    if (!group.note.empty()) top += b.paragraph(left, top, inside, group.note, look.text_size - 1, look.muted) + 6;
    top += lay_out_facts(b, group, left, top, inside);
    for (const NumberTable& table : group.tables)
        top += lay_out_numbers_table(b, table, index, left, top, inside) +
               (group.pictures.empty() && group.plots.empty() ? 0.0f : kBetween);
    const float pictures = lay_out_pictures(b, group, index, left, top, inside);
    top += pictures + (pictures > 0 && !group.plots.empty() ? kBetween + 4 : 0);
    top += lay_out_plots(b, group, index, left, top, inside);
    const float height = top + padding - y;
    if (b.dry()) return height;
    if (group.chosen) b.outline(x - 5, y - 5, width + 10, height + 10, look.accent, 2, 8);
    const float title_height = titles.empty() ? 0 : line;
    b.page().cards.push_back(
        {index, x, y, width, height, std::min(left + title, x + width - line - 8), head, title_height});
    if (!b.plain) b.page().shapes[ground].height = b.page().shapes[ground + 1].height = height;
    return height;
}

}  // namespace figure
