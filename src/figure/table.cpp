// A table of pictures: heads above its columns and before its rows.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kBlock = 10;  ///< more before a row that begins a block, with a line in its middle

std::string_view before(std::string_view words, char end) { return words.substr(0, words.find(end)); }

std::string_view after(std::string_view words, char end) {
    const std::size_t at = words.find(end);
    return at == std::string_view::npos ? std::string_view() : words.substr(at + 1);
}

/// The widths that the arithmetic of a table begins with.
struct Columns {
    float label = 0;  ///< before the cells
    float step = 0;   ///< from cell to cell
    std::size_t count = 1;
};

Columns columns_of(const Builder& b, const Group& group, float width) {
    const Look& look = b.look();
    Columns columns;
    columns.count = std::max<std::size_t>(1, group.column_heads.size() - 1);
    float name = 0, number = 0;
    for (const std::string& head : group.row_heads) {
        name = std::max(name, b.width_of(Face::semibold, look.caption, before(head, '\t')));
        number = std::max(number, b.width_of(Face::regular, look.caption, after(head, '\t')));
    }
    const std::string_view corner = group.column_heads[0];
    columns.label = std::max({name + (number > 0 ? number + 6 : 0.0f),
                              b.width_of(Face::regular, look.caption, before(corner, '\n')),
                              b.width_of(Face::regular, look.caption, after(corner, '\n'))}) +
                    8;
    columns.step = (width - columns.label) / static_cast<float>(columns.count);
    return columns;
}

float lines_above(const Group& group) {
    float lines = 0;
    for (const std::string& head : group.column_heads)
        lines = std::max(lines, head.empty() ? 0.0f : head.find('\n') == std::string::npos ? 1.0f : 2.0f);
    return lines;
}

/// Those that would touch the one to their right are left out: the last one always stands.
void lay_out_column_heads(Builder& b, const Group& group, const Columns& columns, float x, float y) {
    const Look& look = b.look();
    const float line = line_height(look.caption);
    b.text(x, y, columns.label, line, before(group.column_heads[0], '\n'), look.caption, look.muted);
    b.text(x, y + line, columns.label, line, after(group.column_heads[0], '\n'), look.caption, look.muted);
    const float whole = columns.step * static_cast<float>(columns.count);
    float free_to = x + columns.label + whole + 1;
    for (std::size_t i = columns.count; i-- > 0;) {
        const std::string_view head = group.column_heads[i + 1], first = before(head, '\n'), second = after(head, '\n');
        const float wide = std::max(b.width_of(Face::semibold, look.caption, first),
                                    b.width_of(Face::regular, look.caption, second)),
                    middle = x + columns.label + columns.step * (static_cast<float>(i) + 0.5f);
        const float left = std::min(middle - wide / 2, x + columns.label + whole - wide);
        if (left + wide > free_to) continue;
        b.text(left - 1, y, wide + 2, line, first, look.caption, look.text, Align::centre, Face::semibold);
        b.text(left - 1, y + line, wide + 2, line, second, look.caption, look.muted, Align::centre);
        free_to = left - 4;
    }
}

void lay_out_row_head(Builder& b, std::string_view head, const Columns& columns, float x, float y, float height) {
    const Look& look = b.look();
    const float line = line_height(look.caption), top = y + (height - line) / 2, wide = columns.label - 8;
    b.text(x, top, wide, line, before(head, '\t'), look.caption, look.text, Align::left, Face::semibold);
    b.text(x, top, wide, line, after(head, '\t'), look.caption, look.muted, Align::right);
}

}  // namespace

float lay_out_table(Builder& b, const Group& group, int index, float x, float y, float width) {
    const Columns columns = columns_of(b, group, width);
    const float side = group.side * b.look().scale * b.zoom.pictures, gap = group.tight ? 2.0f : 4.0f,
                part = b.look().scale > 1 && columns.step < 48 ? 0.5f : 1.0f;
    const auto width_of = [&](const Picture& picture) {
        const float most = columns.step - gap;
        return group.strips ? most : whole_width(picture, std::min(side * picture.zoom, most), part);
    };
    const auto height_of = [&](const Picture& picture, float wide) {
        return group.strips ? std::max(std::floor(side), line_height(b.look().caption) - 2)
                            : wide * full_height(picture) / std::max(full_width(picture), 1.0f);
    };
    float top = y;
    if (!b.dry()) lay_out_column_heads(b, group, columns, x, top);
    if (lines_above(group) > 0) top += lines_above(group) * line_height(b.look().caption) + 2;
    for (std::size_t first = 0; first < group.pictures.size(); first += columns.count) {
        const std::size_t end = std::min(first + columns.count, group.pictures.size()), row = first / columns.count;
        if (group.pictures[first].apart && first > 0) {
            b.line(x, top + kBlock / 2 - gap / 2, x + width, top + kBlock / 2 - gap / 2, b.look().line);
            top += kBlock;
        }
        float height = 0;
        for (std::size_t i = first; i < end; ++i) {
            height = std::max(height, height_of(group.pictures[i], width_of(group.pictures[i])));
        }
        for (std::size_t i = first; i < end && !b.dry(); ++i) {
            const Picture& picture = group.pictures[i];
            const float wide = width_of(picture), high = height_of(picture, wide),
                        left = x + columns.label + columns.step * static_cast<float>(i - first) +
                               std::floor((columns.step - wide) / 2);
            lay_out_picture(b, picture, index, left, top + std::floor((height - high) / 2), {wide, high, 0});
            if (picture.novel) {
                const float bar = left - std::clamp((columns.step - wide) / 2 + 1, 2.0f, 9.0f);
                b.fill(bar, top, 2, height, b.look().text);
            }
        }
        if (row < group.row_heads.size() && !b.dry())
            lay_out_row_head(b, group.row_heads[row], columns, x, top, height);
        top += height + gap;
    }
    return top - gap - y;
}

}  // namespace figure
