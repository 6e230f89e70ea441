// Name, groups of views, search, model, full screen, theme, help; below it the views of the open one's group, and what
// can be done with it; a message at the lower edge.
#include <algorithm>

#include "app/actions.h"
#include "app/link.h"
#include "app/probes.h"
#include "ui/panels/bars.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

using probe::Group;

constexpr Group kGroups[] = {Group::look, Group::why, Group::test, Group::train, Group::models, Group::learn};

float draw_groups(Context& c, app::State& state, float x, const Rect& bar) {
    const bool chevrons = bar.width >= 1000 && !app::has_moments(state);
    const Group shown = app::view_on_show(state).group;
    const float high = c.fingers ? 44.0f : 32.0f, y = bar.y + (bar.height - high) / 2, size = c.size.heading;
    for (const Group group : kGroups) {
        if (!app::has_views(group)) continue;
        const std::string label = app::group_name(group);
        const bool open = state.sheet == app::Sheet::menu && state.menu == group, on = shown == group;
        const float wide = text_width(c.fonts.semibold, size, label) + (chevrons ? 44.0f : 28.0f);
        const Rect where{x, y, wide, high};
        bool hovered = false;
        if (hit(c, "group " + label, where, &hovered)) app::open_menu(state, group, group);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        if (on || open || hovered)
            draw->AddRectFilled({x, y}, {x + wide, y + high}, faded(c.colours.hover, on || open ? 0.7f : 0.4f), 6);
        const ImU32 ink = on || open || hovered ? c.colours.text : c.colours.muted;
        text(c, {x + 12, y, wide - (chevrons ? 32.0f : 20.0f), high}, on ? c.fonts.semibold : c.fonts.regular, size,
             ink, label);
        if (chevrons) draw_icon(Icon::open, {x + wide - 16, y + high / 2}, 11, c.colours.muted);
        if (on)
            draw->AddRectFilled({x + 12, bar.y + bar.height - 3}, {x + wide - 12, bar.y + bar.height}, c.colours.accent,
                                2);
        x += wide + 4;
    }
    return x;
}

/// The key stands in the button where there is room.
void draw_search_button(Context& c, app::State& state, const Rect& where) {
    if (icon_button(c, "search", where, Icon::search, true, "Find a view or a layer by its name or a word (/)",
                    Look::raised, c.wide ? "/" : ""))
        app::open_search(state);
}

}  // namespace

float draw_wordmark(Context& c, const Rect& where) {
    const float size = c.phone ? 19.0f : 17.0f;
    const float first = text_width(c.fonts.semibold, size, "Un"), second = text_width(c.fonts.semibold, size, "pool");
    text(c, {where.x, where.y, first + 2, where.height}, c.fonts.semibold, size, c.colours.text, "Un");
    text(c, {where.x + first, where.y, second + 2, where.height}, c.fonts.semibold, size, c.colours.accent, "pool");
    return where.x + first + second;
}

bool bar_item(Context& c, const std::string& name, const Rect& where, std::string_view label, bool on) {
    bool hovered = false;
    const bool clicked = hit(c, name, where, &hovered);
    text(c, where, on ? c.fonts.semibold : c.fonts.regular, c.size.text,
         on || hovered ? c.colours.text : c.colours.muted, label, Align::centre);
    return clicked;
}

app::ThemeChoice other_theme(const Context& c) {
    return c.theme == image::Theme::dark ? app::ThemeChoice::light : app::ThemeChoice::dark;
}

std::string shown_models(const app::State& state) {
    if (state.lanes.size() < 2) return state.lane().run->name;  // the scrubber has the batch
    const auto names = app::lane_names(state);
    return names[0] + " | " + names[1];
}

std::string models_within(Context& c, const app::State& state, float width) {
    std::string all = shown_models(state);
    const bool fits = text_width(c.fonts.regular, c.size.text, all) <= width;
    return fits || state.lanes.size() < 2 ? all : "2 networks";
}

bool has_figure(app::State& state) {
    const probe::Entry* entry = state.probe.entry;
    if (!entry) return state.page == app::Page::train ? state.lane().run->trained_here : state.input.has_value();
    return !state.probe.figure.groups.empty() &&
           (state.digits->loaded() || !probe::wants_digits(*entry, app::values_of(state, *entry)));
}

void bar_line(Context& c, const Rect& bar) {
    const float y = bar.y + bar.height - 0.5f;
    ImGui::GetWindowDrawList()->AddLine({bar.x, y}, {bar.x + bar.width, y}, c.colours.line);
}

