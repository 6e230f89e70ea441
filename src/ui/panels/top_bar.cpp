// Logo, model, theme, help.
#include "app/actions.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

/// The product's name; its second half in the accent, as on its icon.
float wordmark(Context& c, const Rect& where) {
    const float size = c.phone ? 19.0f : 17.0f;
    const float first = text_width(c.fonts.semibold, size, "Un"), second = text_width(c.fonts.semibold, size, "pool");
    text(c, {where.x, where.y, first + 2, where.height}, c.fonts.semibold, size, c.colours.text, "Un");
    text(c, {where.x + first, where.y, second + 2, where.height}, c.fonts.semibold, size, c.colours.accent, "pool");
    return where.x + first + second;
}

app::ThemeChoice other_theme(const Context& c) { return c.theme == image::Theme::dark ? app::ThemeChoice::light : app::ThemeChoice::dark; }

}  // namespace

void draw_top_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "top bar", where, c.colours.panel, false);
    const float control = c.phone ? 40.0f : 32.0f, y = where.y + (where.height - control) / 2;
    const float after = wordmark(c, {where.x + c.size.margin, where.y, 120, where.height});
    float x = where.x + where.width - c.size.margin - control;
    if (icon_button(c, "help", {x, y, control, control}, Icon::help, true, "What is this? (?)", Look::raised)) app::open_sheet(state, app::Sheet::help);
    x -= control + 6;
    if (icon_button(c, "theme", {x, y, control, control}, Icon::theme, true, "Light or dark (T)", Look::raised)) app::set_theme(state, other_theme(c));
    const float model_width = std::min(180.0f, text_width(c.fonts.regular, c.size.text, state.model.name) + 36);
    x -= model_width + 6;
    if (menu_button(c, "model", {x, y, model_width, control}, state.model.name, "The network that runs: its card, other models")) app::open_sheet(state, app::Sheet::model);
    if (!c.phone && x > after + 300)
        text(c, {after + 16, where.y, x - after - 32, where.height}, c.fonts.regular, c.size.text, c.colours.muted,
             "Draw a digit and see inside the network that reads it");
    ImGui::GetWindowDrawList()->AddLine({where.x, where.y + where.height - 0.5f}, {where.x + where.width, where.y + where.height - 0.5f}, c.colours.line);
    end_region(where.y);
}

void draw_tab_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "tabs", where, c.colours.panel, false);
    constexpr const char* kNames[] = {"Draw", "Network", "Inspect", "Learn"};
    const float width = where.width / 4;
    for (int i = 0; i < 4; ++i) {
        const Rect part{where.x + width * static_cast<float>(i), where.y, width, where.height};
        const bool on = static_cast<int>(state.tab) == i && state.sheet == app::Sheet::none;
        bool hovered = false;
        if (hit(c, std::string("tab ") + kNames[i], part, &hovered)) app::open_tab(state, static_cast<app::Tab>(i));
        text(c, part, on ? c.fonts.semibold : c.fonts.regular, c.size.text, on ? c.colours.accent : c.colours.muted, kNames[i], Align::centre);
        if (on) ImGui::GetWindowDrawList()->AddRectFilled({part.x + width * 0.3f, where.y}, {part.x + width * 0.7f, where.y + 3}, c.colours.accent, 2);
    }
    ImGui::GetWindowDrawList()->AddLine({where.x, where.y + 0.5f}, {where.x + where.width, where.y + 0.5f}, c.colours.line);
    end_region(where.y);
}

void draw_message(Context& c, app::State& state, const Rect& where) {
    if (state.message.until <= state.now) return;
    const float wide = std::min(where.width - 32, 520.0f);
    const float line = c.size.text * 1.45f;
    const bool two = text_width(c.fonts.regular, c.size.text, state.message.text) > wide - 32;
    const float high = (two ? 3 * line : line) + 20;
    const Rect box{where.x + (where.width - wide) / 2, where.y + where.height - high - 16, wide, high};
    ImDrawList* draw = ImGui::GetForegroundDrawList();
    draw->AddRectFilled({box.x, box.y}, {box.x + box.width, box.y + box.height}, c.colours.raised, 8);
    draw->AddRect({box.x, box.y}, {box.x + box.width, box.y + box.height}, state.message.is_error ? c.colours.error : c.colours.line, 8);
    ImGui::PushFont(c.fonts.regular, c.size.text);
    draw->AddText(c.fonts.regular, c.size.text, {box.x + 16, box.y + 10}, state.message.is_error ? c.colours.error : c.colours.text, state.message.text.c_str(), nullptr,
                  wide - 32);
    ImGui::PopFont();
}

}  // namespace ui
