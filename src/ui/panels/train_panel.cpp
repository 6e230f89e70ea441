// Train here: the finding, the button, how far it is; below them the recipe, the curves, and the person's own digit
// through the network as it is now.
#include <algorithm>
#include <string>

#include "app/actions.h"
#include "app/training.h"
#include "app/training_diagnostics.h"
#include "app/training_words.h"
#include "ui/panels/panels.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

using Phase = app::TrainingPhase;

struct BigButton {
    const char *label, *tip;
    Icon icon;
};

BigButton big_button(const app::State& state) {
    switch (state.training.phase) {
        case Phase::idle:
            return {"Train", "Trains a new network by the recipe below", Icon::play};
        case Phase::fetching:
        case Phase::waiting:
        case Phase::starting:
            return {"Wait\xE2\x80\xA6", "Its digits, or the program that trains, are on their way", Icon::stop};
        case Phase::running:
            return {"Pause", "It waits where it is", Icon::pause};
        case Phase::paused:
            break;
    }
    return {"Go on", "It goes on where it waits", Icon::play};
}

void draw_big_button(Context& c, app::State& state, const Rect& where) {
    const BigButton look = big_button(state);
    if (button(c, "train", where, "", Look::accent, true, look.tip)) app::press_train(state);
    const float size = c.phone ? 18.0f : 16.0f, words = text_width(c.fonts.semibold, size, look.label),
                x = where.x + (where.width - words - 28) / 2;
    draw_icon(look.icon, {x + 8, where.y + where.height / 2}, size, c.colours.on_accent);
    text(c, {x + 28, where.y, words + 4, where.height}, c.fonts.semibold, size, c.colours.on_accent, look.label);
}

/// One batch, slow motion, stop while it trains; save and discard when it is over.
void draw_small_buttons(Context& c, app::State& state, float x, float y, float side) {
    const app::Training& training = state.training;
    const bool trains = training.phase == Phase::running || training.phase == Phase::paused;
    const auto tool = [&](const char* name, Icon icon, bool enabled, const char* words, bool on = false) {
        const bool clicked =
            icon_button(c, name, {x, y, side, side}, icon, enabled, words, on ? Look::accent : Look::raised);
        x += side + 8;
        return clicked;
    };
    if (!app::is_training(state) && state.lane().run->trained_here) {
        if (tool("save network", Icon::save, true, "Save this network with its recipe (.safetensors)"))
            app::save_model(state);
        if (tool("discard", Icon::close, true, "Forget this run")) app::discard_run(state);
        return;
    }
    if (tool("one batch", Icon::step, trains, "One batch more, then it waits")) app::step_training(state);
    if (tool("slow", Icon::clock, trains, "Slow motion: some twenty batches a second", training.slow))
        app::set_slow_training(state, !training.slow);
    if (tool("stop training", Icon::stop, app::is_training(state), "It ends here; what it has learnt stays"))
        app::stop_training(state);
}

void draw_bar(Context& c, const app::State& state, const Rect& where) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.hover, 3);
    const float done = where.width * app::training_share(state);
    if (done >= 1)
        draw->AddRectFilled({where.x, where.y}, {where.x + done, where.y + where.height}, c.colours.accent, 3);
}

/// Name above value, as many as there is room for.
void draw_numbers(Context& c, const app::State& state, const Rect& where) {
    float x = where.x;
    const auto numbers = app::training_numbers(state);
    const float between = c.wide ? 28.0f : 20.0f;
    for (const auto& [name, value] : numbers) {
        const float wide = std::max(text_width(c.fonts.regular, c.size.caption + 1, name),
                                    text_width(c.fonts.semibold, c.size.text, value)) +
                           4;
        if (x + wide > where.x + where.width + 2) break;
        text(c, {x, where.y, wide, 16}, c.fonts.regular, c.size.caption + 1, c.colours.muted, name);
        text(c, {x, where.y + 16, wide, 18}, c.fonts.semibold, c.size.text, c.colours.text, value);
        x += wide + between;
    }
}

float draw_words(Context& c, const app::State& state, const Rect& where) {
    const std::string words = app::training_finding(state);
    const bool problem = !state.training.problem.empty();
    float size = c.phone ? 18.0f : 20.0f;
    if (!c.phone && text_width(c.fonts.semibold, size, words) > where.width) size = 16;
    const float used = paragraph(c, where.x, where.y, where.width, size, problem ? c.colours.error : c.colours.text,
                                 words, c.fonts.semibold, c.phone ? 24.0f : 28.0f);
    c.layout->items["finding"] = {where.x, where.y, where.width, used};
    return std::max(used, where.height);
}

