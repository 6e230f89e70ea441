// The pad and its tools.
#include "ui/panels/pad.h"

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "image/strokes.h"
#include "ui/panels/panels.h"
#include "ui/panels/parts_row.h"
#include "ui/panels/signs_row.h"

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
        // A long one is, too: only its last part is painted anew while the pen moves.
        constexpr std::size_t kLongest = 12;
        std::size_t first = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const bool parts =
                i % kLongest == 0 || i + 1 == points.size() || turns_sharply(points[i - 1], points[i], points[i + 1]);
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
    const bool sign = is_about_signs(state);
    const char* words = sign ? "Draw a sign here" : "Draw a digit here";
    if (text_width(c.fonts.semibold, c.size.heading + 2, words) > pad.width - 8)
        return text(c, pad, c.fonts.semibold, c.size.heading, ink, "Draw here", Align::centre);
    text(c, {pad.x, middle - 22, pad.width, 24}, c.fonts.semibold, c.size.heading + 2, ink, words, Align::centre);
    text(c, {pad.x, middle + 4, pad.width, 20}, c.fonts.regular, c.size.text, ink,
         sign                     ? "a heart, a letter, a face"
         : state.touch || c.phone ? "with a finger: 0 to 9"
                                  : "hold the button and write 0 to 9",
         Align::centre);
}

}  // namespace

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
    draw_turn(c, state, pad);
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

namespace {

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

}  // namespace

float draw_tools(Context& c, app::State& state, float x, float y, float width) {
    const float high = c.size.control, history = 2 * (high + kToolGap) + clear_width(c);
    const float pens = width - history - kToolGap;
    const float least = 30 + text_width(c.fonts.regular, c.size.text, "PenEraser");
    if (pens < least) {  // two rows, where one is too narrow
        draw_pen_choice(c, state, {x, y, width, high});
        draw_history(c, state, {x, y + high + 6, width, high});
        return 2 * high + 6;
    }
    draw_pen_choice(c, state, {x, y, pens, high});
    draw_history(c, state, {x + pens + kToolGap, y, history, high});
    return high;
}

}  // namespace ui
