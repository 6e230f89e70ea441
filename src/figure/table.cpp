// A table of pictures: heads above its columns and before its rows.
#include <algorithm>
#include <cmath>
#include <span>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kBlock = 10;  ///< more before a row that begins a block, with a line in its middle

std::string_view before(std::string_view words, char end) { return words.substr(0, words.find(end)); }

std::string_view after(std::string_view words, char end) {
    const std::size_t at = words.find(end);
    return at == std::string_view::npos ? std::string_view() : words.substr(at + 1);
}

constexpr float kNarrow = 420;  ///< a phone's column

/// Which columns and rows are shown: all, or in a narrow card the few that the table names.
struct Shown {
    std::vector<std::size_t> columns, rows;
};

std::vector<std::size_t> places(std::size_t count, const std::vector<int>& few, bool narrow) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < count; ++i)
        if (!narrow || few.empty() || std::find(few.begin(), few.end(), static_cast<int>(i)) != few.end())
            all.push_back(i);
    return all;
}

std::size_t columns_in(const Group& group) { return std::max<std::size_t>(1, group.column_heads.size() - 1); }

Shown shown_of(const Group& group, float width) {
    const std::size_t count = columns_in(group), rows = (group.pictures.size() + count - 1) / count;
    return {places(count, group.few_columns, width < kNarrow), places(rows, group.few_rows, width < kNarrow)};
}

/// The widths that the arithmetic of a table begins with.
struct Columns {
    float label = 0;  ///< before the cells
    float step = 0;   ///< from cell to cell
};

Columns columns_of(const Builder& b, const Group& group, float width, std::size_t count) {
    const Look& look = b.look();
    Columns columns;
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
    columns.step = (width - columns.label) / static_cast<float>(count);
    return columns;
}

float lines_above(const Group& group) {
    float lines = 0;
    for (const std::string& head : group.column_heads)
        lines = std::max(lines, head.empty() ? 0.0f : head.find('\n') == std::string::npos ? 1.0f : 2.0f);
    return lines;
}

/// Those that would touch the one to their right are left out: the last one always stands.
void lay_out_column_heads(Builder& b, const Group& group, const Columns& columns, std::span<const std::size_t> shown,
                          float x, float y) {
    const Look& look = b.look();
    const float line = line_height(look.caption);
    b.text(x, y, columns.label, line, before(group.column_heads[0], '\n'), look.caption, look.muted);
    b.text(x, y + line, columns.label, line, after(group.column_heads[0], '\n'), look.caption, look.muted);
    const float whole = columns.step * static_cast<float>(shown.size());
    float free_to = x + columns.label + whole + 1;
    for (std::size_t i = shown.size(); i-- > 0;) {
        const std::string_view head = group.column_heads[shown[i] + 1], first = before(head, '\n'),
                               second = after(head, '\n');
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
    const Shown shown = shown_of(group, width);
    const Columns columns = columns_of(b, group, width, shown.columns.size());
    const std::size_t count = columns_in(group);
    const float side = group.side * b.look().scale * b.zoom.pictures, gap = group.tight ? 2.0f : 4.0f,
                part = b.look().scale > 1 && columns.step < 64 ? 0.5f : 1.0f;
    const auto width_of = [&](const Picture& picture) {
        const float most = columns.step - gap;
        return group.strips ? most : whole_width(picture, std::min(side * picture.zoom, most), part);
    };
    const auto height_of = [&](const Picture& picture, float wide) {
        return group.strips ? std::max(std::floor(side), line_height(b.look().caption) - 2)
                            : wide * full_height(picture) / std::max(full_width(picture), 1.0f);
    };
    float top = y;
    if (!b.dry()) lay_out_column_heads(b, group, columns, shown.columns, x, top);
    if (lines_above(group) > 0) top += lines_above(group) * line_height(b.look().caption) + 2;
    bool begins = false;
    for (std::size_t row = 0; row < (group.pictures.size() + count - 1) / count; ++row) {
        const std::size_t first = row * count, end = std::min(first + count, group.pictures.size());
        begins |= group.pictures[first].apart;
        if (std::find(shown.rows.begin(), shown.rows.end(), row) == shown.rows.end()) continue;
        if (begins && row > 0) {
            b.line(x, top + kBlock / 2 - gap / 2, x + width, top + kBlock / 2 - gap / 2, b.look().line);
            top += kBlock;
        }
        begins = false;
        float height = 0;
        for (const std::size_t column : shown.columns)
            if (first + column < end)
                height = std::max(height,
                                  height_of(group.pictures[first + column], width_of(group.pictures[first + column])));
        bool is_novel = false;  // since the last one that is shown
        for (std::size_t column = 0, place = 0; first + column < end && place < shown.columns.size() && !b.dry();
             ++column) {
            const Picture& picture = group.pictures[first + column];
            is_novel |= picture.novel;
            if (shown.columns[place] != column) continue;
            const float wide = width_of(picture), high = height_of(picture, wide),
                        left = x + columns.label + columns.step * static_cast<float>(place) +
                               std::floor((columns.step - wide) / 2);
            lay_out_picture(b, picture, index, left, top + std::floor((height - high) / 2), {wide, high, 0});
            if (is_novel) {
                const float bar = left - std::clamp((columns.step - wide) / 2 + 1, 2.0f, 9.0f);
                b.fill(bar, top, 2, height, b.look().text);
            }
            is_novel = false;
            ++place;
        }
        if (row < group.row_heads.size() && !b.dry())
            lay_out_row_head(b, group.row_heads[row], columns, x, top, height);
        top += height + gap;
    }
    return top - gap - y;
}

}  // namespace figure
