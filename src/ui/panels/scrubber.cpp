// Which moment of its training the network on show is from: a track with a tick a checkpoint, and play.
#include <algorithm>
#include <string>

#include "app/training.h"
#include "app/training_words.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

/// The track; a drag or a click shows the nearest moment.
void draw_track(Context& c, app::State& state, const Rect& where) {
    bool hovered = false;
    hit(c, "scrubber", where, &hovered);
    c.layout->draggable.push_back(where);
    const bool held = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    const float left = where.x + 8, span = where.width - 16, y = where.y + where.height / 2;
    if (held) app::scrub_to(state, (ImGui::GetIO().MousePos.x - left) / span);
    if (c.focus == "scrubber") {
        c.layout->slider_focused = true;
        if (c.nudge != 0) app::scrub_by(state, c.nudge);
    }
    const app::Run& run = *state.lane().run;
    const long now = app::step_on_show(state);
    const float at = left + span * app::moment_position(run, now);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({left, y - 2}, {left + span, y + 2}, c.colours.hover, 2);
    draw->AddRectFilled({left, y - 2}, {at, y + 2}, c.colours.accent, 2);
    for (const app::Checkpoint& one : run.checkpoints) {
        const float x = left + span * app::moment_position(run, one.step);
        draw->AddLine({x, y + 9}, {x, y + 13}, one.step <= now ? c.colours.text : c.colours.muted, 1.5f);
    }
    draw->AddCircleFilled({at, y}, hovered || held ? 9.0f : 8.0f, c.colours.panel);
    draw->AddCircleFilled({at, y}, hovered || held ? 8.0f : 7.0f, c.colours.accent);
    if (hovered && !held) tip(c, "Drag to any moment of the training: the whole page shows the network as it was then");
}

}  // namespace

void draw_scrubber(Context& c, app::State& state, const Rect& where) {
    const float side = c.fingers ? 44.0f : 32.0f, y = where.y + (where.height - side) / 2;
    const bool plays = state.training.play_at > 0;
    if (icon_button(c, "play moments", {where.x, y, side, side}, plays ? Icon::pause : Icon::play, true,
                    plays ? "Stop here (Shift+P)" : "Play the training (Shift+P)", Look::raised))
        app::play_moments(state);
    const app::Run& run = *state.lane().run;
    const std::string batch = "Batch " + app::grouped(app::step_on_show(state));
    const std::string of = app::moment_words(state);
    const std::string last = app::grouped(std::max(run.batches, run.checkpoints.back().step));
    const float widest = std::max(text_width(c.fonts.semibold, c.size.text - 1, "Batch " + last),
                                  text_width(c.fonts.regular, c.size.caption, "of " + last)) +
                         6;
    const float words = std::max(widest, 62.0f), x = where.x + side + 8;
    draw_track(c, state, {x, y, where.width - side - words - 20, side});
    const Rect upper{where.x + where.width - words, where.y + where.height / 2 - 16, words, 17};
    text(c, upper, c.fonts.semibold, c.size.text - 1, c.colours.text, batch);
    caption(c, {upper.x, upper.y + 16, words, 15}, of);
}

void draw_scrubber_bar(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "moments", where, c.colours.background, false);
    draw_scrubber(c, state, {where.x + c.size.margin, where.y, where.width - 2 * c.size.margin, where.height});
    end_region(where.y);
}

}  // namespace ui