void draw_top_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "top bar", where, c.colours.panel, false);
    const float control = c.fingers ? 44.0f : 32.0f, y = where.y + (where.height - control) / 2, between = 8;
    const float after = draw_wordmark(c, {where.x + c.size.margin, where.y, 120, where.height});
    float x = where.x + where.width - c.size.margin;
    const auto tool = [&](const char* name, Icon icon, const char* words) {
        x -= control;
        const bool clicked = icon_button(c, name, {x, y, control, control}, icon, true, words, Look::raised);
        x -= between;
        return clicked;
    };
    if (tool("help", Icon::help, "What is this? (?)")) app::open_sheet(state, app::Sheet::help);
    if (tool("theme", Icon::theme, "Light or dark (T)")) app::set_theme(state, other_theme(c));
    if (c.wide && tool("full screen", Icon::screen, "Fill the screen")) app::change_full_screen(state);
    const float widest = c.wide ? 220.0f : 130.0f;
    const std::string model = models_within(c, state, widest - 36);
    const float model_width = std::min(widest, text_width(c.fonts.regular, c.size.text, model) + 36);
    x -= model_width;
    if (menu_button(c, "model", {x, y, model_width, control}, model,
                    "The network that runs: its card, other networks, two beside each other (M)"))
        app::open_sheet(state, app::Sheet::model);
    const float search = c.wide ? control + 24 : control;
    x -= between + search;
    draw_search_button(c, state, {x, y, search, control});
    const float groups = draw_groups(c, state, std::max(after + 14, where.x + (c.wide ? 84.0f : 0.0f)), where);
    if (c.wide && app::has_moments(state)) {
        const float left = groups + 12, room = x - 16 - left;
        draw_scrubber(c, state, {left, where.y, std::min(room, 420.0f), where.height});
    }
    bar_line(c, where);
    end_region(where.y);
}

void draw_siblings_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "siblings", where, c.colours.background, false);
    const float control = c.fingers ? 44.0f : 32.0f, y = where.y + (where.height - control) / 2;
    const app::View& shown = app::view_on_show(state);
    float natural = 0, x = where.x + (c.wide ? 12.0f : 4.0f);
    for (const app::View& view : app::views())
        if (view.group == shown.group) natural += text_width(c.fonts.semibold, c.size.text, view.title) + 24;
    const float spare = where.x + where.width - x - natural - 3 * (control + 8);
    const bool labels = spare > 170;
    float right = where.x + where.width - (c.wide ? 24.0f : c.size.margin);
    const auto tool = [&](const char* name, Icon icon, const char* label, bool enabled, const char* words) {
        const float wide = labels ? text_width(c.fonts.regular, c.size.text, label) + 42 : control;
        right -= wide;
        const Rect at{right, y, wide, control};
        const bool clicked = icon_button(c, name, {at.x, at.y, at.width, at.height}, icon, enabled, words, Look::raised,
                                         labels ? label : "");
        right -= 8;
        return clicked;
    };
    const bool any = has_figure(state), is_sheet = shown.sheet != app::Sheet::none;
    if (!is_sheet && tool("save numbers", Icon::table, "CSV", any, "Save every number as CSV (Shift+C)"))
        app::when_rest_is_here(state, app::save_numbers);
    if (!is_sheet &&
        tool("save figure", Icon::picture, "Figure", any, "Save the figure as PNG, with its legend (Shift+S)"))
        app::when_rest_is_here(state, app::save_figure);
    if (tool("share", Icon::share, "Share", true, "Share a link to exactly this view (Y copies it)"))
        app::when_rest_is_here(state, app::share_link);
    if (!is_sheet && app::has_animation(state) && spare > 60 &&
        tool("save animation", Icon::film, "Film", true, "Save the animation (animated PNG)"))
        app::when_rest_is_here(state, app::save_animation);
    const bool with_term = natural + 130 < right - x;
    const float squeeze = std::min(1.0f, (right - x) / natural);
    for (const app::View& view : app::views()) {
        if (view.group != shown.group) continue;
        const bool on = &view == &shown, term = on && with_term && view.term[0] != 0;
        const float title = text_width(c.fonts.semibold, c.size.text, view.title),
                    extra = term ? text_width(c.fonts.regular, c.size.caption, view.term) + 6 : 0,
                    wide = (title + 24) * squeeze + extra;
        const Rect at{x, where.y, wide, where.height};
        if (bar_item(c, std::string("view ") + view.id, {at.x, at.y, wide - extra, at.height}, view.title, on))
            app::open_view(state, view);
        if (term) caption(c, {x + wide - extra - 6, where.y + 1, extra + 4, where.height}, view.term);
        if (on)
            ImGui::GetWindowDrawList()->AddRectFilled({x + 10, where.y + where.height - 2.5f},
                                                      {x + wide - 10, where.y + where.height}, c.colours.accent, 2);
        x += wide;
    }
    bar_line(c, where);
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
