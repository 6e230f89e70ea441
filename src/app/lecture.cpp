#include "app/lecture.h"

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/probes.h"
#include "app/selection.h"
#include "app/views.h"

namespace app {
namespace {

using Kind = probe::Setting::Kind;

bool is_shown(const View& view) { return view.sheet == Sheet::none && view.page == Page::network; }

bool is_number(const probe::Setting& setting) { return setting.kind == Kind::number || setting.kind == Kind::whole; }

bool is_selection_stepped(const State& state) { return !state.probe.entry || state.probe.entry->of_selection; }

/// The first setting in sight that is a number, or, in views that ask about no selection, a choice; null: none.
const probe::Setting* main_setting(State& state) {
    if (!state.probe.entry) return nullptr;
    const probe::Values& values = values_of(state, *state.probe.entry);
    const probe::Setting* choice = nullptr;
    for (const probe::Setting& setting : state.probe.entry->settings) {
        const bool asked = setting.only_key[0] == 0 ||
                           values.whole(setting.only_key) == static_cast<int>(std::lround(setting.only_value));
        if (setting.quiet || setting.advanced || !asked) continue;
        if (is_number(setting)) return &setting;
        if (!choice && (setting.kind == Kind::choice || setting.kind == Kind::toggle)) choice = &setting;
    }
    return is_selection_stepped(state) ? nullptr : choice;
}

}  // namespace

bool is_lecture(const State& state) { return state.lecture && state.sheet == Sheet::none; }

void change_lecture(State& state) {
    state.lecture = !state.lecture;
    if (!state.lecture) return;
    state.sheet = Sheet::none;
    state.tab = Tab::view;
    if (state.keyboard_pen.on) toggle_keyboard_pen(state);
    if (!is_shown(view_on_show(state))) open_probe(state, nullptr);
}

void step_lecture(State& state, int by) {
    const probe::Setting* setting = main_setting(state);
    if (!setting) {
        if (is_selection_stepped(state)) select_next(state, by, 0);
        return;
    }
    const double now = values_of(state, *state.probe.entry)[setting->key];
    if (is_number(*setting)) {
        const double range = setting->high - setting->low,
                     step = setting->kind == Kind::whole ? std::max(1.0, std::round(range / 50)) : range / 20;
        return set_value(state, setting->key, now + by * step);
    }
    const double count = setting->kind == Kind::toggle ? 2 : static_cast<double>(probe::choices(*setting).size());
    set_value(state, setting->key, std::fmod(now + by + count, count));
}

std::string lecture_words(State& state) {
    const probe::Setting* setting = main_setting(state);
    if (!setting) return is_selection_stepped(state) ? layer_words(state) + " " + map_words(state) : std::string();
    const double now = values_of(state, *state.probe.entry)[setting->key];
    std::string value = is_number(*setting) ? probe::text_of(*setting, values_of(state, *state.probe.entry)) : "";
    if (setting->kind == Kind::toggle) value = now != 0 ? "on" : "off";
    if (setting->kind == Kind::choice)
        value = probe::choices(*setting)[static_cast<std::size_t>(std::max(0L, std::lround(now)))];
    if (*setting->lowest && now == setting->low) value = setting->lowest;
    return std::string(setting->label) + ": " + value;
}

void step_lecture_view(State& state, int by) {
    const auto all = views();
    const auto count = static_cast<int>(all.size());
    auto at = static_cast<int>(&view_on_show(state) - all.data());
    do at = (at + by + count) % count;
    while (!is_shown(all[static_cast<std::size_t>(at)]));
    open_view(state, all[static_cast<std::size_t>(at)]);
}

}  // namespace app
