// The pad, its tools, what the network sees, samples, class bars.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "image/strokes.h"
#include "ui/map_tile.h"
#include "ui/panels/panels.h"
#include "ui/panels/parts_row.h"

namespace ui {
namespace {

/// By more than about 30 degrees.
bool turns_sharply(ImVec2 a, ImVec2 b, ImVec2 c) {
    const float ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    const float dot = ux * vx + uy * vy;
    return dot <= 0 || dot * dot < 0.75f * (ux * ux + uy * uy) * (vx * vx + vy * vy);
}

/// Strokes as round-capped curves.
void draw_strokes(const Context& c, const app::State& state, const Rect& pad) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float width = state.board.brush * pad.width;
    for (const image::Stroke& stroke : state.board.drawing().strokes) {
        const image::Stroke curve = image::smooth(image::thinned(stroke, 0.02f), 0.012f);
        std::vector<ImVec2> points;
        for (const image::Point& p : curve) points.push_back({pad.x + p.x * pad.width, pad.y + p.y * pad.height});
        if (points.empty()) continue;
        // A polyline of this width has spikes where it turns sharply: there it is parted, and a disc joins the parts.
        std::size_t first = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const bool parts =
                i == 0 || i + 1 == points.size() || turns_sharply(points[i - 1], points[i], points[i + 1]);
            if (!parts) continue;
            if (i > first)
                draw->AddPolyline(points.data() + first, static_cast<int>(i - first) + 1, c.colours.pad_ink, 0, width);
            draw->AddCircleFilled(points[i], width / 2, c.colours.pad_ink);
            first = i;
        }
    }
}

void draw_invitation(Context& c, const app::State& state, const Rect& pad) {
    const float middle = pad.y + pad.height / 2;
    const ImU32 ink = faded(c.colours.muted, 0.9f);
    if (text_width(c.fonts.semibold, c.size.heading + 2, "Draw a digit here") > pad.width - 8)
        return text(c, pad, c.fonts.semibold, c.size.heading, ink, "Draw here", Align::centre);
    text(c, {pad.x, middle - 22, pad.width, 24}, c.fonts.semibold, c.size.heading + 2, ink, "Draw a digit here",
         Align::centre);
    text(c, {pad.x, middle + 4, pad.width, 20}, c.fonts.regular, c.size.text, ink,
         state.touch || c.phone ? "with a finger: 0 to 9" : "hold the button and write 0 to 9", Align::centre);
}

void draw_pad(Context& c, app::State& state, const Rect& pad) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    bool hovered = false;
    hit(c, "pad", pad, &hovered);
    state.layout.pad = pad;
    state.layout.pad_reachable = state.sheet == app::Sheet::none || !c.phone;
    draw->AddRectFilled({pad.x, pad.y}, {pad.x + pad.width, pad.y + pad.height}, c.colours.pad, 8);
    draw->PushClipRect({pad.x + 1, pad.y + 1}, {pad.x + pad.width - 1, pad.y + pad.height - 1}, true);
    const image::Gray& picture = state.board.drawing().picture;
    if (!picture.empty())
        c.pictures.draw("pad picture", state.board.revision(),
                        {picture.pixels, picture.width, picture.height, image::Map::ink, 1, 1},
                        {pad.x + 1, pad.y + 1, pad.width - 2, pad.height - 2});
    draw_strokes(c, state, pad);
    draw_part_frames(c, state, pad);
    if (state.board.empty()) draw_invitation(c, state, pad);
    if (hovered && !state.touch) {
        const bool eraser = state.board.tool == app::Tool::eraser;
        const float radius = state.board.brush * pad.width * (eraser ? 1.0f : 0.5f);
        draw->AddCircle(ImGui::GetIO().MousePos, radius, c.colours.muted, 0, 1.5f);
    }
    if (state.keyboard_pen.on) {
        const ImVec2 at{pad.x + state.keyboard_pen.at.x * pad.width, pad.y + state.keyboard_pen.at.y * pad.height};
        const ImU32 ink = state.board.pen_is_down() ? c.colours.accent : c.colours.muted;
        draw->AddLine({at.x - 9, at.y}, {at.x + 9, at.y}, ink, 2);
        draw->AddLine({at.x, at.y - 9}, {at.x, at.y + 9}, ink, 2);
    }
    draw->PopClipRect();
    draw->AddRect({pad.x, pad.y}, {pad.x + pad.width, pad.y + pad.height},
                  c.theme == image::Theme::dark ? c.colours.line : c.colours.muted, 8);
}

void draw_pen_choice(Context& c, app::State& state, const Rect& where) {
    const std::vector<Choice> choices{{"Pen", "Draw (P)"}, {"Eraser", "Take ink away (E)"}};
    const int tool = segmented(c, "tool", where, choices, state.board.tool == app::Tool::pen ? 0 : 1);
    if (tool >= 0) app::set_tool(state, tool == 0 ? app::Tool::pen : app::Tool::eraser);
}

