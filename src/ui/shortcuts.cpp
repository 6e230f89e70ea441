// The keyboard: one table, which the help text lists too.
#include <algorithm>
#include <string_view>

#include "app/actions.h"
#include "app/lecture.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/views.h"
#include "ui/ui.h"

namespace ui {
namespace {

struct Shortcut {
    const char* key;
    bool ctrl, shift;
    void (*act)(app::State&);
};

void flip_theme(app::State& s) {
    app::set_theme(s, app::theme(s) == image::Theme::dark ? app::ThemeChoice::light : app::ThemeChoice::dark);
}

void flip_layers(app::State& s) {
    app::Options options = s.options;
    options.all_layers = !options.all_layers;
    app::change_options(s, options);
}

void next_show(app::State& s) {
    app::Options options = s.options;
    options.show = static_cast<app::Show>((static_cast<int>(options.show) + 1) % 3);
    app::change_options(s, options);
}

void next_keep(app::State& s) {
    app::set_keep(s, static_cast<explain::Keep>((static_cast<int>(s.selection.keep) + 1) % 4));
}

void change(app::State& s, void (*how)(app::Options&)) {
    app::Options options = s.options;
    how(options);
    app::change_options(s, options);
}

void next_unit(app::State& s) {
    const app::Selection& chosen = s.selection;
    if (chosen.layer < 0) return;
    app::select_unit(s, chosen.layer, chosen.map, (chosen.unit + 1) % s.lane().network().shape(chosen.layer).plane());
}

constexpr Shortcut kShortcuts[] = {
    {"z", true, false, app::undo},
    {"z", true, true, app::redo},
    {"y", true, false, app::redo},
    {"delete", false, false, app::clear},
    {"backspace", false, false, app::clear},
    {"p", false, false, [](app::State& s) { app::set_tool(s, app::Tool::pen); }},
    {"e", false, false, [](app::State& s) { app::set_tool(s, app::Tool::eraser); }},
    {"[", false, false, [](app::State& s) { app::set_brush(s, s.board.brush - 0.01f); }},
    {"]", false, false, [](app::State& s) { app::set_brush(s, s.board.brush + 0.01f); }},
    {"f", false, false, [](app::State& s) { app::set_fit(s, !s.options.fit); }},
    {"j", false, false, [](app::State& s) { app::step_part(s, 1); }},
    {"j", false, true, [](app::State& s) { app::step_part(s, -1); }},
    {"r", false, false, [](app::State& s) { app::show_random_sample(s, -1); }},
    {"g", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::gallery); }},
    {"o", false, false, app::choose_file},
    {"s", false, false, [](app::State& s) { app::when_rest_is_here(s, app::save_selection); }},
    {"m", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::model); }},
    {"left", false, false, [](app::State& s) { app::select_next(s, -1, 0); }},
    {"right", false, false, [](app::State& s) { app::select_next(s, 1, 0); }},
    {"up", false, false, [](app::State& s) { app::select_next(s, 0, -1); }},
    {"down", false, false, [](app::State& s) { app::select_next(s, 0, 1); }},
    {"k", false, false, next_keep},
    {"v", false, false, next_show},
    {"l", false, false, flip_layers},
    {"l", false, true, [](app::State& s) { app::when_rest_is_here(s, app::change_lecture); }},
    {"u", false, false, next_unit},
    {"i", false, false, [](app::State& s) { app::select(s, -1, 0); }},
    {"c", false, false,
     [](app::State& s) {
         change(s, [](app::Options& o) {
             o.scale = o.scale == app::Scale::per_map ? app::Scale::per_layer : app::Scale::per_map;
         });
     }},
    {"b", false, false, [](app::State& s) { change(s, [](app::Options& o) { o.grey = !o.grey; }); }},
    {"b", false, true, [](app::State& s) { app::when_rest_is_here(s, app::change_pin); }},
    {",", false, false,
     [](app::State& s) { change(s, [](app::Options& o) { o.gamma = std::max(0.3f, o.gamma - 0.1f); }); }},
    {".", false, false,
     [](app::State& s) { change(s, [](app::Options& o) { o.gamma = std::min(1.5f, o.gamma + 0.1f); }); }},
    {"w", false, false, [](app::State& s) { s.gallery_wrong_only = !s.gallery_wrong_only; }},
    {"d", false, false, app::toggle_keyboard_pen},
    {"n", false, false, [](app::State& s) { app::open_next_view(s, 1); }},
    {"n", false, true, [](app::State& s) { app::open_next_view(s, -1); }},
    {"a", false, false, app::open_search},
    {"/", false, false, app::open_search},
    {"q", false, false, [](app::State& s) { app::scrub_by(s, 1); }},
    {"q", false, true, [](app::State& s) { app::scrub_by(s, -1); }},
    {"p", false, true, [](app::State& s) { app::when_rest_is_here(s, app::play_moments); }},
    {"x", false, false,
     [](app::State& s) { s.probe.busy && !s.probe.stopped ? app::stop_probe(s) : app::resume_probe(s); }},
    {"s", false, true, [](app::State& s) { app::when_rest_is_here(s, app::save_figure); }},
    {"c", false, true, [](app::State& s) { app::when_rest_is_here(s, app::save_numbers); }},
    {"y", false, false, [](app::State& s) { app::when_rest_is_here(s, app::copy_link); }},
    {"t", false, false, flip_theme},
    {"?", false, true, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"?", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"h", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"escape", false, false,
     [](app::State& s) { s.sheet == app::Sheet::none ? app::open_probe(s, nullptr) : app::open_sheet(s, s.sheet); }},
};

