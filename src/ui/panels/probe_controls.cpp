// The settings of the probe on show, made from its table: sliders, choices, switches, buttons in a grid.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/probes.h"
#include "nn/class_names.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

using Kind = probe::Setting::Kind;

constexpr float kBetween = 12;
constexpr std::size_t kFirst = 3;  ///< settings in sight

/// Those with a control now, the important ones first; `first` is how many stand in sight.
std::vector<const probe::Setting*> shown_settings(app::State& state, std::size_t& first) {
    const probe::Values& values = app::values_of(state, *state.probe.entry);
    std::vector<const probe::Setting*> shown, others;
    for (const probe::Setting& setting : state.probe.entry->settings) {
        const bool asked = setting.only_key[0] == 0 ||
                           values.whole(setting.only_key) == static_cast<int>(std::lround(setting.only_value));
        if (setting.quiet || !asked) continue;
        (setting.advanced || shown.size() == kFirst ? others : shown).push_back(&setting);
    }
    first = shown.size();
    shown.insert(shown.end(), others.begin(), others.end());
    return shown;
}

float natural_width(Context& c, const probe::Setting& setting) {
    float width = 0;
    for (const std::string& label : probe::choices(setting))
        width += text_width(c.fonts.regular, c.size.text, label) + (c.fingers ? 16.0f : 14.0f);
    return width;
}

/// Grid cells that a setting takes: choices as many as their labels need.
int span_of(Context& c, const probe::Setting& setting, float cell, int columns) {
    if (setting.kind != Kind::choice) return 1;
    return std::clamp(static_cast<int>(std::ceil((natural_width(c, setting) + kBetween) / (cell + kBetween))), 1,
                      columns);
}

std::string value_words(const app::State& state, const probe::Setting& setting, double value) {
    using Calls = probe::Setting::Calls;
    if (*setting.lowest && value == setting.low) return setting.lowest;
    const int whole = static_cast<int>(std::lround(value));
    if (setting.calls == Calls::classes) return nn::class_name(state.lane().network(), whole);
    if (setting.calls == Calls::labels) return state.digits->class_name(whole);
    return setting.kind == Kind::whole ? std::to_string(whole) : number(static_cast<float>(value));
}

void draw_slider(Context& c, app::State& state, const probe::Setting& setting, double value, const Rect& where) {
    auto moved = static_cast<float>(value);
    const float step = setting.kind == Kind::whole
                           ? std::max(1.0f, std::round(static_cast<float>(setting.high - setting.low) / 50))
                           : 0;
    if (slider(c, setting.key, where, moved, static_cast<float>(setting.low), static_cast<float>(setting.high),
               setting.tip, step))
        app::set_value(state, setting.key, static_cast<double>(moved));
}

/// Where the labels do not fit side by side: one at a time, with arrows.
void draw_stepper(Context& c, app::State& state, const probe::Setting& setting, const std::vector<std::string>& labels,
                  int chosen, const Rect& where) {
    const int count = static_cast<int>(labels.size());
    const float side = where.height;
    const std::string key = setting.key;
    ImGui::GetWindowDrawList()->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height},
                                              c.colours.raised, c.size.rounding);
    if (icon_button(c, "previous " + key, {where.x, where.y, side, side}, Icon::previous, true, setting.tip))
        app::set_value(state, key, (chosen + count - 1) % count);
    text(c, {where.x + side, where.y, where.width - 2 * side, side}, c.fonts.semibold, c.size.text, c.colours.text,
         labels[static_cast<std::size_t>(chosen)], Align::centre);
    if (icon_button(c, "next " + key, {where.x + where.width - side, where.y, side, side}, Icon::next, true,
                    setting.tip))
        app::set_value(state, key, (chosen + 1) % count);
}

void draw_choice(Context& c, app::State& state, const probe::Setting& setting, int chosen, const Rect& where) {
    const std::vector<std::string> labels = probe::choices(setting);
    if (natural_width(c, setting) > where.width + 8)
        return draw_stepper(c, state, setting, labels, std::clamp(chosen, 0, static_cast<int>(labels.size()) - 1),
                            where);
    std::vector<Choice> choices;
    for (const std::string& label : labels) choices.push_back({label, setting.tip});
    if (const int clicked = segmented(c, setting.key, where, choices, chosen); clicked >= 0)
        app::set_value(state, setting.key, clicked);
}

