// Groups as cards, in rows; the look of themes and densities.
#include "figure/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kNarrowest = 168;   ///< of a card in a row of cards
constexpr float kNarrow = 420;      ///< a phone's column
constexpr float kGutter = 32;       ///< between these
constexpr float kMostOfIt = 0.62f;  ///< the halves' share of a height in which something common stands below them

constexpr image::Colour hex(unsigned rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb),
            255};
}

/// Groups next to one another, as tall as the tallest; gives the height.
float lay_out_row(Builder& b, const Figure& figure, const Row& row, const std::vector<Zoom>& zooms, float x, float y,
                  float width, float between) {
    const std::vector<float> widths = widths_of(figure, row, width, between);
    float tallest = 0, left = x, wide = -between, column = 0;
    std::vector<std::size_t> grounds;
    std::size_t columns = 0;  // of these the last one has a ground as long as it stands alone
    const std::size_t lines = longest_title(b, figure, row, widths);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Group& group = figure.groups[row[i]];
        const std::size_t first = b.page().places.size();
        const bool under = is_under(figure, row, i);
        b.zoom = zooms.empty() ? Zoom{} : zooms[row[i]];
        if (under) {
            column += between + lay_out_group(b, group, static_cast<int>(row[i]), left, y + column + between, widths[i],
                                              title_lines(b, group, widths[i]).size());
            tallest = std::max(tallest, column);
            if (grounds.size() == columns) grounds.pop_back();  // a card above others keeps its own height
            continue;
        }
        left += wide + between;
        grounds.push_back(b.page().shapes.size());
        columns = grounds.size();
        column =
            lay_out_group(b, group, static_cast<int>(row[i]), left, y, widths[i], lines_of(b, group, widths[i], lines));
        tallest = std::max(tallest, column);
        wide = widths[i];
        if (b.plain && !group.tight && b.title_of(group).empty() && group.note.empty() && group.facts.empty() &&
            group.plots.empty()) {  // nothing but pictures: the next ones come close
            wide = 0;
            for (std::size_t k = first; k < b.page().places.size(); ++k)
                wide = std::max(wide, b.page().places[k].x + b.page().places[k].width - left);
        }
    }
    for (const std::size_t ground : grounds)
        if (!b.plain) b.page().shapes[ground].height = b.page().shapes[ground + 1].height = tallest;
    return tallest;
}

bool is_placed(const Figure& figure, std::size_t group, int part) {
    return part == Extent::kAll ||
           (part == Extent::kResult ? !figure.groups[group].folded : group == static_cast<std::size_t>(part));
}

float least_of(const Group& group) {
    if (group.least > 0) return group.least;
    return group.pictures.empty() && group.plots.empty() && !group.facts.empty() ? 90.0f : kNarrowest * 1.6f;
}

/// A second network's card has its place at the right of the first one's, where each has no half of its own.
bool stands_beside(const Group& group, bool half) { return half || group.lane < 0 ? group.beside : group.paired; }

/// Rows of cards: all in a figure of columns, a card and those beside it in others; where one does not fit beside
/// those before it, a later one may.
std::vector<Row> rows_of(const Figure& figure, const std::vector<std::size_t>& placed, float width, float between,
                         bool half = false) {
    std::vector<Row> rows;
    const auto count = static_cast<float>(placed.size());
    const float narrowest = kNarrowest * (half ? 0.4f : 0.75f);
    if (figure.columns && (width - between * (count - 1)) / std::max(count, 1.0f) >= narrowest) return {placed};
    for (std::size_t begin = 0; begin < placed.size();) {
        std::size_t end = begin + 1;
        while (end < placed.size() &&
               (stands_beside(figure.groups[placed[end]], half) || figure.groups[placed[end]].under) && !figure.columns)
            ++end;
        std::vector<std::size_t> rest(placed.begin() + static_cast<std::ptrdiff_t>(begin),
                                      placed.begin() + static_cast<std::ptrdiff_t>(end));
        while (!rest.empty()) {
            Row row;
            float taken = -between;
            bool is_taken = false;  // the card before
            std::erase_if(rest, [&](std::size_t group) {
                if (figure.groups[group].under && !row.empty()) {
                    if (is_taken) row.push_back(group);
                    return is_taken;
                }
                is_taken = false;
                const float wide = least_of(figure.groups[group]) + between;
                const bool is_full = figure.in_row > 0 && static_cast<int>(row.size()) >= figure.in_row;
                if (!row.empty() && (is_full || taken + wide > width)) return false;
                taken += wide;
                row.push_back(group);
                return is_taken = true;
            });
            rows.push_back(std::move(row));
        }
        begin = end;
    }
    return rows;
}

