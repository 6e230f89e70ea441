// Pictures in rows: heads, values, marks, captions.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kApart = 8;       ///< more before a block
constexpr float kWordsApart = 3;  ///< captions beside each other
constexpr float kLeastHead = 11;  ///< size of the words above pictures where there is little room

float caption_line(const Builder& b) { return std::round(b.look().caption * 1.35f); }

/// A caption's lines, wrapped where they are wider than `width`.
std::vector<std::string_view> caption_lines(const Builder& b, std::string_view caption, float width) {
    return b.wrapped(caption, b.look().caption, width);
}

float widest_line(const Builder& b, std::string_view caption) {
    float width = 0;
    for (const std::string_view line : caption_lines(b, caption, 1e9f))
        width = std::max(width, b.width_of(Face::regular, b.look().caption, line));
    return width;
}

void lay_out_arrow(Builder& b, float x0, float y0, float x1, float y1, image::Colour colour, float unit) {
    const float dx = x1 - x0, dy = y1 - y0, length = std::sqrt(dx * dx + dy * dy);
    const float thickness = std::clamp(unit * 0.12f, 1.0f, 2.0f);
    b.line(x0, y0, x1, y1, colour, thickness);
    if (length < 1) return;
    const float head = std::min(length * 0.6f, std::max(3.0f, unit * 0.35f)), ux = dx / length, uy = dy / length;
    b.line(x1, y1, x1 - head * (ux * 0.8f - uy * 0.6f), y1 - head * (uy * 0.8f + ux * 0.6f), colour, thickness);
    b.line(x1, y1, x1 - head * (ux * 0.8f + uy * 0.6f), y1 - head * (uy * 0.8f - ux * 0.6f), colour, thickness);
}

void lay_out_marks(Builder& b, const Picture& picture, float x, float y, float width, float height) {
    const Look& look = b.look();
    const float wide = full_width(picture), high = full_height(picture), unit_x = width / wide, unit_y = height / high;
    const auto at_x = [&](float v) { return x + std::clamp(v + picture.surround.x, 0.0f, wide) * unit_x; };
    const auto at_y = [&](float v) { return y + std::clamp(v + picture.surround.y, 0.0f, high) * unit_y; };
    for (const Mark& mark : picture.marks) {
        const image::Colour colour = mark.accent ? look.accent : look.muted;
        const float x0 = at_x(mark.x0), y0 = at_y(mark.y0), x1 = at_x(mark.x1), y1 = at_y(mark.y1);
        switch (mark.kind) {
            case Mark::Kind::frame:
                b.outline(x0, y0, x1 - x0, y1 - y0, colour, 2);
                break;
            case Mark::Kind::line:
                b.line(x0, y0, x1, y1, colour, 1.5f);
                break;
            case Mark::Kind::dot:
                b.dot(x0, y0, std::clamp(unit_x * 0.4f, 2.0f, 6.0f), colour);
                break;
            case Mark::Kind::arrow:
                lay_out_arrow(b, x0, y0, x1, y1, colour, unit_x);
                break;
        }
    }
}

float height_of(const Picture& picture, float width) {
    return width * full_height(picture) / std::max(full_width(picture), 1e-3f);
}

float caption_height(const Builder& b, const Picture& picture, float width) {
    if (picture.caption.empty() || width <= 0) return 0;
    return 3 + caption_line(b) * static_cast<float>(caption_lines(b, picture.caption, width).size());
}

/// The longest alternative that fits, else the last.
std::string_view head_within(const Builder& b, std::string_view head, float width) {
    for (;;) {
        const std::size_t bar = head.find('|');
        const std::string_view first = head.substr(0, bar);
        if (bar == std::string_view::npos || b.width_of(Face::semibold, b.look().text_size, first) <= width)
            return first;
        head.remove_prefix(bar + 1);
    }
}

bool has_letter(std::string_view words) { return words.size() > 2 && words[1] == ' '; }

