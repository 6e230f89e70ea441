// The recipe of the next training: presets, three settings in sight, the others folded.
#include <algorithm>
#include <string>
#include <string_view>

#include "app/training.h"
#include "app/training_words.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

int chosen_preset(const app::State& state) {
    const std::string now = app::recipe_text(state.training.recipe);
    int i = 0;
    for (const app::Preset& preset : app::presets()) {
        if (now == preset.text) return i;
        ++i;
    }
    return -1;
}

void choose_preset(app::State& state, int preset) {
    app::set_recipe(state, app::read_recipe_text(app::presets()[static_cast<std::size_t>(preset)].text).value());
}

/// A field of the recipe, as `stepper` has it.
void draw_stepper(Context& c, app::State& state, const app::RecipeField& field, const Rect& where, bool label_inside) {
    const double value = state.training.recipe[field.key];
    const bool data = std::string_view(field.key) == "data";
    const std::string words = data ? app::data_words(state, state.training.recipe) : app::value_words(field, value);
    const int way = stepper(c, field.key, where, label_inside ? field.label : "", words, field.tip);
    if (way == 0) return;
    if (data) return app::step_data(state, way);
    app::RecipeValues recipe = state.training.recipe;
    recipe.set(field.key, app::stepped(field, value, way));
    app::set_recipe(state, recipe);
}

/// All settings that are not in sight (or all of them, on a phone), in a grid.
float draw_more(Context& c, app::State& state, float x, float y, float width) {
    constexpr float kBetween = 12;
    const int columns = std::max(c.phone ? 2 : 1, static_cast<int>((width + kBetween) / (150 + kBetween)));
    const float cell = (width - kBetween * static_cast<float>(columns - 1)) / static_cast<float>(columns),
                high = c.fingers ? 44.0f : 30.0f, label = c.size.caption * 1.6f;
    int place = 0;
    for (const app::RecipeField& field : app::recipe_fields()) {
        if (field.in_sight && !c.phone) continue;
        if (state.training.recipe.own_set == 0 && std::string_view(field.key) == "held-out") continue;
        const float left = x + (cell + kBetween) * static_cast<float>(place % columns),
                    top = y + (high + label + 6) * static_cast<float>(place / columns);
        caption(c, {left, top, cell, label}, field.label);
        draw_stepper(c, state, field, {left, top + label, cell, high}, false);
        ++place;
    }
    const float left = x + (cell + kBetween) * static_cast<float>(place % columns),
                top = y + (high + label + 6) * static_cast<float>(place / columns);
    caption(c, {left, top, cell, label}, "Begin from");
    if (const int way = stepper(c, "start", {left, top + label, cell, high}, "", app::start_words(state),
                                "The network whose weights it begins with, where layers have the same name and sizes");
        way != 0)
        app::step_start(state, way);
    ++place;
    const int rows = (place + columns - 1) / columns;
    float used = (high + label + 6) * static_cast<float>(rows);
    if (const std::string split = app::split_words(state); !split.empty())
        used += paragraph(c, x, y + used, width, c.size.text, c.colours.text, split) + 4;
    used += draw_architecture(c, state, x, y + used + 4, width) + 4;
    return used;
}

float draw_warning(Context& c, const app::State& state, float x, float y, float width) {
    const std::string words = app::rate_warning(state.training.recipe);
    return words.empty() ? 0 : paragraph(c, x, y, width, c.size.text, c.colours.error, words) + 8;
}

