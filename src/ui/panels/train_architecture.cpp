// The layers of the next network, one a row; the chosen one's settings unfold below it.
#include <algorithm>
#include <string>
#include <vector>

#include "app/layer_list.h"
#include "app/training.h"
#include "app/training_words.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

constexpr float kBetween = 8;

/// Steppers of the chosen layer; gives the height used.
float draw_settings(Context& c, app::State& state, int layer, float x, float y, float width) {
    const std::vector<app::LayerSetting> settings =
        app::layer_settings(app::architecture_of(state.training.recipe), layer);
    const float high = c.fingers ? 44.0f : 30.0f, label = c.size.caption * 1.6f;
    const int columns = c.phone ? 2 : std::max(1, static_cast<int>((width + kBetween) / (158 + kBetween)));
    const float cell =
        std::min(200.0f, (width - kBetween * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    int place = 0;
    for (const app::LayerSetting& one : settings) {
        const Rect where{x + (cell + kBetween) * static_cast<float>(place % columns),
                         y + (high + label + 4) * static_cast<float>(place / columns) + label, cell, high};
        caption(c, {where.x, where.y - label, cell, label}, one.label);
        if (const int way = stepper(c, std::string("layer ") + one.key, where, "", one.value, nullptr); way != 0)
            app::change_layer(state, layer, one.part, way);
        ++place;
    }
    return (high + label + 4) * static_cast<float>((place + columns - 1) / columns);
}

float draw_buttons(Context& c, app::State& state, int layer, bool fixed, float x, float y, float width) {
    const float high = c.fingers ? 44.0f : 28.0f, wide = std::min(110.0f, (width - 3 * kBetween) / 4);
    float left = x;
    const auto act = [&](const char* name, const char* label, bool enabled, const char* words) {
        const bool clicked = button(c, name, {left, y, wide, high}, label, Look::raised, enabled, words);
        left += wide + kBetween;
        return clicked;
    };
    // A layer can be put before the one that scores the classes, which itself stays.
    if (act("layer add", fixed ? "Add before" : "Add after", true, "Another layer, a ReLU at first"))
        app::add_layer(state, fixed ? layer - 1 : layer);
    if (act("layer up", "Up", !fixed && layer > 0, "One place nearer to the picture"))
        app::move_layer(state, layer, -1);
    if (act("layer down", "Down", !fixed, "One place nearer to the answer")) app::move_layer(state, layer, 1);
    if (act("layer remove", "Remove", !fixed, "Without this layer")) app::remove_layer(state, layer);
    return high;
}

void draw_row(Context& c, app::State& state, int layer, const app::LayerLine& line, const Rect& row) {
    const bool chosen = state.training.layer == layer;
    bool hovered = false;
    if (hit(c, "list " + line.name, row, &hovered)) app::choose_layer(state, layer);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hovered || chosen)
        draw->AddRectFilled({row.x, row.y}, {row.x + row.width, row.y + row.height},
                            chosen ? c.colours.hover : c.colours.raised, c.size.rounding);
    const float name = 62, shape = c.phone ? 84.0f : 104.0f, parameters = c.phone ? 52.0f : 76.0f;
    const float middle = row.width - name - shape - parameters - 16;
    text(c, {row.x + 8, row.y, name, row.height}, c.fonts.semibold, c.size.text, c.colours.text, line.name);
    caption(c, {row.x + 8 + name, row.y, middle, row.height}, c.phone ? line.brief : line.what);
    float x = row.x + 8 + name + middle;
    text(c, {x, row.y, shape, row.height}, c.fonts.regular, c.size.caption + 1, c.colours.text, line.shape,
         Align::right);
    caption(c, {x + shape, row.y, parameters, row.height}, line.parameters, Align::right);
}

}  // namespace

float draw_architecture(Context& c, app::State& state, float x, float y, float width) {
    app::Training& training = state.training;
    const float top = y, high = c.fingers ? 44.0f : 26.0f;
    heading(c, {x, y, 64, 24}, "Layers");
    const bool again = training.recipe.layers.empty() && !training.own_layers.empty();
    const float right = again ? 150.0f : 0.0f;
    y += 22;
    y += std::max(paragraph(c, x, y, width - right, c.size.caption + 1, c.colours.muted, app::network_words(state)),
                  again ? high : 0.0f) +
         2;
    if (again && button(c, "own layers", {x + width - right, top, right, high}, "Your list again", Look::raised, true,
                        "The layers that you changed last"))
        app::own_layers_again(state);
    const auto lines = app::layer_lines(app::architecture_of(training.recipe));
    const float last = c.phone ? 52.0f : 76.0f;
    caption(c, {x, y, width - 8 - last, 18}, "gives", Align::right);
    caption(c, {x + width - 8 - last, y, last, 18}, "weights", Align::right);
    y += 18;
    const int chosen = training.layer;  // as the rows below are drawn, whatever a click makes of it
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        const app::LayerLine& line = lines[static_cast<std::size_t>(i)];
        draw_row(c, state, i, line, {x, y, width, high});
        y += high;
        if (chosen != i) continue;
        const float inner = x + (c.phone ? 4.0f : 70.0f), room = width - (inner - x) - 4;
        y += 4;
        if (!line.fixed) y += draw_settings(c, state, i, inner, y, room);
        y += draw_buttons(c, state, i, line.fixed, inner, y, room) + 6;
        if (!training.layers_problem.empty())
            y += paragraph(c, inner, y, room, c.size.text, c.colours.error,
                           "That cannot be: " + training.layers_problem + ".") +
                 6;
    }
    return y - top + 4;
}

}  // namespace ui