/// "a Title": a letter by itself is quiet, and what follows a tab.  `size` is the title's.
void lay_out_head(Builder& b, const Picture& picture, float x, float y, float width, float size) {
    if (b.dry()) return;
    const Look& look = b.look();
    const float line = line_height(look.text_size);
    std::string_view words = head_within(b, picture.head, width);
    if (has_letter(words)) {
        b.text(x, y, width, line, words.substr(0, 1), size, look.muted);
        words.remove_prefix(2);
        x += size, width -= size;
    }
    const std::size_t tab = std::min(words.find('\t'), words.size());
    b.text(x, y, width, line, words.substr(0, tab), size, look.text, Align::left, Face::semibold);
    if (tab == words.size()) return;
    const float left = tab > 0 ? b.width_of(Face::semibold, size, words.substr(0, tab)) + 8 : 0;
    b.text(x + left, y, width - left, line, words.substr(tab + 1), std::min(size, look.caption), look.muted);
}

/// What the shortest alternative of a head takes in this size.
float head_width(const Builder& b, std::string_view head, float size) {
    head.remove_prefix(head.rfind('|') + 1);  // npos + 1 is 0
    float letter = 0;
    if (has_letter(head)) {
        letter = size;
        head.remove_prefix(2);
    }
    const std::size_t tab = std::min(head.find('\t'), head.size());
    const float after = tab == head.size() ? 0 : b.width_of(Face::regular, b.look().caption, head.substr(tab + 1)) + 8;
    return letter + std::ceil(b.width_of(Face::semibold, size, head.substr(0, tab)) + after) + 1;
}

/// What a column must have so that no head is cut, and no caption of a few letters broken.
float least_column(const Builder& b, const Group& group, float head_size, float between) {
    constexpr std::size_t kShort = 9;
    float widest = 0;
    for (const Picture& picture : group.pictures) {
        if (!picture.head.empty()) widest = std::max(widest, head_width(b, picture.head, head_size));
        if (picture.caption.size() <= kShort)
            widest = std::max(widest, widest_line(b, picture.caption) + 2 + kWordsApart - between);
    }
    return widest;
}

/// How many in a row: what the group says, or one more than fit where a little less size saves a row.  0: as many as
/// fit.
int columns_of(const Group& group, float side, float width, float between) {
    constexpr float kLeast = 0.8f;  // of the wanted size
    const auto count = static_cast<int>(group.pictures.size());
    const bool alike = std::all_of(group.pictures.begin(), group.pictures.end(),
                                   [&](const Picture& p) { return p.zoom == group.pictures[0].zoom; });
    if (group.columns > 0 || !alike) return group.columns;
    const float one = whole_width(group.pictures[0], side * group.pictures[0].zoom, 1);
    const int fit = std::max(1, static_cast<int>((width + between) / (one + between)));
    if (count <= fit) return 0;
    int most = fit;
    const auto in_row_of = [&](int n) {
        return whole_width(group.pictures[0], (width - between * static_cast<float>(n - 1)) / static_cast<float>(n), 1);
    };
    while (most < count && in_row_of(most + 1) >= one * kLeast) ++most;
    const int rows = (count + most - 1) / most;
    return (count + rows - 1) / rows;  // rows of equal length
}

/// The arithmetic of one group's rows.
struct Cells {
    float side = 0, between = kBetween, step = 0;  ///< step > 0: from column to column
    float part = 1;                                ///< of a pixel: screens of phones have two or three dots a point
    int columns = 0;                               ///< 0: as many as fit
    float head = 0;                                ///< size of the words above pictures
};

Cells cells_of(const Builder& b, const Group& group, float width) {
    Cells cells;
    cells.between = group.tight ? 1.0f : width < 400 ? 4.0f : kBetween;
    cells.side = group.side * b.look().scale * b.zoom.pictures;
    cells.head = b.look().text_size;
    cells.columns = columns_of(group, cells.side, width, cells.between);
    if (cells.columns == 0) return cells;
    float least = group.tight ? 0 : least_column(b, group, cells.head, cells.between);
    const auto room = [&] { return width / static_cast<float>(cells.columns) - cells.between; };
    for (; least > room() && cells.head > kLeastHead; least = least_column(b, group, cells.head, cells.between))
        cells.head -= 1;
    while (least > room() && cells.columns > 1) --cells.columns;
    const auto count = static_cast<float>(cells.columns);
    float blocks = 0;
    for (int i = 1; i < std::min(cells.columns, static_cast<int>(group.pictures.size())); ++i)
        blocks += group.pictures[static_cast<std::size_t>(i)].apart ? kApart : 0.0f;
    cells.side = std::min(cells.side, (width - blocks - cells.between * (count - 1)) / count /
                                          (group.columns > 0 ? 1.0f : group.pictures[0].zoom));
    cells.part = b.look().phone && cells.side < 48 ? 0.5f : 1.0f;
    for (const Picture& picture : group.pictures)
        cells.step = std::max(cells.step, whole_width(picture, std::min(cells.side * picture.zoom, width), cells.part));
    cells.step = std::max(cells.step, least) + cells.between;
    return cells;
}

}  // namespace