void draw_on_desk(Context& c, app::State& state, Column& column, float bottom) {
    const std::string seen = app::seen_words(state);
    const float right = seen.empty() ? 0 : text_width(c.fonts.regular, c.size.text, seen) + 16;
    const Rect line = column.take(28, 8);
    column.y += draw_words(c, state, {line.x, line.y, line.width - right, 28}) - 28;
    text(c, {line.x + line.width - right, line.y, right, 28}, c.fonts.regular, c.size.text, c.colours.muted, seen,
         Align::right);
    const Rect row = column.take(48, 12);
    draw_big_button(c, state, {row.x, row.y, 152, 48});
    draw_small_buttons(c, state, row.x + 164, row.y, 48);
    const float x = row.x + 348, rest = row.x + row.width - x;
    if (app::is_training(state) || state.lane().run->trained_here) {
        draw_bar(c, state, {x, row.y + 6, rest, 6});
        draw_numbers(c, state, {x, row.y + 17, rest, 34});
    } else {
        text(c, {x, row.y, rest, 48}, c.fonts.regular, c.size.text, c.colours.muted,
             "LeNet-5 with this recipe " + app::estimate_words(state) + ".");
    }
    if (app::is_training(state) || state.lane().run->trained_here) {
        const Rect moves = column.take(18, 6);
        c.layout->items["motions"] = moves;
        text(c, moves, c.fonts.regular, c.size.caption + 1, c.colours.muted, app::motion_words(state));
    }
    column.y += draw_recipe(c, state, column.x, column.y, column.width);
    const float height = std::max(448.0f, bottom - 12 - column.y);
    const bool beside = column.width >= 700;
    const float half = beside ? std::floor((column.width - 12) * 0.485f) : column.width;
    const Rect curves = {column.x, column.y, half, beside ? height : 380.0f};
    draw_curves(c, state, curves);
    if (beside) {
        const float first = std::floor((height - 8) * 0.457f), wide = column.width - half - 12;
        draw_layer_card(c, state, 0, {column.x + half + 12, column.y, wide, first});
        draw_layer_card(c, state, 1, {column.x + half + 12, column.y + first + 8, wide, height - first - 8});
        column.y += height;
        return;
    }
    column.y += curves.height + 12;
    draw_layer_card(c, state, 0, column.take(216, 8));
    draw_layer_card(c, state, 1, column.take(256));
}

void draw_on_phone(Context& c, app::State& state, Column& column) {
    column.y += draw_words(c, state, {column.x, column.y, column.width, 48}) + 8;
    const Rect row = column.take(56, 12);
    const float side = 56, tools = 3 * side + 24;
    draw_big_button(c, state, {row.x, row.y, row.width - tools, 56});
    draw_small_buttons(c, state, row.x + row.width - tools + 8, row.y, side);
    const bool learnt = app::is_training(state) || state.lane().run->trained_here;
    if (learnt) {
        draw_bar(c, state, column.take(6, 4));
        const Rect line = column.take(20, 8);
        const auto [left, right] = app::training_line(state);
        text(c, line, c.fonts.regular, c.size.caption, c.colours.muted, left);
        text(c, line, c.fonts.regular, c.size.caption, c.colours.muted, right, Align::right);
    }
    // What lives while it learns comes first; before, what it will learn by.
    if (!learnt) column.y += draw_recipe(c, state, column.x, column.y, column.width);
    draw_own_digit(c, state, column.take(212, 8));
    draw_curves(c, state, column.take(state.training.face >= app::TrainingFace::layers ? 300.0f : 210.0f, 8));
    if (learnt) column.y += draw_recipe(c, state, column.x, column.y, column.width);
}

}  // namespace

void draw_train_panel(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "train here", where, c.colours.background);
    const float margin = c.size.margin;
    const float scroll = ImGui::GetScrollY();
    Column column{where.x + margin, where.y + 8 - scroll, where.width - 2 * margin};
    c.lane = state.focus;
    if (c.phone)
        draw_on_phone(c, state, column);
    else
        draw_on_desk(c, state, column, where.y + where.height - scroll);
    c.lane = 0;
    column.y += 12;
    column.y += draw_trained_runs(c, state, column.x, column.y, column.width);
    end_region(column.y + 12);
}

}  // namespace ui
