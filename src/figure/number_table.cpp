// A table of numbers: heads, names, cells with bars.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kLeastColumn = 58;  // of a desk's text
constexpr float kRow = 28, kLeastRow = 19, kDeskText = 13;

std::string_view before(std::string_view words, char end) { return words.substr(0, words.find(end)); }

std::string_view after(std::string_view words, char end) {
    const std::size_t at = words.find(end);
    return at == std::string_view::npos ? std::string_view() : words.substr(at + 1);
}

float bar_alpha(bool faint) { return faint ? 0.12f : 0.28f; }

/// The first columns, and the sorted one in the place of the last where it is none of them.
std::vector<std::size_t> columns_with_room(const NumberTable& table, float room, float least) {
    const std::size_t all = table.heads.size() - 1;
    const std::size_t count = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(room / least, 1.0f)), 1, all);
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < count; ++i) columns.push_back(i);
    if (table.sorted >= static_cast<int>(count)) columns.back() = static_cast<std::size_t>(table.sorted);
    return columns;
}

std::vector<std::size_t> rows_shown(const NumberTable& table, bool phone) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (!phone || table.most_on_phone == 0 || i < table.most_on_phone || table.rows[i].chosen) rows.push_back(i);
    return rows;
}

TableGrid grid_of(const Builder& b, const NumberTable& table, float width) {
    const Look& look = b.look();
    TableGrid grid;
    float name = b.width_of(Face::regular, look.caption, table.heads[0]), widest = 0;
    for (const NumberTable::Row& row : table.rows) {
        name = std::max(name, b.width_of(row.chosen ? Face::semibold : Face::regular, look.text_size, row.name));
        for (const NumberTable::Cell& cell : row.cells)
            widest = std::max(widest, b.width_of(Face::semibold, look.text_size, cell.words));
    }
    const float least = std::max(kLeastColumn * look.text_size / kDeskText, widest + 14);
    grid.name = std::min(name + 14, width * (look.phone ? 0.5f : 0.45f));
    grid.columns = columns_with_room(table, width - grid.name, least);
    grid.column = std::floor((width - grid.name) / static_cast<float>(grid.columns.size()));
    grid.rows = rows_shown(table, look.phone);
    grid.head = 2 * line_height(look.caption) + 6;
    const float larger = look.phone ? 1.0f : look.text_size / kDeskText;
    grid.row =
        std::round(larger * std::clamp(kRow * b.zoom.pictures, look.phone ? kLeastRow + 3 : kLeastRow, kRow + 2));
    return grid;
}

void lay_out_cell(Builder& b, const NumberTable& table, const NumberTable::Row& row, std::size_t column,
                  const TableGrid& grid, float x, float y) {
    if (column >= row.cells.size()) return;
    const NumberTable::Cell& cell = row.cells[column];
    const Look& look = b.look();
    const float left = x + 4, wide = grid.column - 8;
    if (cell.bar && std::isfinite(*cell.bar)) {
        const float bar = std::clamp(*cell.bar, table.from_middle ? -1.0f : 0.0f, 1.0f);
        image::Colour colour = image::class_colour(look.theme, bar > 0 && table.from_middle ? 0 : 4);
        colour.a = static_cast<std::uint8_t>(255 * (table.from_middle ? 0.75f : bar_alpha(row.faint)));
        const float room = table.from_middle ? wide - b.width_of(Face::semibold, look.text_size, "+0.00") - 8 : wide,
                    zero = table.from_middle ? left + room / 2 : left,
                    length = bar * (table.from_middle ? room / 2 : room);
        b.fill(std::min(zero, zero + length), y + 3, std::max(std::fabs(length), 1.5f), grid.row - 6, colour, 2);
        if (table.from_middle) b.line(zero, y + 1, zero, y + grid.row - 1, look.muted, 1);
    }
    const bool sorted = static_cast<int>(column) == table.sorted;
    b.text(left, y, wide - 2, grid.row, cell.words, look.text_size, row.faint ? look.muted : look.text, Align::right,
           sorted || row.chosen || table.from_middle ? Face::semibold : Face::regular);
}

}  // namespace

std::optional<TableGrid::At> TableGrid::at(float x, float y) const {
    if (x < 0 || y < 0 || row <= 0 || column <= 0) return std::nullopt;
    At found;
    if (y >= head) {
        const auto place = static_cast<std::size_t>((y - head) / row);
        if (place >= rows.size()) return std::nullopt;
        found.row = rows[place];
    }
    if (x >= name) {
        const auto place = static_cast<std::size_t>((x - name) / column);
        if (place >= columns.size()) return std::nullopt;
        found.column = columns[place];
    }
    return found;
}

float lay_out_numbers_table(Builder& b, const NumberTable& table, int group, float x, float y, float width) {
    if (table.heads.size() < 2) return 0;
    const Look& look = b.look();
    const TableGrid grid = grid_of(b, table, width);
    const float height = grid.head + grid.row * static_cast<float>(grid.rows.size());
    if (b.dry()) return height + 4;
    const float line = line_height(look.caption);
    b.text(x, y + line, grid.name, line, table.heads[0], look.caption, look.muted);
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        const std::string_view head = table.heads[grid.columns[i] + 1];
        const bool sorted = static_cast<int>(grid.columns[i]) == table.sorted;
        const float left = x + grid.name + grid.column * static_cast<float>(i);
        const image::Colour ink = sorted ? look.accent : look.muted;
        const Face face = sorted ? Face::semibold : Face::regular;
        const bool one = head.find('\n') == std::string_view::npos;
        b.text(left, y + (one ? line : 0), grid.column - 6, line, before(head, '\n'), look.caption, ink, Align::right,
               face);
        b.text(left, y + line, grid.column - 6, line, after(head, '\n'), look.caption, ink, Align::right, face);
    }
    b.line(x, y + grid.head - 3, x + width, y + grid.head - 3, look.line);
    float top = y + grid.head;
    for (const std::size_t number : grid.rows) {
        const NumberTable::Row& row = table.rows[number];
        if (row.chosen) b.outline(x - 4, top, width + 8, grid.row, look.accent, 1.5f, 4);
        b.text(x, top, grid.name - 8, grid.row, row.name, look.text_size, row.faint ? look.muted : look.text,
               Align::left, row.chosen ? Face::semibold : Face::regular);
        for (std::size_t i = 0; i < grid.columns.size(); ++i)
            lay_out_cell(b, table, row, grid.columns[i], grid, x + grid.name + grid.column * static_cast<float>(i),
                         top);
        top += grid.row;
    }
    Place place;
    place.group = group;
    place.x = x;
    place.y = y;
    place.width = width;
    place.height = height;
    place.table = &table;
    place.grid = grid;
    b.page().places.push_back(std::move(place));
    return height + 4;
}

}  // namespace figure