float draw_on_phone(Context& c, app::State& state, float x, float y, float width) {
    app::Training& training = state.training;
    const float top = y;
    const Rect line{x, y, width, 48};
    card(c, line);
    bool hovered = false;
    if (hit(c, "more settings", line, &hovered)) training.more_settings = !training.more_settings;
    const int preset = chosen_preset(state);
    const std::string name = preset < 0 ? "Own" : app::presets()[static_cast<std::size_t>(preset)].name;
    caption(c, {x + 12, y, 46, 48}, "Recipe");
    const float wide = text_width(c.fonts.semibold, c.size.text, name) + 10;
    text(c, {x + 62, y, wide, 48}, c.fonts.semibold, c.size.text, c.colours.text, name);
    const Rect words{x + 62 + wide, y, width - 62 - wide - 30, 48};
    const std::string recipe = app::recipe_words(state);
    const float step = std::round(c.size.caption * 1.3f);
    if (text_width(c.fonts.regular, c.size.caption, recipe) <= words.width)
        caption(c, words, recipe);
    else  // in two lines
        paragraph(c, words.x, words.y + 24 - step, words.width, c.size.caption, c.colours.muted, recipe, nullptr, step);
    draw_icon(training.more_settings ? Icon::fold : Icon::open, {x + width - 18, y + 24}, 12, c.colours.muted);
    y += 56;
    if (training.more_settings) {
        int i = 0;
        for (const app::Preset& one : app::presets()) {
            if (button(c, std::string("preset ") + one.name, {x, y, width, 44}, one.name,
                       i == preset ? Look::accent : Look::raised))
                choose_preset(state, i);
            y += 48;
            ++i;
        }
        y += draw_more(c, state, x, y + 4, width) + 8;
    }
    return y + draw_warning(c, state, x, y, width) - top;
}

}  // namespace

int stepper(Context& c, const std::string& key, const Rect& where, std::string_view label, const std::string& words,
            const char* tip) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.raised,
                        c.size.rounding);
    draw->AddRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.line, c.size.rounding);
    const float side = c.fingers ? 44.0f : 24.0f;
    int way = 0;
    if (icon_button(c, "less " + key, {where.x, where.y, side, where.height}, Icon::previous, true, tip)) way = -1;
    if (icon_button(c, "more " + key, {where.x + where.width - side, where.y, side, where.height}, Icon::next, true,
                    tip))
        way = 1;
    const Rect middle{where.x + side, where.y, where.width - 2 * side, where.height};
    if (label.empty()) {
        text(c, middle, c.fonts.semibold, c.size.text, c.colours.text, words, Align::centre);
        return way;
    }
    const float name = text_width(c.fonts.regular, c.size.text - 1, label),
                wide = text_width(c.fonts.semibold, c.size.text, words),
                x = middle.x + std::max(0.0f, (middle.width - name - 8 - wide) / 2);
    text(c, {x, where.y, name + 1, where.height}, c.fonts.regular, c.size.text - 1, c.colours.muted, label);
    text(c, {x + name + 8, where.y, std::min(wide + 1, middle.x + middle.width - x - name - 8), where.height},
         c.fonts.semibold, c.size.text, c.colours.text, words);
    return way;
}

float draw_recipe(Context& c, app::State& state, float x, float y, float width) {
    if (c.phone) return draw_on_phone(c, state, x, y, width);
    app::Training& training = state.training;
    const float top = y, high = c.fingers ? 44.0f : 32.0f, label = 49;
    std::vector<Choice> choices;
    float natural = 0;
    for (const app::Preset& preset : app::presets()) {
        choices.push_back({preset.name, preset.tip});
        natural += text_width(c.fonts.regular, c.size.text, preset.name) + 24;
    }
    caption(c, {x, y, label, high}, "Recipe");
    natural = std::min(natural, width - label);
    if (const int clicked = segmented(c, "preset", {x + label, y, natural, high}, choices, chosen_preset(state));
        clicked >= 0)
        choose_preset(state, clicked);
    const float steppers = 3 * 138 + 2 * 8 + high + 8;
    float left = x + label + natural + 12;
    if (left + steppers > x + width) {
        y += high + 8;
        left = x;
    }
    const float each = std::min(c.fingers ? 240.0f : 160.0f, (x + width - left - high - 8 - 16) / 3);
    const bool inside = each - 2 * (c.fingers ? 44.0f : 24.0f) >= 88;  // else the names stand above
    const float above = inside ? 0.0f : c.size.caption * 1.6f;
    for (const app::RecipeField& field : app::recipe_fields()) {
        if (!field.in_sight) continue;
        if (!inside) caption(c, {left, y, each, above}, field.label);
        draw_stepper(c, state, field, {left, y + above, each, high}, inside);
        left += each + 8;
    }
    y += above;
    if (icon_button(c, "more settings", {x + width - high, y, high, high}, Icon::settings, true,
                    training.more_settings ? "Fewer settings" : "More settings",
                    training.more_settings ? Look::accent : Look::raised))
        training.more_settings = !training.more_settings;
    y += high + 12;
    if (training.more_settings) y += draw_more(c, state, x, y, width) + 4;
    y += draw_warning(c, state, x, y, width);
    return y - top;
}

}  // namespace ui
