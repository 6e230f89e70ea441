// Groups as cards; in a card title, legend, note, facts, pictures, plots.
#include "figure/layout.h"

#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kPadding = 12;
constexpr float kBetween = 10;     ///< pictures, and cards
constexpr float kNarrowest = 168;  ///< of a card in a row of cards

constexpr image::Colour hex(unsigned rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb),
            255};
}

float line_height(float size) { return std::round(size * 1.45f); }

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

/// A colour map's colours with the meaning of its ends; gives its width.
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

float lay_out_class_legend(Builder& b, float right, float y, float height) {
    const Look& look = b.look();
    const float cell = std::max(14.0f, look.caption * 1.35f), left = right - 10 * cell;
    for (int k = 0; k < 10; ++k) {
        const float x = left + cell * static_cast<float>(k);
        b.fill(x, y + height / 2 - cell / 2, cell - 1, cell, image::class_colour(look.theme, k), 2);
        b.text(x, y, cell - 1, height, std::to_string(k), look.caption, hex(0x10141c), Align::centre, Face::semibold);
    }
    return 10 * cell;
}

/// The maps that the group's pictures use, at the right of a line.
void lay_out_legends(Builder& b, const Group& group, float x, float y, float width, float height) {
    float right = x + width;
    for (const image::Map map :
         {image::Map::classes, image::Map::diverging, image::Map::sequential, image::Map::grey}) {
        if (std::none_of(group.pictures.begin(), group.pictures.end(),
                         [map](const Picture& p) { return p.map == map; }))
            continue;
        right -= 14 + (map == image::Map::classes ? lay_out_class_legend(b, right, y, height)
                                                  : lay_out_map_legend(b, map, right, y, height));
    }
}

bool has_legend(const Group& group) {
    return std::any_of(group.pictures.begin(), group.pictures.end(),
                       [](const Picture& p) { return p.map != image::Map::ink; });
}

/// Label and value side by side; as many pairs in a line as fit.  Gives the height.
float lay_out_facts(Builder& b, const Group& group, float x, float y, float width) {
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
    const float unit_x = width / static_cast<float>(std::max(picture.width, 1)),
                unit_y = height / static_cast<float>(std::max(picture.height, 1));
    const auto at_x = [&](float v) { return x + std::clamp(v, 0.0f, static_cast<float>(picture.width)) * unit_x; };
    const auto at_y = [&](float v) { return y + std::clamp(v, 0.0f, static_cast<float>(picture.height)) * unit_y; };
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
                b.dot(x0, y0, std::clamp(unit_x * 0.2f, 2.0f, 5.0f), colour);
                break;
            case Mark::Kind::arrow:
                lay_out_arrow(b, x0, y0, x1, y1, colour, unit_x);
                break;
        }
    }
}

/// One picture and its caption in a cell of the given width.
void lay_out_picture(Builder& b, const Picture& picture, int group, float x, float y, float width, float cell) {
    const Look& look = b.look();
    const float height = width * static_cast<float>(picture.height) / static_cast<float>(std::max(picture.width, 1));
    b.picture(x, y, width, height, picture);
    b.outline(x, y, width, height, look.line, 1);
    if (picture.numbers) lay_out_numbers(b, picture, x, y, width, height);
    lay_out_marks(b, picture, x, y, width, height);
    if (picture.chosen) b.outline(x - 3, y - 3, width + 6, height + 6, look.accent, 2, 4);
    b.page().places.push_back({group, &picture, nullptr, x, y, width, height, 0, static_cast<float>(picture.width), 0,
                               static_cast<float>(picture.height)});
    const float line = std::round(look.caption * 1.35f);
    float top = y + height + 3;
    for (const std::string_view words : caption_lines(b, picture.caption, cell)) {
        b.text(x, top, cell + 2, line, words, look.caption, look.muted);
        top += line;
    }
}

struct Cell {
    float picture = 0, width = 0, height = 0;
};

Cell cell_of(const Builder& b, int columns, const Picture& picture, float side, float room) {
    Cell cell;
    cell.picture = std::min(side * picture.zoom, room);
    const float widest =
        columns > 0 ? cell.picture + kBetween / 2 : std::max(cell.picture * 1.25f, b.look().caption * 11);
    cell.width =
        std::clamp(widest_line(b, picture.caption) + 2, cell.picture, std::max(cell.picture, std::min(widest, room)));
    cell.height = cell.picture * static_cast<float>(picture.height) / static_cast<float>(std::max(picture.width, 1));
    return cell;
}