constexpr float kToolGap = 4;

/// Width of "Clear", with what is around its word.
float clear_width(const Context& c) { return text_width(c.fonts.regular, c.size.text, "Clear") + 22; }

/// Undo and redo, then "Clear" as wide as the rest.
void draw_history(Context& c, app::State& state, const Rect& where) {
    const float icon = where.height;
    float x = where.x;
    if (icon_button(c, "undo", {x, where.y, icon, icon}, Icon::undo, state.board.can_undo(), "Undo (Ctrl+Z)",
                    Look::raised))
        app::undo(state);
    x += icon + kToolGap;
    if (icon_button(c, "redo", {x, where.y, icon, icon}, Icon::redo, state.board.can_redo(), "Redo (Ctrl+Shift+Z)",
                    Look::raised))
        app::redo(state);
    x += icon + kToolGap;
    if (button(c, "clear", {x, where.y, where.x + where.width - x, icon}, "Clear", Look::raised, !state.board.empty(),
               "Start anew (Delete)"))
        app::clear(state);
}

void draw_tools(Context& c, app::State& state, const Rect& where) {
    const float history = 2 * (where.height + kToolGap) + clear_width(c);
    const float pens = where.width - history - kToolGap;
    draw_pen_choice(c, state, {where.x, where.y, pens, where.height});
    draw_history(c, state, {where.x + pens + kToolGap, where.y, history, where.height});
}

/// Title, and the brush from thin to thick at its right.
void draw_title(Context& c, app::State& state, const Rect& where) {
    heading(c, where, "Draw a digit");
    const Rect brush{where.x + where.width - 96, where.y, 96, where.height};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float middle = brush.y + brush.height / 2;
    draw->AddCircleFilled({brush.x - 10, middle}, 2, c.colours.muted);
    float width = state.board.brush;
    const Rect track{brush.x, brush.y, brush.width - 18, brush.height};
    if (slider(c, "brush", track, width, app::DrawingBoard::kMinBrush, app::DrawingBoard::kMaxBrush,
               "Width of pen and eraser"))
        app::set_brush(state, width);
    draw->AddCircleFilled({brush.x + brush.width - 6, middle}, 5, c.colours.muted);
}

void draw_input_picture(Context& c, const app::State& state, const char* id, const image::Gray* picture,
                        const Rect& where) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.pad, 3);
    if (picture != nullptr && !picture->empty())
        c.pictures.draw(id, state.revision.input,
                        {picture->pixels, picture->width, picture->height, image::Map::ink, 1, 1}, where);
    draw->AddRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.line, 3);
}

/// Before and after the fit, side by side, with its switch.
void draw_what_it_sees(Context& c, app::State& state, const Rect& where) {
    const float label = c.size.caption * 1.4f, side = where.height - label;
    const Rect before{where.x, where.y, side, side}, after{where.x + side + 20, where.y, side, side};
    draw_input_picture(c, state, "as drawn", state.board.empty() ? nullptr : &state.as_drawn, before);
    draw_input_picture(c, state, "input", state.input ? &*state.input : nullptr, after);
    if (c.hover && c.hover->layer >= 0)
        field_frame(after,
                    nn::receptive_field(state.lanes[static_cast<std::size_t>(c.hover->lane)].network(), c.hover->layer,
                                        c.hover->row, c.hover->column),
                    c.colours.accent);
    const float middle = before.y + side / 2, arrow = before.x + side + 6;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddTriangleFilled({arrow, middle - 5}, {arrow, middle + 5}, {arrow + 7, middle}, c.colours.muted);
    caption(c, {before.x - 8, before.y + side, side + 16, label}, "as drawn", Align::centre);
    caption(c, {after.x - 14, after.y + side, side + 28, label}, "network sees", Align::centre);
    const float x = after.x + side + 16, width = where.x + where.width - x;
    const char* words = state.fixed_input                        ? "These exact pixels were given."
                        : state.board.drawing().picture_is_input ? "An MNIST digit, as it is."
                        : state.options.fit                      ? "Fitted and centred like MNIST."
                                                                 : "Only scaled to 28 \xC3\x97 28.";
    const float used = paragraph(c, x, where.y, width, c.size.caption, c.colours.muted, words);
    bool fit = state.options.fit;
    if (toggle(c, "fit", {x, where.y + std::max(used + 4, side - 22), width, 24}, fit, fit ? "Fit on" : "Fit off",
               "What MNIST did to its digits, done to yours. Off: see why it matters"))
        app::set_fit(state, fit);
}

