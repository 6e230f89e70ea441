#include "ui/figure_table.h"

#include <algorithm>
#include <string>

#include "ui/widgets.h"

namespace ui {
namespace {

/// What a click in it means: of a head, of a cell, or else of its row.
const figure::Click* table_click(const figure::NumberTable& table, const figure::TableGrid::At& at) {
    if (!at.row) return at.column && *at.column < table.head_clicks.size() ? &table.head_clicks[*at.column] : nullptr;
    const figure::NumberTable::Row& row = table.rows[*at.row];
    if (at.column && *at.column < row.cells.size() && row.cells[*at.column].click.kind != figure::Click::Kind::none)
        return &row.cells[*at.column].click;
    return &row.click;
}

void tell_cell(Context& c, const figure::NumberTable& table, const figure::TableGrid::At& at) {
    const auto head = [&](std::size_t column) {
        std::string words = column + 1 < table.heads.size() ? table.heads[column + 1] : "";
        std::replace(words.begin(), words.end(), '\n', ' ');
        return words;
    };
    const figure::Click* click = table_click(table, at);
    const bool opens = click != nullptr && click->kind == figure::Click::Kind::model;
    std::string words;
    if (!at.row) {
        if (!at.column || click == nullptr) return;
        words = head(*at.column) + "\nClick: sort by it";
    } else {
        const figure::NumberTable::Row& row = table.rows[*at.row];
        words = row.name;
        if (at.column && *at.column < row.cells.size())
            words += "\n" + head(*at.column) + ": " + row.cells[*at.column].words;
        if (opens)
            words += click->key.empty() ? "\nClick: open this network" : "\nClick: open it where this number is from";
    }
    tip(c, words);
}

}  // namespace

void table_item(Context& c, const figure::Place& place, const Rect& where, figure::Click& clicked) {
    const figure::NumberTable& table = *place.table;
    bool hovered = false;
    const bool pressed = hit(c, "figure " + table.name, where, &hovered);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto at = place.grid.at(mouse.x - where.x, mouse.y - where.y);
    if (!at || (!hovered && !pressed)) return;
    const figure::Click* click = table_click(table, *at);
    if (click != nullptr && click->kind != figure::Click::Kind::none) {
        if (pressed && ImGui::IsMouseReleased(ImGuiMouseButton_Left)) clicked = *click;
        if (at->row && hovered && !c.fingers) {
            const auto shown = std::find(place.grid.rows.begin(), place.grid.rows.end(), *at->row);
            const float top =
                where.y + place.grid.head + place.grid.row * static_cast<float>(shown - place.grid.rows.begin());
            ImGui::GetWindowDrawList()->AddRect({where.x - 4, top}, {where.x + where.width + 4, top + place.grid.row},
                                                c.colours.accent, 4);
        }
    }
    if (hovered && !ImGui::IsItemActive()) tell_cell(c, table, *at);
}

}  // namespace ui
