// See network_list.h.
#include "ui/panels/network_list.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "app/actions.h"
#include "app/shipped.h"

namespace ui {
namespace {

using G = app::ModelGroup;

bool is_shown(const app::State& state, const app::RunPtr& run) {
    return std::any_of(state.lanes.begin(), state.lanes.end(), [&](const app::Lane& lane) { return lane.run == run; });
}

std::uint64_t id_of(const app::Run& run) { return run.checkpoints.back().network->id.value; }

/// A card: name, and to the right what can be done; below or between them what it is for and what it reads.
struct Row {
    Rect where;
    float right = 0;  ///< where the next button ends
    float below = 0;  ///< what stands above the buttons, on the narrowest screens
};

/// So narrow that a name has a line of its own.
bool is_tiny(const Column& column) { return column.width < 340; }

Row begin_row(Context& c, Column& column, float height, bool on, float below = 0) {
    const Rect where = column.take(height + below, 6);
    card(c, where);
    if (on) selection_frame(c, where);
    return {where, where.x + where.width - 4, below};
}

bool row_button(Context& c, Row& row, const std::string& name, const char* label, bool enabled, const char* tip) {
    const float width = text_width(c.fonts.regular, c.size.text, label) + 24;
    row.right -= width;
    const Rect where{row.right, row.where.y + row.below + 4, width - 4, c.size.control};
    return button(c, name, where, label, Look::raised, enabled, tip);
}

/// The buttons of a network that is here; true where the list is another one now.
bool draw_buttons(Context& c, app::State& state, Row& row, int index) {
    const app::RunPtr run = state.runs[static_cast<std::size_t>(index)];
    const std::string number = std::to_string(index);
    const bool on = state.lane().run == run, shown = is_shown(state, run);
    if (!shown && state.runs.size() > 1 &&
        row_button(c, row, "close run " + number, "Close", true, "Forget this network")) {
        app::close_run(state, index);
        return true;
    }
    if (shown && !on && row_button(c, row, "alone", "Close beside", true, "Show one network again")) {
        app::stop_comparing(state);
        return true;
    }
    if (!shown && row_button(c, row, "beside run " + number, "Beside", true, "Show it beside the other"))
        app::compare_with(state, index);
    else if (!on && row_button(c, row, "show run " + number, "Show", true, "Show it in place of the other"))
        app::show_run(state, index);
    return false;
}

/// Those of a network that is not here yet.
void draw_buttons(Context& c, app::State& state, Row& row, const app::ShippedModel& model) {
    const bool coming = state.model_wanted && state.model_wanted->file == model.file;
    const std::string file = model.file;
    if (row_button(c, row, "beside " + file, "Beside", !coming, "Show it beside the other"))
        app::compare_shipped(state, model);
    if (row_button(c, row, "show " + file, "Show", !coming, "Show it in place of the other"))
        app::show_shipped(state, model);
}

std::string percent_words(double percent) {
    char words[16];
    std::snprintf(words, sizeof words, "%.1f %%", percent);
    return words;
}

/// Name and percentage, what it is for, and below that the buttons.
bool draw_tiny(Context& c, app::State& state, Column& column, const app::ShippedModel& model,
               const std::string& made_for, std::optional<app::CheckpointAddress> at, bool on) {
    const float wide = column.width - 24, size = c.size.text - 1, line = std::round(size * 1.4f), name = 30;
    const float lines = std::max(1.0f, std::ceil(text_width(c.fonts.regular, size, made_for) / (wide * 0.85f)));
    Row row = begin_row(c, column, c.size.control + 8, on, name + lines * line);
    const Rect words{row.where.x + 12, row.where.y + 2, wide, name};
    text(c, {words.x, words.y, wide - 58, name}, on ? c.fonts.semibold : c.fonts.regular, c.size.text, c.colours.text,
         model.name);
    text(c, words, c.fonts.regular, c.size.text, c.colours.text, percent_words(model.held_out), Align::right);
    paragraph(c, words.x, words.y + name - 2, wide, size, c.colours.muted, made_for, nullptr, line);
    return at ? draw_buttons(c, state, row, at->run) : (draw_buttons(c, state, row, model), false);
}

/// One network that ships.  A desk has room for all in a line; a phone puts what it is for below.
bool draw_shipped(Context& c, app::State& state, Column& column, const app::ShippedModel& model) {
    const auto at = app::find_checkpoint(state, model.id);
    const bool on = at && state.lane().run == state.runs[static_cast<std::size_t>(at->run)];
    const bool coming = state.model_wanted && state.model_wanted->file == model.file;
    const bool narrow = column.width < 720;
    const std::string made_for = coming ? "On its way\xE2\x80\xA6" : model.made_for;
    if (is_tiny(column)) return draw_tiny(c, state, column, model, made_for, at, on);
    const float line = c.size.text * 1.4f;
    Row row = begin_row(c, column, c.size.control + 8 + (narrow ? line + 6 : 0), on);
    const bool changed = at ? draw_buttons(c, state, row, at->run) : (draw_buttons(c, state, row, model), false);
    const float high = c.size.control + 8, figures = 58, x = row.where.x + 12;
    const float two =
        text_width(c.fonts.regular, c.size.text, "Show") + text_width(c.fonts.regular, c.size.text, "Beside") + 52;
    row.right = std::min(row.right, row.where.x + row.where.width - two);  // percentages stand below each other
    const float name = narrow ? row.right - x - figures - 8 : 188;
    text(c, {x, row.where.y, name, high}, on ? c.fonts.semibold : c.fonts.regular, c.size.text, c.colours.text,
         model.name);
    const Rect reads{row.right - figures - 8, row.where.y, figures, high};
    text(c, reads, c.fonts.regular, c.size.text, c.colours.text, percent_words(model.held_out), Align::right);
    const Rect words = narrow ? Rect{x, row.where.y + high - 4, row.where.width - 24, line + 4}
                              : Rect{x + name + 8, row.where.y, reads.x - x - name - 12, high};
    text(c, words, c.fonts.regular, c.size.text - (narrow ? 1.0f : 0.0f), c.colours.muted, made_for);
    return changed;
}

}  // namespace

void draw_own_networks(Context& c, app::State& state, Column& column) {
    for (int i = 0; i < static_cast<int>(state.runs.size()); ++i) {
        const app::RunPtr run = state.runs[static_cast<std::size_t>(i)];
        const app::ShippedModel* shipped = app::shipped_model(id_of(*run));
        if (shipped && shipped->group != G::start && !run->trained_here) continue;  // it stands below
        const bool on = state.lane().run == run;
        const float above = is_tiny(column) && state.runs.size() > 1 ? 32.0f : 0.0f;
        Row row = begin_row(c, column, c.size.control + 8, on, above);
        const bool changed = draw_buttons(c, state, row, i);
        const float wide = above > 0 ? row.where.width - 24 : row.right - row.where.x - 20;
        text(c, {row.where.x + 12, row.where.y + (above > 0 ? 4.0f : 0.0f), wide, above > 0 ? above : row.where.height},
             on ? c.fonts.semibold : c.fonts.regular, c.size.text, c.colours.text, run->name);
        if (changed) return;
    }
}

void draw_shipped_networks(Context& c, app::State& state, Column& column) {
    heading(c, column.take(26, 2), "Other networks");
    column.y += paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.muted,
                          "Each was trained to show one thing, and comes when you choose it. The percentage: how many "
                          "of MNIST's train[0:10000], which none of them learnt from, it reads.") +
                8;
    G group = G::start;
    for (const app::ShippedModel& model : app::shipped_models()) {
        if (model.group == G::start) continue;
        if (model.group != group) {
            group = model.group;
            caption(c, column.take(c.size.row, 2), app::group_name(group));
        }
        if (draw_shipped(c, state, column, model)) return;
    }
    column.y += 14;
}

}  // namespace ui