void draw_samples(Context& c, app::State& state, const Rect& where) {
    const float gallery_width = text_width(c.fonts.regular, c.size.text, "All\xE2\x80\xA6") + 18;
    const float label = c.phone ? 0.0f : text_width(c.fonts.regular, c.size.caption, "Samples") + 8;
    if (!c.phone) caption(c, {where.x, where.y, label, where.height}, "Samples");
    const float width = (where.width - label - gallery_width - 6) / 10;
    for (int digit = 0; digit < 10; ++digit) {
        const Rect part{where.x + label + width * static_cast<float>(digit), where.y, width - 2, where.height};
        bool hovered = false;
        if (hit(c, "sample " + std::to_string(digit), part, &hovered)) app::show_random_sample(state, digit);
        if (hovered && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal))
            tip(c, "A handwritten " + std::to_string(digit) + " from MNIST that the network never saw (key " +
                       std::to_string(digit) + ")");
        ImGui::GetWindowDrawList()->AddRectFilled({part.x, part.y}, {part.x + part.width, part.y + part.height},
                                                  hovered ? c.colours.hover : c.colours.raised, 4);
        text(c, part, c.fonts.regular, c.size.text, hovered ? c.colours.text : c.colours.muted, std::to_string(digit),
             Align::centre);
    }
    if (button(c, "gallery", {where.x + where.width - gallery_width, where.y, gallery_width, where.height},
               "All\xE2\x80\xA6", Look::raised, true, "Browse the 10,000 digits, or only the misread ones (G)"))
        app::open_sheet(state, app::Sheet::gallery);
}

/// So many classes that ten of them are in sight, the likeliest first, and the others by scrolling.
void draw_many_bars(Context& c, const app::State& state, const Rect& where) {
    constexpr int kInSight = 10;
    const std::vector<float> p = app::probabilities(state);
    const int classes = state.lane().network().classes();
    const std::vector<int> order = app::likeliest(state, classes);
    const float row = where.height / kInSight;
    const float label = text_width(c.fonts.semibold, c.size.text, std::to_string(classes - 1)) + 6;
    ImGui::SetCursorScreenPos({where.x, where.y});
    ImGui::BeginChild("class bars", {where.width, where.height});
    const float scroll = ImGui::GetScrollY();
    const int first = std::max(0, static_cast<int>(scroll / row)), last = std::min(classes, first + kInSight + 2);
    for (int i = first; i < last; ++i) {
        const int of_class = order.empty() ? i : order[static_cast<std::size_t>(i)];
        class_bar(c, {where.x, where.y - scroll + row * static_cast<float>(i), where.width - 12, row}, of_class,
                  p.empty() ? 0.0f : p[static_cast<std::size_t>(of_class)], !order.empty(), !order.empty() && i == 0,
                  state.truth == of_class, label);
    }
    ImGui::SetCursorPosY(row * static_cast<float>(classes) - 1);
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    c.layout->items["class bars"] = where;
}

void draw_bars(Context& c, app::State& state, const Rect& where) {
    if (const std::string why = app::why_no_answer(state); !why.empty()) {
        paragraph(c, where.x, where.y, where.width, c.size.text, c.colours.muted, why);
        return;
    }
    constexpr int kFew = 12;
    const nn::Network& network = state.lane().network();
    if (!network.has_classes()) return;
    const int classes = network.classes();
    if (classes > kFew) return draw_many_bars(c, state, where);
    const std::vector<float> p = app::probabilities(state);
    const auto best = app::prediction(state);
    const float row = std::min(where.height / static_cast<float>(classes), 26.0f);
    for (int digit = 0; digit < classes; ++digit) {
        const float value = p.empty() ? 0.0f : p[static_cast<std::size_t>(digit)];
        class_bar(c, {where.x, where.y + row * static_cast<float>(digit), where.width, row}, digit, value,
                  best.has_value(), best == digit, state.truth == digit);
    }
}

/// The answer, large; on the phone it stands right under the pad.
void draw_answer(Context& c, app::State& state, const Rect& where) {
    const std::vector<int> first = app::likeliest(state, 2);
    if (first.empty()) {
        const std::string why = app::why_no_answer(state);
        paragraph(c, where.x, where.y + 8, where.width, c.size.text, c.colours.muted,
                  why.empty() ? "Nothing drawn, nothing guessed." : why);
        return;
    }
    const std::vector<float> p = app::probabilities(state);
    const auto at = [&p](int of_class) { return percent(p[static_cast<std::size_t>(of_class)]); };
    const std::string best = std::to_string(first[0]);
    const float number_width = std::max(44.0f, text_width(c.fonts.semibold, c.size.large, best) + 8),
                x = where.x + number_width + 8, width = where.width - number_width - 8, half = where.height / 2;
    text(c, {where.x, where.y, number_width, where.height}, c.fonts.semibold, c.size.large, c.colours.accent, best);
    text(c, {x, where.y + 4, width, half - 4}, c.fonts.regular, c.size.heading, c.colours.text, at(first[0]) + " sure");
    std::string second = first.size() > 1 ? "next: " + std::to_string(first[1]) + " at " + at(first[1]) : "";
    if (state.truth)
        second = *state.truth == first[0] ? "its label agrees" : "its label says " + std::to_string(*state.truth);
    text(c, {x, where.y + half - 2, width, half - 4}, c.fonts.regular, c.size.text, c.colours.muted, second);
}

