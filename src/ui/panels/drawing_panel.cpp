// The pad, its tools, the answer, class bars, samples; on a phone also the maps at a glance.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/views.h"
#include "ui/panels/answer.h"
#include "ui/panels/pad.h"
#include "ui/panels/panels.h"
#include "ui/panels/parts_row.h"
#include "ui/panels/signs_row.h"

namespace ui {
namespace {

/// Title, the brush from thin to thick, and what folds the side.
void draw_title(Context& c, app::State& state, const Rect& where, bool folds) {
    const float side = folds ? where.height : 0;
    const float brush = std::min(96.0f, where.width * 0.4f), x = where.x + where.width - side - brush;
    heading(c, {where.x, where.y, x - where.x - 12, where.height},
            is_about_signs(state) ? "Draw a sign" : "Draw a digit");
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float middle = where.y + where.height / 2;
    draw->AddCircleFilled({x - 8, middle}, 2, c.colours.muted);
    float width = state.board.brush;
    if (slider(c, "brush", {x, where.y, brush - 22, where.height}, width, app::DrawingBoard::kMinBrush,
               app::DrawingBoard::kMaxBrush, "Width of pen and eraser"))
        app::set_brush(state, width);
    draw->AddCircleFilled({x + brush - 12, middle}, 5, c.colours.muted);
    if (folds && icon_button(c, "fold", {x + brush, where.y, side, side}, Icon::fold, true, "Fold the pad away"))
        app::fold_pad(state, true);
}

/// What a sample of a class is.
std::string sample_words(const app::State& state, int of_class) {
    if (state.set_to_show == app::SetName::held_out)
        return "A handwritten " + std::to_string(of_class) + " from MNIST that the network never saw";
    return state.digits->class_name(of_class) + ", from " + state.digits->name;
}

/// As many letters of a name as there is room for, one at least: "Sneaker", "Sne", "Sn".
std::string beginning(Context& c, float size, std::string name, float width) {
    while (name.size() > 1 && text_width(c.fonts.regular, size, name) > width) {
        while (name.size() > 1 && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.pop_back();
        name.pop_back();
    }
    return name;
}

/// Handwritten digits by class, and the way to all of them; for fingers in two rows, where one is too narrow.  Gives
/// the height used.
float draw_samples(Context& c, app::State& state, float x, float y, float width) {
    const float high = c.fingers ? 44.0f : 26.0f;
    const float all = text_width(c.fonts.regular, c.size.text, "All\xE2\x80\xA6") + (c.fingers ? 28.0f : 18.0f);
    const float label = text_width(c.fonts.regular, c.size.caption, "Samples") + 8;
    const bool above = c.fingers && width < label + all + 10 * 46;
    caption(c, {x, y, label, high}, "Samples");
    if (button(c, "gallery", {x + width - all, y, all, high}, "All\xE2\x80\xA6", Look::raised, true,
               "Browse all pictures, or only the misread ones; choose another set (G)"))
        app::open_sheet(state, app::Sheet::gallery);
    const int in_row = above ? 5 : 10;
    const float left = above ? x : x + label, top = above ? y + high + 4 : y;
    const float cell = (above ? width : width - label - all - 6) / static_cast<float>(in_row);
    const auto known = static_cast<int>(state.digits->class_names.size());
    for (int digit = 0; digit < (known > 0 ? std::min(known, 10) : 10); ++digit) {
        const Rect part{left + cell * static_cast<float>(digit % in_row),
                        top + (high + 4) * static_cast<float>(digit / in_row), cell - (above ? 0.5f : 2.0f), high};
        bool hovered = false;
        if (hit(c, "sample " + std::to_string(digit), part, &hovered)) app::show_random_sample(state, digit);
        tip_at_rest(c, sample_words(state, digit) + " (key " + std::to_string(digit) + ")");
        ImGui::GetWindowDrawList()->AddRectFilled({part.x, part.y}, {part.x + part.width, part.y + part.height},
                                                  hovered ? c.colours.hover : c.colours.raised, 4);
        const std::string name = state.digits->class_name(digit);
        const float size = name.size() > 1 ? c.size.caption : c.size.text;
        text(c, part, c.fonts.regular, size, hovered ? c.colours.text : c.colours.muted,
             beginning(c, size, name, part.width - 2), Align::centre);
    }
    return above ? 3 * high + 8 : high;
}

/// What MNIST did to its digits; of what was not drawn where it comes from.
void draw_fit(Context& c, app::State& state, const Rect& where) {
    const bool is_digit = !state.sample_set || state.sample_set->class_name(0) == "0";
    const char* as_it_is = is_digit ? "An MNIST digit, as it is" : "A picture of the set, as it is";
    const char* words = state.fixed_input                        ? "These exact pixels were given"
                        : state.board.drawing().picture_is_input ? as_it_is
                        : c.size.text > 13                       ? "Centre and scale"
                                                                 : "Centre and scale my drawing";
    bool fit = state.options.fit;
    if (toggle(c, "fit", where, fit, words, "What MNIST did to its digits, done to yours. Off: see why it matters (F)"))
        app::set_fit(state, fit);
}

/// Answer and input picture in one row.
void draw_answer_and_input(Context& c, app::State& state, const Rect& where) {
    const float side = std::min(56.0f, where.height);
    draw_answer(c, state, {where.x, where.y, where.width - side - 12, where.height});
    draw_input_picture(c, state, {where.x + where.width - side, where.y + (where.height - side) / 2, side, side});
}

void draw_on_desk(Context& c, app::State& state, const Rect& where) {
    const bool tight = c.size.control < 44;
    Column column{where.x + c.size.margin, where.y + 12 - ImGui::GetScrollY(), where.width - 2 * c.size.margin};
    draw_title(c, state, column.take(tight ? 24.0f : 44.0f, 8), !app::is_network_open(state));
    const float below = tight ? 40.0f + 60 + 38 + 168 + 36 + 32 + 8 : 100.0f + 64 + 44 + 200 + 52 + 50;
    const float side =
        std::clamp(where.y + where.height - below - column.y, std::min(180.0f, column.width), column.width);
    const Rect pad = column.take(side, 8);
    draw_pad(c, state, {pad.x + (pad.width - side) / 2, pad.y, side, side});
    column.y += draw_tools(c, state, column.x, column.y, column.width) + 8;
    draw_answer_and_input(c, state, column.take(56, 4));
    draw_answer_note(c, state, column.take(tight ? 34.0f : 44.0f, 4));
    const bool signs = is_about_signs(state);
    const float row = signs ? draw_signs_row(c, state, column.x, column.y, column.width, true) : tight ? 26.0f : 150.0f;
    const float last = row + 10 + (tight ? 24.0f : 44.0f) + 8;
    const float least = signs ? 30.0f * static_cast<float>(std::min(state.lane().network().classes(), 5)) : 160.0f;
    draw_bars(c, state, column.take(std::clamp(where.y + where.height - column.y - last - 12, least, 260.0f), 8));
    column.y += signs ? draw_signs_row(c, state, column.x, column.y, column.width)
                      : draw_samples(c, state, column.x, column.y, column.width);
    column.y += 10;
    draw_fit(c, state, column.take(tight ? 24.0f : 44.0f));
    end_region(column.y + 4);
}

/// Pad and tools above each other, the pad as large as the screen lets it.
void draw_upright(Context& c, app::State& state, Column& column, const Rect& where) {
    const bool low = c.size.rail > 0;
    const float side = std::min(column.width, low ? where.height - 118 : std::max(220.0f, where.height * 0.46f));
    const Rect pad = column.take(side, 8);
    draw_pad(c, state, {pad.x + (pad.width - side) / 2, pad.y, side, side});
    column.y += draw_tools(c, state, column.x, column.y, column.width) + 10;
    if (state.parts.several()) draw_parts_row(c, state, column.take(44, 10));
}

/// Low screens: the whole pad at the left, the tools and the bars beside it.
void draw_side_by_side(Context& c, app::State& state, Column& column, const Rect& where) {
    const float side = std::min(where.height - 16, column.width * 0.55f), top = column.y;
    draw_pad(c, state, {column.x, top, side, side});
    Column beside{column.x + side + 12, top, column.width - side - 12};
    beside.y += draw_tools(c, state, beside.x, beside.y, beside.width) + 8;
    if (state.parts.several()) draw_parts_row(c, state, beside.take(44, 4));
    const float rest = top + side - beside.y;
    if (rest >= 150 && beside.width >= 160) draw_bars(c, state, beside.take(rest, 0));
    column.y = std::max(top + side, beside.y) + 10;
}

void draw_maps_at_a_glance(Context& c, app::State& state, Column& column) {
    const std::vector<app::Block> all = app::blocks(state.lane().network());
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (all[static_cast<std::size_t>(i)].flat) continue;
        const int maps = app::map_count(state.lane().network(), all[static_cast<std::size_t>(i)].first);
        const int columns = std::clamp(maps, 4, 8);  // one map alone is no larger than one of four
        const BlockLook look{(column.width - 20 - 4 * static_cast<float>(columns - 1)) / static_cast<float>(columns),
                             columns, false};
        c.lane = state.focus;
        column.y += draw_block(c, state, i, column.x, column.y, column.width, look) + 10;
        c.lane = 0;
    }
}

void draw_on_phone(Context& c, app::State& state, const Rect& where) {
    Column column{where.x + c.size.margin, where.y + 8 - ImGui::GetScrollY(), where.width - 2 * c.size.margin};
    const bool low = c.size.rail > 0;
    if (low && column.width > 320)
        draw_side_by_side(c, state, column, where);
    else
        draw_upright(c, state, column, where);
    if (is_about_signs(state)) column.y += draw_signs_row(c, state, column.x, column.y, column.width) + 12;
    draw_maps_at_a_glance(c, state, column);
    column.y += draw_samples(c, state, column.x, column.y, column.width) + 10;
    draw_title(c, state, column.take(44, 4), false);
    draw_fit(c, state, column.take(44, 8));
    draw_bars(c, state, column.take(240, 16));
    end_region(column.y);
}

}  // namespace

void draw_drawing_panel(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "drawing", where, c.colours.panel);
    if (c.phone)
        draw_on_phone(c, state, where);
    else
        draw_on_desk(c, state, where);
}

}  // namespace ui
