// The keyboard: one table, which the help text lists too.
#include <cstring>
#include <string_view>

#include "app/actions.h"
#include "ui/ui.h"

namespace ui {
namespace {

struct Shortcut {
    const char* key;
    bool ctrl, shift;
    void (*act)(app::State&);
};

void flip_theme(app::State& s) { app::set_theme(s, app::theme(s) == image::Theme::dark ? app::ThemeChoice::light : app::ThemeChoice::dark); }

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

void next_keep(app::State& s) { app::set_keep(s, static_cast<explain::Keep>((static_cast<int>(s.selection.keep) + 1) % 4)); }

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
    {"r", false, false, [](app::State& s) { app::show_random_sample(s, -1); }},
    {"g", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::gallery); }},
    {"o", false, false, app::choose_file},
    {"s", false, false, app::save_selection},
    {"m", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::model); }},
    {"left", false, false, [](app::State& s) { app::select_next(s, -1, 0); }},
    {"right", false, false, [](app::State& s) { app::select_next(s, 1, 0); }},
    {"up", false, false, [](app::State& s) { app::select_next(s, 0, -1); }},
    {"down", false, false, [](app::State& s) { app::select_next(s, 0, 1); }},
    {"k", false, false, next_keep},
    {"v", false, false, next_show},
    {"l", false, false, flip_layers},
    {"t", false, false, flip_theme},
    {"?", false, true, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"?", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"h", false, false, [](app::State& s) { app::open_sheet(s, app::Sheet::help); }},
    {"escape", false, false, [](app::State& s) { s.sheet = app::Sheet::none; }},
};

}  // namespace

bool handle_key(app::State& state, const char* key, bool ctrl_or_cmd, bool shift) {
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