/// The arrows and the space bar while drawing by keyboard.
bool steer_pen(app::State& s, std::string_view key) {
    if (key == "left")
        app::move_keyboard_pen(s, -1, 0);
    else if (key == "right")
        app::move_keyboard_pen(s, 1, 0);
    else if (key == "up")
        app::move_keyboard_pen(s, 0, -1);
    else if (key == "down")
        app::move_keyboard_pen(s, 0, 1);
    else if (key == "space")
        app::press_keyboard_pen(s);
    else if (key == "escape")
        app::toggle_keyboard_pen(s);
    else
        return false;
    return true;
}

/// Arrows and a presenter's keys while a lecture is on.
bool step_slides(app::State& s, std::string_view key) {
    if (key == "left" || key == "right")
        app::step_lecture(s, key == "left" ? -1 : 1);
    else if (key == "up" || key == "pageup")
        app::step_lecture_view(s, -1);
    else if (key == "down" || key == "pagedown")
        app::step_lecture_view(s, 1);
    else if (key == "escape")
        app::change_lecture(s);
    else
        return false;
    return true;
}

/// In a list of views: arrows choose, Enter opens, Escape closes; with the search what is typed goes into it.
bool type_in_list(app::State& s, std::string_view key, bool shift) {
    const bool search = s.sheet == app::Sheet::search;
    if ((!search && s.sheet != app::Sheet::menu) || (shift && key.size() > 1)) return false;
    if (key == "down")
        app::step_in_list(s, 1);
    else if (key == "up")
        app::step_in_list(s, -1);
    else if (key == "enter" && s.list_row >= 0 && !s.layout.focused)
        app::open_chosen(s);
    else if (key == "escape")
        s.sheet = app::Sheet::none;
    else if (search && key == "backspace")
        app::set_search(s, std::string_view(s.search).substr(0, s.search.empty() ? 0 : s.search.size() - 1));
    else if (search && (key == "space" || key.size() == 1))
        app::set_search(s, s.search + (key == "space" ? " " : std::string(key)));
    else
        return false;
    return true;
}

/// Shift and arrows go from control to control; the one that has the keyboard is pressed, or moved if it is a slider.
bool walk(app::State& s, std::string_view key, bool shift) {
    app::Layout& layout = s.layout;
    if (shift && key == "right")
        layout.walk = 1;
    else if (shift && key == "left")
        layout.walk = -1;
    else if (shift && key == "down")
        layout.walk_regions = 1;
    else if (shift && key == "up")
        layout.walk_regions = -1;
    else if (!shift && layout.slider_focused && key == "left")
        layout.nudge = -1;
    else if (!shift && layout.slider_focused && key == "right")
        layout.nudge = 1;
    else if (!shift && layout.focused && (key == "space" || key == "enter"))
        layout.press = true;
    else
        return false;
    return true;
}

}  // namespace

bool handle_key(app::State& state, const char* key, bool ctrl_or_cmd, bool shift) {
    if (state.keyboard_pen.on && !ctrl_or_cmd && !shift && steer_pen(state, key)) return true;
    if (app::is_lecture(state) && !ctrl_or_cmd && !shift && step_slides(state, key)) return true;
    if (!ctrl_or_cmd && type_in_list(state, key, shift)) return true;
    if (!ctrl_or_cmd && walk(state, key, shift)) return true;
    // On a sheet the arrows walk through its controls.
    const bool arrow = std::string_view(key) == "left" || std::string_view(key) == "right" ||
                       std::string_view(key) == "up" || std::string_view(key) == "down";
    if (arrow && state.sheet != app::Sheet::none) return false;
    if (!ctrl_or_cmd && key[0] >= '0' && key[0] <= '9' && key[1] == 0) {
        app::show_random_sample(state, key[0] - '0');
        return true;
    }
    for (const Shortcut& shortcut : kShortcuts) {
        if (std::string_view(shortcut.key) != key || shortcut.ctrl != ctrl_or_cmd || shortcut.shift != shift) continue;
        shortcut.act(state);
        return true;
    }
    return false;
}

}  // namespace ui
