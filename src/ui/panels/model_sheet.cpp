// The networks: which are at hand, which are on show, the card of the one with the focus, and files in and out.
#include <algorithm>

#include "app/actions.h"
#include "assets/texts.h"
#include "ui/panels/network_list.h"
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
        const int parameters = nn::parameter_count(network, i);
        const float size = c.size.text - (c.phone ? 2.0f : 0.0f);
        const bool with_kind = line.width > 320;
        float x = line.x;
        const auto cell = [&](float share, ImFont* font, ImU32 ink, const std::string& words, Align align) {
            text(c, {x, line.y, line.width * share, line.height}, font, size, ink, words, align);
            x += line.width * share;
        };
        cell(with_kind ? 0.22f : 0.34f, c.fonts.semibold, c.colours.text, network.layer(i).name, Align::left);
        if (with_kind)
            cell(0.34f, c.fonts.regular, c.colours.muted, std::string(nn::info(network.layer(i).kind).called),
                 Align::left);
        cell(with_kind ? 0.27f : 0.4f, c.fonts.regular, c.colours.muted, shape_words(network.shape(i)), Align::left);
        cell(with_kind ? 0.17f : 0.26f, c.fonts.regular, c.colours.muted, parameters > 0 ? thousands(parameters) : "",
             Align::right);
    }
}

}  // namespace

void draw_model_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "The network", where);
    draw_own_networks(c, state, column);
    const Rect buttons = column.take(c.size.control, 12);
    const float half = std::min(220.0f, (buttons.width - 8) / 2);
    if (button(c, "open model", {buttons.x, buttons.y, half, buttons.height}, "Open a model\xE2\x80\xA6", Look::accent))
        app::choose_file(state);
    if (button(c, "save model", {buttons.x + half + 8, buttons.y, half, buttons.height}, "Save this one", Look::raised))
        app::save_model(state);
    column.y += draw_markdown(c, column.x, column.y, column.width, assets::text("model")) + 8;
    draw_shipped_networks(c, state, column);
    heading(c, column.take(26, 4),
            state.lane().name() + ": " + thousands(state.lane().network().parameter_count()) + " parameters");
    draw_layer_table(c, state, column);
    column.y += 10;
    for (const auto& [key, value] : state.lane().network().card)
        if (key != explain::kEnergyKey)  // 61 numbers for the program
            column.y += draw_markdown(c, column.x, column.y, column.width, key + " | " + value);
    end_sheet(column.y + 24);
}

}  // namespace ui
