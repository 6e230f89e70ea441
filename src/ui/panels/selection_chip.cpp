// What is selected, as a chip beside a probe's finding: arrows to the next map, and what of the map is kept.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/selection.h"
#include "ui/panels/keep_choice.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

/// Layers up and down, and what of the map is kept.
void draw_choices(Context& c, app::State& state, const Rect& chip) {
    const float width = std::min(320.0f, ImGui::GetIO().DisplaySize.x - 16), line = c.size.control;
    ImGui::SetNextWindowPos({std::clamp(chip.x + chip.width - width, 8.0f, ImGui::GetIO().DisplaySize.x - width - 8),
                             chip.y + chip.height + 6});
    ImGui::SetNextWindowSize({width, 32 + 2 * line});
    if (!ImGui::BeginPopup("selection choices")) return;
    const ImVec2 at = ImGui::GetWindowPos();
    Column column{at.x + 12, at.y + 12, width - 24};
    const Rect layers = column.take(line, 8);
    if (icon_button(c, "layer before", {layers.x, layers.y, line, line}, Icon::previous, true, "The layer before",
                    Look::raised))
        app::select_next(state, 0, -1);
    text(c, {layers.x + line, layers.y, layers.width - 2 * line, line}, c.fonts.semibold, c.size.text, c.colours.text,
         app::layer_words(state), Align::centre);
    if (icon_button(c, "layer after", {layers.x + layers.width - line, layers.y, line, line}, Icon::next, true,
                    "The next layer", Look::raised))
        app::select_next(state, 0, 1);
    if (state.selection.layer >= 0) draw_keep_choice(c, state, column.take(line));
    ImGui::EndPopup();
}

}  // namespace

void draw_selection_chip(Context& c, app::State& state, const Rect& where) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float round = where.height / 2, side = std::max(where.height, 28.0f);
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.raised, round);
    draw->AddRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.line, round);
    if (icon_button(c, "previous map", {where.x, where.y, side, where.height}, Icon::previous, true,
                    "Previous map (left arrow)"))
        app::select_next(state, -1, 0);
    const Rect middle{where.x + side, where.y, where.width - 2 * side, where.height};
    bool hovered = false;
    if (hit(c, "selection", middle, &hovered)) ImGui::OpenPopup("selection choices");
    tip_at_rest(c, "What is asked about: its layer (up and down), and what of the map is kept (K)");
    const std::string layer = app::layer_words(state), which = app::map_words(state);
    const float first = text_width(c.fonts.semibold, c.size.text, layer + " "),
                second = text_width(c.fonts.regular, c.size.text, which);
    const float x = middle.x + std::max(0.0f, (middle.width - first - second) / 2);
    text(c, {x, where.y, std::min(first + 1, middle.width), where.height}, c.fonts.semibold, c.size.text,
         c.colours.text, layer);
    if (middle.width > first + 16)
        text(c, {x + first, where.y, middle.x + middle.width - x - first, where.height}, c.fonts.regular, c.size.text,
             hovered ? c.colours.text : c.colours.muted, which);
    if (icon_button(c, "next map", {where.x + where.width - side, where.y, side, where.height}, Icon::next, true,
                    "Next map (right arrow)"))
        app::select_next(state, 1, 0);
    draw_choices(c, state, where);
}

}  // namespace ui
