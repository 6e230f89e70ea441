// The networks: which are at hand, which are on show, the card of the one with the focus, and files in and out.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/shipped.h"
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
        const int parameters = nn::weight_count(network, i) + nn::bias_count(network, i);
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

bool is_shown(const app::State& state, const app::RunPtr& run) {
    return std::any_of(state.lanes.begin(), state.lanes.end(), [&](const app::Lane& lane) { return lane.run == run; });
}

/// A row: the network's name, and to its right what can be done with it.
struct Row {
    Rect where;
    float right = 0;  ///< where the next button ends
};

Row begin_row(Context& c, Column& column, const std::string& name, bool on) {
    const Rect where = column.take(c.size.control + 8, 6);
    card(c, where);
    if (on) selection_frame(c, where);
    text(c, {where.x + 12, where.y, where.width * 0.5f, where.height}, on ? c.fonts.semibold : c.fonts.regular,
         c.size.text, c.colours.text, name);
    return {where, where.x + where.width - 4};
}

bool row_button(Context& c, Row& row, const std::string& name, const char* label, bool enabled, const char* tip) {
    const float width = text_width(c.fonts.regular, c.size.text, label) + 24;
    row.right -= width;
    const Rect where{row.right, row.where.y + 4, width - 4, c.size.control};
    return button(c, name, where, label, Look::raised, enabled, tip);
}

/// Every network at hand: show it, put it beside the one with the focus, forget it.
void draw_runs(Context& c, app::State& state, Column& column) {
    for (int i = 0; i < static_cast<int>(state.runs.size()); ++i) {
        const app::RunPtr run = state.runs[static_cast<std::size_t>(i)];
        const std::string number = std::to_string(i);
        const bool on = state.lane().run == run, shown = is_shown(state, run);
        Row row = begin_row(c, column, run->name, on);
        if (!shown && state.runs.size() > 1 &&
            row_button(c, row, "close run " + number, "Close", true, "Forget this network")) {
            app::close_run(state, i);
            return;
        }
        if (shown && !on && row_button(c, row, "alone", "Close beside", true, "Show one network again"))
            return app::stop_comparing(state);
        if (!shown && row_button(c, row, "beside run " + number, "Beside", true, "Show it beside the other"))
            return app::compare_with(state, i);
        if (!on && row_button(c, row, "show run " + number, "Show", true, "Show it in place of the other"))
            return app::show_run(state, i);
    }
}

/// Networks that ship beside the program and are not here yet.
void draw_shipped(Context& c, app::State& state, Column& column) {
    for (const app::ShippedModel& model : app::shipped_models()) {
        if (app::find_checkpoint(state, model.id)) continue;
        const bool coming = state.model_wanted && state.model_wanted->file == model.file;
        Row row = begin_row(c, column, std::string(model.name) + (coming ? ": on its way\xE2\x80\xA6" : ""), false);
        const std::string file = model.file;
        if (row_button(c, row, "beside " + file, "Beside", !coming, "Show it beside the other"))
            app::compare_shipped(state, model);
        if (row_button(c, row, "show " + file, "Show", !coming, "Show it in place of the other"))
            app::show_shipped(state, model);
    }
}

}  // namespace

void draw_model_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "The network", where);
    draw_runs(c, state, column);
    draw_shipped(c, state, column);
    const Rect buttons = column.take(c.size.control, 12);
    const float half = std::min(220.0f, (buttons.width - 8) / 2);
    if (button(c, "open model", {buttons.x, buttons.y, half, buttons.height}, "Open a model\xE2\x80\xA6", Look::accent))
        app::choose_file(state);
    if (button(c, "save model", {buttons.x + half + 8, buttons.y, half, buttons.height}, "Save this one", Look::raised))
        app::save_model(state);
    column.y += draw_markdown(c, column.x, column.y, column.width, assets::text("model")) + 8;
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