std::vector<std::size_t> placed_of(const Figure& figure, int part) {
    std::vector<std::size_t> placed;
    for (std::size_t i = 0; i < figure.groups.size(); ++i)
        if (is_placed(figure, i, part)) placed.push_back(i);
    return placed;
}

/// How many cards come first in a narrow column, which have the room for themselves: the first one, its partner, and
/// those that say so, which move up to them.  0 where none does.
std::size_t move_up_early(const Figure& figure, std::vector<std::size_t>& placed) {
    const auto is_early = [&](std::size_t group) { return figure.groups[group].early; };
    if (std::none_of(placed.begin(), placed.end(), is_early)) return 0;
    auto after = placed.begin() + 1;
    while (after != placed.end() && figure.groups[*after].paired) ++after;
    return static_cast<std::size_t>(std::stable_partition(after, placed.end(), is_early) - placed.begin());
}

/// Two networks' cards, and those that are about both.
struct Halves {
    std::array<std::vector<std::size_t>, 2> of;
    std::vector<std::size_t> common;

    bool has_both() const { return !of[0].empty() && !of[1].empty(); }
};

Halves halves_of(const Figure& figure, const std::vector<std::size_t>& placed) {
    Halves halves;
    for (const std::size_t i : placed) {
        const int lane = figure.groups[i].lane;
        (lane < 0 ? halves.common : halves.of[static_cast<std::size_t>(lane)]).push_back(i);
    }
    return halves;
}

/// Each network's figure in a half of its own, as it stands alone, rows level with one another; gives the height.
/// `height` > 0: pictures shrink until all fits, those of one place in both halves alike.
float lay_out_halves(Builder& b, Builder& dry, const Figure& figure, const Halves& halves, float x, float y,
                     float width, float height, float between) {
    const Look& look = b.look();
    const float half = (width - kGutter) / 2, head = line_height(look.heading) + 10;
    std::array<std::vector<Row>, 2> rows;
    std::vector<Zoom> zooms;
    b.half = dry.half = true;
    for (std::size_t lane = 0; lane < 2; ++lane) {
        rows[lane] = rows_of(figure, halves.of[lane], half, between, true);
        const float left = x + static_cast<float>(lane) * (half + kGutter);
        b.text(left, y + 4, half, head - 10, figure.groups[halves.of[lane][0]].whose, look.heading, look.muted,
               Align::left, Face::semibold);
        if (height <= 0) continue;
        const std::vector<Zoom> own = fitting(figure, rows[lane], half, height - head, between, dry);
        if (zooms.empty()) zooms = own;
        for (std::size_t i = 0; i < halves.of[lane].size(); ++i) zooms[halves.of[lane][i]] = own[halves.of[lane][i]];
    }
    if (height > 0 && halves.of[0].size() == halves.of[1].size()) {
        for (std::size_t i = 0; i < halves.of[0].size(); ++i) {
            Zoom &first = zooms[halves.of[0][i]], &second = zooms[halves.of[1][i]];
            first = second = {std::min(first.pictures, second.pictures), std::min(first.plots, second.plots)};
        }
    }
    const float begin = y;
    y += head;
    for (std::size_t r = 0; r < std::max(rows[0].size(), rows[1].size()); ++r) {
        float tallest = 0;
        for (std::size_t lane = 0; lane < 2; ++lane)
            if (r < rows[lane].size())
                tallest =
                    std::max(tallest, lay_out_row(b, figure, rows[lane][r], zooms,
                                                  x + static_cast<float>(lane) * (half + kGutter), y, half, between));
        y += tallest + between;
    }
    b.half = dry.half = false;
    b.line(x + half + kGutter / 2, begin, x + half + kGutter / 2, y - between, look.line);
    return y - between - begin;
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
        look.phone = true;
    }
    return look;
}