void draw_on_desk(Context& c, app::State& state, const Rect& where) {
    Column column{where.x + c.size.margin, where.y + 12, where.width - 2 * c.size.margin};
    draw_title(c, state, column.take(22, 8));
    constexpr float kBelow = 32 + 10 + 84 + 10 + 26 + 10 + 170 + 12;
    const float side = std::clamp(where.y + where.height - kBelow - 8 - column.y, 180.0f, column.width);
    const Rect pad = column.take(side, 8);
    draw_pad(c, state, {pad.x + (pad.width - side) / 2, pad.y, side, side});
    draw_tools(c, state, column.take(32, 10));
    if (state.parts.several()) draw_parts_row(c, state, column.take(34, 10));
    draw_what_it_sees(c, state, column.take(84, 10));
    draw_samples(c, state, column.take(26, 10));
    const float least = state.parts.several() ? 140.0f : 170.0f;  // the pad keeps its place, the bars make room
    draw_bars(c, state, column.take(std::clamp(where.y + where.height - column.y - 12, least, 260.0f), 12));
    end_region(column.y - 12);
}

void draw_answer_and_input(Context& c, app::State& state, const Rect& where) {
    draw_answer(c, state, {where.x, where.y, where.width - 70, where.height});
    draw_input_picture(c, state, "input", state.input ? &*state.input : nullptr,
                       {where.x + where.width - 60, where.y, 60, 60});
}

/// The tools in two rows, where one is too narrow for fingers.
void draw_tools_in_two(Context& c, app::State& state, Column& column) {
    const Rect first = column.take(38, 4), second = column.take(38, 4);
    draw_pen_choice(c, state, first);
    draw_history(c, state, second);
}

/// Pad and answer above each other, the pad as large as the screen lets it.
void draw_upright(Context& c, app::State& state, Column& column, const Rect& where) {
    const float side = std::min(column.width, std::max(220.0f, where.height * 0.48f));
    const Rect pad = column.take(side, 10);
    draw_pad(c, state, {pad.x + (pad.width - side) / 2, pad.y, side, side});
    draw_tools(c, state, column.take(44, 10));
    if (state.parts.several()) draw_parts_row(c, state, column.take(44, 10));
    draw_answer_and_input(c, state, column.take(60, 10));
}

/// Low screens: the whole pad at the left, the tools and the answer beside it.
void draw_side_by_side(Context& c, app::State& state, Column& column, const Rect& where) {
    const float side = std::min(where.height - 16, column.width * 0.5f), top = column.y;
    draw_pad(c, state, {column.x, top, side, side});
    Column beside{column.x + side + 12, top, column.width - side - 12};
    if (beside.width >= 240) {
        draw_answer_and_input(c, state, beside.take(60, 10));
        draw_tools(c, state, beside.take(44, 10));
    } else {
        draw_tools_in_two(c, state, beside);
        draw_answer(c, state, beside.take(60, 4));
    }
    if (state.parts.several()) draw_parts_row(c, state, beside.take(44, 4));
    column.y = std::max(top + side, beside.y) + 10;
}

void draw_on_phone(Context& c, app::State& state, const Rect& where) {
    constexpr float kLow = 340;
    const float above = where.height < kLow ? 8.0f : 12.0f;
    Column column{where.x + c.size.margin, where.y + above - ImGui::GetScrollY(), where.width - 2 * c.size.margin};
    if (where.height < kLow)
        draw_side_by_side(c, state, column, where);
    else
        draw_upright(c, state, column, where);
    const std::vector<app::Block> all = app::blocks(state.lane().network());
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (all[static_cast<std::size_t>(i)].flat) continue;
        const int maps = app::map_count(state.lane().network(), all[static_cast<std::size_t>(i)].first);
        const int columns = std::min(maps, 8);
        const BlockLook look{(column.width - 20 - 4 * static_cast<float>(columns - 1)) / static_cast<float>(columns),
                             columns, false};
        c.lane = state.focus;
        column.y += draw_block(c, state, i, column.x, column.y, column.width, look, false) + 10;
        c.lane = 0;
    }
    caption(c, column.take(20), "Digits that the network never saw:");
    draw_samples(c, state, column.take(44, 10));
    draw_title(c, state, column.take(44, 4));
    draw_what_it_sees(c, state, column.take(110, 14));
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