float whole_width(const Picture& picture, float wanted, float part) {
    const float pixels = full_width(picture) * part;
    return wanted >= pixels && pixels > 0 ? std::floor(wanted / pixels + 0.001f) * pixels : wanted;
}

void lay_out_picture(Builder& b, const Picture& picture, int group, float x, float y, const Room& room) {
    if (b.dry()) return;
    const Look& look = b.look();
    const auto [width, height, cell] = room;
    b.picture(x, y, width, height, picture);
    b.outline(x, y, width, height, look.line, 1);
    if (picture.numbers) lay_out_numbers(b, picture, x, y, width, height);
    lay_out_marks(b, picture, x, y, width, height);
    if (picture.chosen) b.outline(x - 3, y - 3, width + 6, height + 6, look.accent, 2, 4);
    b.page().places.push_back(
        {group, &picture, nullptr, x, y, width, height, 0, full_width(picture), 0, full_height(picture)});
    const float line = caption_line(b);
    float top = y + height + 3;
    if (picture.keyed) {
        lay_out_key(b, picture, x, top, width, line);
        top += line + 1;
    }
    if (cell <= 0) return;
    for (const std::string_view words : caption_lines(b, picture.caption, cell)) {
        b.text(x, top, cell + 2, line, words, look.caption, look.muted);
        top += line;
    }
}

float lay_out_pictures(Builder& b, const Group& group, int index, float x, float y, float width) {
    if (group.pictures.empty()) return 0;
    if (!group.column_heads.empty()) return lay_out_table(b, group, index, x, y, width);
    const Cells cells = cells_of(b, group, width);
    const bool headed =
        std::any_of(group.pictures.begin(), group.pictures.end(), [](const Picture& p) { return !p.head.empty(); });
    const float head = headed ? line_height(b.look().text_size) + 2 : 0;
    float left = x, top = y, row = 0;
    int in_row = 0;
    bool first_row = true;
    for (std::size_t i = 0; i < group.pictures.size(); ++i) {
        const Picture& picture = group.pictures[i];
        const float wide = whole_width(picture, std::min(cells.side * picture.zoom, width), cells.part);
        const float widest = cells.columns == 1  ? width
                             : cells.columns > 0 ? std::max(wide, cells.step - kWordsApart)
                                                 : std::max(wide * 1.25f, b.look().caption * 11);
        const float least = cells.columns > 0 || picture.head.empty() || group.tight
                                ? wide
                                : std::clamp(head_width(b, picture.head, cells.head), wide, std::max(wide, width));
        const float cell =
            std::clamp(widest_line(b, picture.caption) + 2, least, std::max(least, std::min(widest, width)));
        if (in_row > 0 && (left + least > x + width + 0.5f || in_row == cells.columns)) {
            left = x;
            top += row + cells.between;
            row = 0;
            in_row = 0;
            first_row = false;
        }
        if (picture.apart && in_row > 0) left += kApart;
        const bool has_head_row = headed && (first_row || !group.tight);
        const float above = has_head_row ? head : 0, words = group.tight         ? 0
                                                             : cells.columns > 0 ? cell
                                                                                 : std::min(cell, x + width - left);
        if (has_head_row && !picture.head.empty()) {
            std::size_t next = i + 1;  // of a block the head may be as wide as all of it
            while (next < group.pictures.size() && group.tight && !group.pictures[next].apart &&
                   static_cast<int>(next - i) < cells.columns - in_row)
                ++next;
            const float own = group.tight ? wide : std::max(cell, cells.step - cells.between);
            lay_out_head(b, picture, left, top, own + (wide + cells.between) * static_cast<float>(next - i - 1),
                         cells.head);
        }
        lay_out_picture(b, picture, index, left, top + above, {wide, height_of(picture, wide), words});
        left += cells.step > 0 ? cells.step : cell + cells.between;
        const float key = picture.keyed ? caption_line(b) + 4 : 0;
        row = std::max(row, above + height_of(picture, wide) + key + caption_height(b, picture, words));
        ++in_row;
    }
    return top + row - y;
}

}  // namespace figure