Page lay_out(const Figure& figure, const Extent& extent, const Look& look, const Measure& measure) {
    const float width = extent.width, margin = look.titled ? look.margin : 0, x = margin, inside = width - 2 * margin;
    Builder b(look, measure), dry(look, measure, true);
    b.plain = dry.plain = extent.part == Extent::kResult;
    const float between = b.plain && width > 500 ? 2 * kBetween : kBetween;
    float y = margin;
    const auto heading = [&](const std::string& words, float size, image::Colour colour, Face face) {
        for (const std::string_view line : b.wrapped(words, size, inside, face)) {
            b.text(x, y, inside, line_height(size), line, size, colour, Align::left, face);
            y += line_height(size);
        }
        if (!words.empty()) y += 8;
    };
    if (look.titled) {
        heading(figure.finding, look.heading + 4, look.text, Face::semibold);
        const bool found = !figure.finding.empty();
        heading(figure.title, found ? look.text_size : look.heading + 4, found ? look.muted : look.text,
                found ? Face::regular : Face::semibold);
    }
    constexpr float kLegend = 20;
    const bool has_shared_legend =
        extent.part == Extent::kResult &&
        std::any_of(figure.groups.begin(), figure.groups.end(), [](const Group& group) {
            return group.tight && std::any_of(group.pictures.begin(), group.pictures.end(), [](const Picture& p) {
                       return p.map == image::Map::diverging && !p.keyed;
                   });
        });
    float height = extent.height - (has_shared_legend ? kLegend : 0);
    std::vector<std::size_t> rest = placed_of(figure, extent.part);
    std::vector<std::size_t> shown = rest;  // what is folded has no room to fit into
    std::erase_if(shown, [&](std::size_t group) { return extent.part >= 0 || figure.groups[group].folded; });
    if (const Halves halves = halves_of(figure, shown); halves.has_both() && inside >= kHalves) {
        const float most = halves.common.empty() ? height : height * kMostOfIt;
        const float used = lay_out_halves(b, dry, figure, halves, x, y, inside, extent.height > 0 ? most : 0, between);
        y += used + between;
        height -= used + between;
        std::erase_if(
            rest, [&](std::size_t group) { return !figure.groups[group].folded && figure.groups[group].lane >= 0; });
        shown = halves.common;
    }
    std::vector<Row> rows;
    std::vector<Zoom> zooms;
    if (extent.height > 0 && extent.part < 0) {
        const std::size_t upper = inside < kNarrow ? move_up_early(figure, shown) : 0;
        const std::vector<std::size_t> fitted(
            shown.begin(), upper > 0 ? shown.begin() + static_cast<std::ptrdiff_t>(upper) : shown.end());
        rows = rows_of(figure, fitted, inside, between);
        zooms = fitting(figure, rows, inside, height, between, dry);
        shown.erase(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(fitted.size()));
        for (Row& row : rows_of(figure, shown, inside, between)) rows.push_back(std::move(row));
        std::erase_if(rest, [&](std::size_t group) { return !figure.groups[group].folded; });
    }
    for (Row& row : rows_of(figure, rest, inside, between)) rows.push_back(std::move(row));
    for (const Row& row : rows) y += lay_out_row(b, figure, row, zooms, x, y, inside, between) + between;
    if (b.plain && y > margin) y -= between;
    if (has_shared_legend) {
        lay_out_map_legend(b, image::Map::diverging, x + inside, y + 2, kLegend - 2);
        y += kLegend;
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
