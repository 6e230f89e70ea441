// What this is, how to read it, shortcuts, sources; and the card of the model that runs.
#include "app/actions.h"
#include "assets/texts.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

std::string shape_words(const nn::Shape& s) {
    return s.plane() == 1 ? std::to_string(s.channels)
                          : std::to_string(s.channels) + " \xC3\x97 " + std::to_string(s.height) + " \xC3\x97 " +
                                std::to_string(s.width);
}

/// One line a layer: name, kind, shape, parameters.
void draw_layer_table(Context& c, const app::State& state, Column& column) {
    const nn::Network& network = state.lane().network();
    for (int i = 0; i < network.layer_count(); ++i) {
        const Rect line = column.take(c.size.row);
        const float part = line.width / 4;
        const int parameters = nn::weight_count(network, i) + nn::bias_count(network, i);
        text(c, {line.x, line.y, part, line.height}, c.fonts.semibold, c.size.text, c.colours.text,
             network.layer(i).name);
        text(c, {line.x + part, line.y, part, line.height}, c.fonts.regular, c.size.text, c.colours.muted,
             std::string(nn::kind_name(network.layer(i).kind)));
        text(c, {line.x + 2 * part, line.y, part, line.height}, c.fonts.regular, c.size.text, c.colours.muted,
             shape_words(network.shape(i)));
        text(c, {line.x + 3 * part, line.y, part, line.height}, c.fonts.regular, c.size.text - 1, c.colours.muted,
             parameters > 0 ? thousands(parameters) : "", Align::right);
    }
}

}  // namespace

void draw_help_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "How to read this", where);
    column.y += draw_markdown(c, column.x, column.y, column.width, assets::text("help"));
    end_sheet(column.y + 24);
}

void draw_model_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "The network", where);
    column.y += draw_markdown(c, column.x, column.y, column.width, assets::text("model")) + 8;
    const Rect buttons = column.take(c.size.control, 12);
    const float half = std::min(220.0f, (buttons.width - 8) / 2);
    if (button(c, "open model", {buttons.x, buttons.y, half, buttons.height}, "Open a model\xE2\x80\xA6", Look::accent))
        app::choose_file(state);
    if (button(c, "save model", {buttons.x + half + 8, buttons.y, half, buttons.height}, "Save this one", Look::raised))
        app::save_model(state);
    heading(c, column.take(26, 4),
            state.lane().name + ": " + thousands(state.lane().network().parameter_count()) + " parameters");
    draw_layer_table(c, state, column);
    column.y += 10;
    for (const auto& [key, value] : state.lane().network().card)
        column.y += draw_markdown(c, column.x, column.y, column.width, key + " | " + value);
    end_sheet(column.y + 24);
}

}  // namespace ui
