// Logo, views, model, theme, help; on a phone the tabs at the bottom.
#include "app/actions.h"
#include "app/probes.h"
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

app::ThemeChoice other_theme(const Context& c) {
    return c.theme == image::Theme::dark ? app::ThemeChoice::light : app::ThemeChoice::dark;
}

/// One tab; gives where the next begins.
float draw_view_tab(Context& c, const std::string& name, std::string_view label, bool on, const Rect& where,
                    bool* clicked) {
    bool hovered = false;
    *clicked = hit(c, name, where, &hovered);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (on || hovered)
        draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height},
                            on ? c.colours.raised : faded(c.colours.raised, 0.6f), c.size.rounding);
    text(c, where, c.fonts.regular, c.size.text, on || hovered ? c.colours.text : c.colours.muted, label,
         Align::centre);
    return where.x + where.width + 2;
}

/// Explore and the probes, as many as there is room for; the others behind "More".
void draw_view_tabs(Context& c, app::State& state, float x, float right, const Rect& bar) {
    const float height = 32, y = bar.y + (bar.height - height) / 2, padding = 20;
    const auto width_of = [&](const char* label) { return text_width(c.fonts.regular, c.size.text, label) + padding; };
    const float more = width_of("More") + 22;
    float all = width_of("Explore") + 2;
    for (const probe::Entry* entry : probe::entries()) all += width_of(entry->title) + 2;
    bool clicked = false;
    x = draw_view_tab(c, "view explore", "Explore", state.probe.entry == nullptr, {x, y, width_of("Explore"), height},
                      &clicked);
    if (clicked) app::open_probe(state, nullptr);
    bool chosen_is_hidden = state.probe.entry != nullptr, all_fit = x + all - width_of("Explore") <= right;
    for (const probe::Entry* entry : probe::entries()) {
        const float wide = width_of(entry->title);
        if (!all_fit && x + wide + more > right) break;
        if (state.probe.entry == entry) chosen_is_hidden = false;
        x = draw_view_tab(c, std::string("view ") + entry->id, entry->title, state.probe.entry == entry,
                          {x, y, wide, height}, &clicked);
        if (clicked) app::open_probe(state, entry);
    }
    if (all_fit) return;
    draw_view_tab(c, "view more", "More", chosen_is_hidden || state.sheet == app::Sheet::probes, {x, y, more, height},
                  &clicked);
    const float cx = x + more - 13, cy = y + height / 2;
    ImGui::GetWindowDrawList()->AddTriangleFilled({cx - 4, cy - 2}, {cx + 4, cy - 2}, {cx, cy + 3}, c.colours.muted);
    if (clicked) app::open_sheet(state, app::Sheet::probes);
}

}  // namespace

void draw_top_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "top bar", where, c.colours.panel, false);
    const float control = c.phone ? 40.0f : 32.0f, y = where.y + (where.height - control) / 2;
    const float after = wordmark(c, {where.x + c.size.margin, where.y, 120, where.height});
    float x = where.x + where.width - c.size.margin - control;
    if (icon_button(c, "help", {x, y, control, control}, Icon::help, true, "What is this? (?)", Look::raised))
        app::open_sheet(state, app::Sheet::help);
    x -= control + 6;
    if (icon_button(c, "theme", {x, y, control, control}, Icon::theme, true, "Light or dark (T)", Look::raised))
        app::set_theme(state, other_theme(c));
    std::string model = state.lane().name();
    if (state.lanes.size() > 1) model = app::lane_names(state)[0] + " | " + app::lane_names(state)[1];
    const float model_width = std::min(c.phone ? 150.0f : 220.0f, text_width(c.fonts.regular, c.size.text, model) + 36);
    x -= model_width + 6;
    if (menu_button(c, "model", {x, y, model_width, control}, model,
                    "The network that runs: its card, other networks, two beside each other"))
        app::open_sheet(state, app::Sheet::model);
    if (!c.phone) draw_view_tabs(c, state, after + 16, x - 10, where);
    ImGui::GetWindowDrawList()->AddLine({where.x, where.y + where.height - 0.5f},
                                        {where.x + where.width, where.y + where.height - 0.5f}, c.colours.line);
    end_region(where.y);
}

void draw_tab_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "tabs", where, c.colours.panel, false);
    constexpr const char* kNames[] = {"Draw", "Network", "Inspect", "Probes"};
    const float width = where.width / 4;
    for (int i = 0; i < 4; ++i) {
        const Rect part{where.x + width * static_cast<float>(i), where.y, width, where.height};
        const bool on = static_cast<int>(state.tab) == i && state.sheet == app::Sheet::none;
        bool hovered = false;
        if (hit(c, std::string("tab ") + kNames[i], part, &hovered)) app::open_tab(state, static_cast<app::Tab>(i));
        text(c, part, on ? c.fonts.semibold : c.fonts.regular, c.size.text, on ? c.colours.accent : c.colours.muted,
             kNames[i], Align::centre);
        if (on)
            ImGui::GetWindowDrawList()->AddRectFilled({part.x + width * 0.3f, where.y},
                                                      {part.x + width * 0.7f, where.y + 3}, c.colours.accent, 2);
    }
    ImGui::GetWindowDrawList()->AddLine({where.x, where.y + 0.5f}, {where.x + where.width, where.y + 0.5f},
                                        c.colours.line);
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
    draw->AddRect({box.x, box.y}, {box.x + box.width, box.y + box.height},
                  state.message.is_error ? c.colours.error : c.colours.line, 8);
    ImGui::PushFont(c.fonts.regular, c.size.text);
    draw->AddText(c.fonts.regular, c.size.text, {box.x + 16, box.y + 10},
                  state.message.is_error ? c.colours.error : c.colours.text, state.message.text.c_str(), nullptr,
                  wide - 32);
    ImGui::PopFont();
}

}  // namespace ui