float caption_height(const Builder& b, const Picture& picture, float width) {
    if (picture.caption.empty()) return 0;
    return 3 +
           std::round(b.look().caption * 1.35f) * static_cast<float>(caption_lines(b, picture.caption, width).size());
}

/// How many in a row: what the group says, or one more than fit where a little less size saves a row.  0: as many as
/// fit.
int columns_of(const Group& group, float side, float width) {
    constexpr float kLeast = 0.8f;  // of the wanted size
    const auto count = static_cast<int>(group.pictures.size());
    const bool alike = std::all_of(group.pictures.begin(), group.pictures.end(),
                                   [&](const Picture& p) { return p.zoom == group.pictures[0].zoom; });
    if (group.columns > 0 || !alike) return group.columns;
    const float one = side * group.pictures[0].zoom;
    const int fit = std::max(1, static_cast<int>((width + kBetween) / (one + kBetween)));
    if (count <= fit) return 0;
    const int most = std::max(fit, static_cast<int>((width + kBetween) / (one * kLeast + kBetween)));
    const int rows = (count + most - 1) / most;
    return (count + rows - 1) / rows;  // rows of equal length
}

/// Rows of pictures from left to right; gives the height.
float lay_out_pictures(Builder& b, const Group& group, int index, float x, float y, float width) {
    if (group.pictures.empty()) return 0;
    float side = group.side * b.look().scale;
    const int columns = columns_of(group, side, width);
    if (columns > 0)
        side = std::min(side, (width - kBetween * static_cast<float>(columns - 1)) / static_cast<float>(columns) /
                                  (group.columns > 0 ? 1.0f : group.pictures[0].zoom));
    float left = x, top = y, row = 0;
    int in_row = 0;
    for (const Picture& picture : group.pictures) {
        const Cell cell = cell_of(b, columns, picture, side, width);
        if (in_row > 0 && (left + cell.picture > x + width + 0.5f || (columns > 0 && in_row == columns))) {
            left = x;
            top += row + kBetween;
            row = 0;
            in_row = 0;
        }
        const float words = columns > 0 ? cell.width : std::min(cell.width, x + width - left);
        lay_out_picture(b, picture, index, left, top, cell.picture, words);
        left += (columns > 0 ? cell.picture : cell.width) + kBetween;
        row = std::max(row, cell.height + caption_height(b, picture, words));
        ++in_row;
    }
    return top + row - y;
}