/// Text is set in the figure or by a link; here it is seen and taken back.
void draw_text(Context& c, app::State& state, const probe::Setting& setting, const std::string& words,
               const Rect& where) {
    const bool empty = words.empty();
    text(c, {where.x, where.y, where.width - 60, where.height}, c.fonts.regular, c.size.text - 1,
         empty ? c.colours.muted : c.colours.text, empty ? "none" : words);
    if (!empty &&
        button(c, std::string("clear ") + setting.key, {where.x + where.width - 56, where.y, 56, where.height}, "Clear",
               Look::raised, true, setting.tip))
        app::set_text(state, setting.key, "");
}

void draw_setting(Context& c, app::State& state, const probe::Setting& setting, const Rect& where) {
    const probe::Values& values = app::values_of(state, *state.probe.entry);
    const double value = values[setting.key];
    const float label = c.size.caption * 1.6f, control = where.height - label;
    const Rect at{where.x, where.y + label, where.width, control};
    const bool has_own_label = setting.kind == Kind::toggle || setting.kind == Kind::button;
    if (!has_own_label) caption(c, {where.x, where.y, where.width, label}, setting.label);
    switch (setting.kind) {
        case Kind::number:
        case Kind::whole:
            text(c, {where.x, where.y, where.width, label}, c.fonts.semibold, c.size.caption + 1, c.colours.text,
                 value_words(state, setting, value), Align::right);
            draw_slider(c, state, setting, value, at);
            break;
        case Kind::choice:
            draw_choice(c, state, setting, static_cast<int>(std::lround(value)), at);
            break;
        case Kind::toggle: {
            bool on = value != 0;
            if (toggle(c, setting.key, at, on, setting.label, setting.tip))
                app::set_value(state, setting.key, on ? 1 : 0);
            break;
        }
        case Kind::button:
            if (button(c, setting.key, at, setting.label, Look::raised, true, setting.tip))
                app::set_value(state, setting.key, value + 1 > setting.high ? setting.low : value + 1);
            break;
        case Kind::text:
            draw_text(c, state, setting, values.text(setting.key), at);
            break;
    }
}

}  // namespace

float draw_probe_controls(Context& c, app::State& state, float x, float y, float width, bool measure) {
    std::size_t first = 0;
    const std::vector<const probe::Setting*> shown = shown_settings(state, first);
    if (shown.empty()) return 0;
    const bool folds = shown.size() > first, all = state.probe.more_settings && !measure;
    const float label = c.size.caption * 1.6f, high = label + (c.fingers ? 44.0f : 32.0f);
    const char* words = all ? "Fewer settings" : "More settings";
    const float more = folds ? text_width(c.fonts.regular, c.size.text, words) + 28 : 0;
    const int columns = std::max(c.phone ? 2 : 1, static_cast<int>((width + kBetween) / (150 + kBetween)));
    const float cell = (width - kBetween * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    if (!measure) ImGui::GetWindowDrawList()->AddLine({x, y + 2}, {x + width, y + 2}, c.colours.line);
    int column = 0;
    float top = y + 8, right = x;
    for (std::size_t i = 0; i < (all ? shown.size() : first); ++i) {
        const int span = span_of(c, *shown[i], cell, columns);
        if (column + span > columns || (i == first && column > 0)) {
            column = 0;
            top += high + 6;
        }
        const Rect at{x + (cell + kBetween) * static_cast<float>(column), top,
                      cell * static_cast<float>(span) + kBetween * static_cast<float>(span - 1), high};
        if (!measure) draw_setting(c, state, *shown[i], at);
        column += span;
        right = at.x + at.width;
    }
    if (folds && (right == x || right + kBetween + more <= x + width)) {  // at the end of the line
        if (!measure && button(c, "more settings", {x + width - more, top + label, more, high - label}, words))
            state.probe.more_settings = !all;
    } else if (folds) {
        top += high + 6;
        if (!measure && button(c, "more settings", {x, top, c.phone ? width : more, high - label}, words))
            state.probe.more_settings = !all;
        return top + high - label + 10 - y;
    }
    return top + high + 10 - y;
}

}  // namespace ui