float lay_out_plots(Builder& b, const Group& group, int index, float x, float y, float width) {
    float left = x, top = y, row = 0;
    for (const Plot& plot : group.plots) {
        const float wanted = std::floor((width + kBetween) * plot.width - kBetween - 0.01f),
                    wide = width < 420 ? width : std::max(std::min(wanted, width), 200.0f);
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

/// The title's lines in a card of this width; a button has its place behind them, but not in files.
std::vector<std::string_view> title_lines(const Builder& b, const Group& group, float width) {
    const Look& look = b.look();
    const float button = look.titled ? 0 : line_height(look.heading) + 2;
    return b.wrapped(group.title, look.heading, width - 2 * kPadding - button, Face::semibold);
}

/// A card whose title has room for so many lines; gives its height.
float lay_out_group(Builder& b, const Group& group, int index, float x, float y, float width, std::size_t lines) {
    const Look& look = b.look();
    const std::size_t ground = b.page().shapes.size();
    b.fill(x, y, width, 0, look.panel, look.rounding);
    b.outline(x, y, width, 0, look.line, 1, look.rounding);
    const float left = x + kPadding, inside = width - 2 * kPadding;
    float top = y + kPadding - 2;
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
    const float pictures = lay_out_pictures(b, group, index, left, top, inside);
    top += pictures + (pictures > 0 && !group.plots.empty() ? kBetween + 4 : 0);
    top += lay_out_plots(b, group, index, left, top, inside);
    const float height = top + kPadding - y;
    b.page().cards.push_back(
        {index, x, y, width, height, std::min(left + title, x + width - line - 8), y + kPadding - 2, line});
    b.page().shapes[ground].height = b.page().shapes[ground + 1].height = height;
    return height;
}

/// Groups [begin, end) next to one another, as tall as the tallest; gives the height.
float lay_out_columns(Builder& b, const Figure& figure, std::size_t begin, std::size_t end, float x, float y,
                      float width) {
    const auto count = static_cast<float>(end - begin);
    const float wide = (width - kBetween * (count - 1)) / count;
    float tallest = 0;
    std::vector<std::size_t> grounds;
    std::size_t lines = 0;
    for (std::size_t i = begin; i < end; ++i) lines = std::max(lines, title_lines(b, figure.groups[i], wide).size());
    for (std::size_t i = begin; i < end; ++i) {
        grounds.push_back(b.page().shapes.size());
        tallest =
            std::max(tallest, lay_out_group(b, figure.groups[i], static_cast<int>(i),
                                            x + (wide + kBetween) * static_cast<float>(i - begin), y, wide, lines));
    }
    for (const std::size_t ground : grounds)
        b.page().shapes[ground].height = b.page().shapes[ground + 1].height = tallest;
    return tallest;
}

bool is_placed(const Figure& figure, std::size_t group, int part) {
    return part == Extent::kAll ||
           (part == Extent::kResult ? !figure.groups[group].folded : group == static_cast<std::size_t>(part));
}

/// Where the row of cards that begins with card `begin` ends: all of them in a figure of columns, a card and those
/// beside it in others; one card where there is no room for more.
std::size_t row_end(const Figure& figure, std::size_t begin, float width, int part) {
    if (part >= 0) return begin + 1;
    const auto fits = [&](std::size_t count, float narrowest) {
        return (width - kBetween * static_cast<float>(count - 1)) / static_cast<float>(count) >= narrowest;
    };
    std::size_t all = begin, count = 0;
    while (all < figure.groups.size() && is_placed(figure, all, part)) ++all;
    for (std::size_t i = 0; i < figure.groups.size(); ++i) count += is_placed(figure, i, part) ? 1 : 0;
    if (figure.columns) return fits(count, kNarrowest * 0.75f) ? all : begin + 1;
    std::size_t end = begin + 1;
    while (end < all && figure.groups[end].beside) ++end;
    return fits(end - begin, kNarrowest * 1.6f) ? end : begin + 1;
}

}  // namespace

Look look(image::Theme theme, bool phone) {
    Look look;
    look.theme = theme;
    const bool dark = theme == image::Theme::dark;
    look.background = hex(dark ? 0x0e1116 : 0xf3f4f6);
    look.panel = hex(dark ? 0x151a21 : 0xffffff);
    look.line = hex(dark ? 0x262f3b : 0xdde2e9);
    look.text = hex(dark ? 0xe7ebf1 : 0x171b22);
    look.muted = hex(dark ? 0x8c98a9 : 0x5d6877);
    look.accent = hex(dark ? 0xffb648 : 0xc2570c);
    look.error = hex(dark ? 0xff8a7a : 0xb3261e);
    if (phone) {
        look.text_size = 15;
        look.heading = 16;
        look.caption = 13;
        look.rounding = 8;
        look.scale = 1.12f;
    }
    return look;
}

Page lay_out(const Figure& figure, const Extent& extent, const Look& look, const Measure& measure) {
    const float width = extent.width;
    Builder b(look, measure);
    const float margin = look.titled ? look.margin : 0, x = margin, inside = width - 2 * margin;
    float y = margin;
    if (look.titled && !figure.title.empty()) {
        b.text(x, y, inside, 28, figure.title, look.heading + 4, look.text, Align::left, Face::semibold);
        y += 34;
    }
    for (std::size_t begin = 0; begin < figure.groups.size();) {
        if (!is_placed(figure, begin, extent.part)) {
            ++begin;
            continue;
        }
        const std::size_t end = row_end(figure, begin, inside, extent.part);
        y += lay_out_columns(b, figure, begin, end, x, y, inside) + kBetween;
        begin = end;
    }
    if (look.titled && !figure.source.empty()) {
        b.text(x, y, inside, 20, figure.source, look.caption, look.muted);
        y += 22;
    }
    Page page = std::move(b.page());
    page.width = width;
    page.height = y + margin;
    return page;
}

}  // namespace figure
