// The runs that were trained here: show one, put it beside another, rename it, delete it.
#include <algorithm>
#include <string>

#include "app/actions.h"
#include "app/kept_runs.h"
#include "app/training_words.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

/// The row's buttons from right to left; true where the list has changed.
bool draw_buttons(Context& c, app::State& state, int index, const Rect& row, float& right) {
    const app::RunPtr run = state.runs[static_cast<std::size_t>(index)];
    const std::string number = " run " + std::to_string(index);
    const app::TrainingJob* job = app::training_of(state, run);
    const bool on = state.lane().run == run;
    const auto act = [&](const char* name, Icon icon, bool enabled, const char* words) {
        if (!c.phone) {
            std::string label = name;
            label[0] = static_cast<char>(label[0] - 'a' + 'A');
            const float wide = text_width(c.fonts.regular, c.size.text, label) + 24;
            right -= wide + 4;
            return button(c, name + number, {right, row.y + 3, wide, row.height - 6}, label, Look::raised, enabled,
                          words);
        }
        right -= row.height;
        return icon_button(c, name + number, {right, row.y, row.height, row.height}, icon, enabled, words);
    };
    if (job != nullptr) {
        if (act("stop", Icon::stop, true, "It ends here; what it has learnt stays")) app::stop_training(state, job->id);
    } else if (act("delete", Icon::close, true, "Delete this run")) {
        app::delete_run(state, run);
        return true;
    }
    if (!run->key.empty() && act("rename", Icon::pen, true, "Give it another name")) app::ask_for_name(state, *run);
    if (act("beside", Icon::fold, !on, "Show it beside the other network")) app::compare_with(state, index);
    if (act("show", Icon::eye, !on, "Show it")) app::show_run(state, index);
    return false;
}

/// While one trains, the recipe on the screen can be trained, too.
void draw_another(Context& c, app::State& state, const Rect& line) {
    const char* label = "Train another";
    const float wide = text_width(c.fonts.regular, c.size.text, label) + 24, high = c.fingers ? 44.0f : 30.0f;
    if (button(c, "train another", {line.x + line.width - wide, line.y, wide, high}, label, Look::raised, true,
               "Trains the recipe above as well: beside this one, or after it where the processor has no thread left"))
        app::start_another(state);
}

/// Trainings that have no run in the list: those that wait, and those that somebody else looks at.
float draw_waiting(Context& c, app::State& state, float x, float y, float width) {
    const float top = y, high = c.fingers ? 44.0f : 34.0f;
    for (const app::TrainingJob* job : app::trainings(state)) {
        const bool listed = job->run && job->audience != app::Audience::asker;
        if (listed || job->id == state.training.id) continue;
        const Rect row{x, y, width, high};
        const int id = job->id;
        const std::string name = job->name.empty() ? "Next run" : job->name, words = app::job_words(*job);
        card(c, row);
        const float wide = std::min(text_width(c.fonts.semibold, c.size.text, name) + 14, width * 0.4f);
        text(c, {x + 12, y, wide, high}, c.fonts.semibold, c.size.text, c.colours.text, name);
        caption(c, {x + 12 + wide, y, width - wide - high - 20, high}, words);
        y += high + 6;
        if (icon_button(c, "stop training " + std::to_string(id), {x + width - high, row.y, high, high}, Icon::close,
                        true, "Do not train it")) {
            app::stop_training(state, id);
            break;
        }
    }
    return y - top;
}

}  // namespace

float draw_trained_runs(Context& c, app::State& state, float x, float y, float width) {
    const float top = y, high = c.fingers ? 44.0f : 34.0f;
    for (int i = 0; i < static_cast<int>(state.runs.size()); ++i) {
        const app::RunPtr run = state.runs[static_cast<std::size_t>(i)];
        if (!run->trained_here) continue;
        if (y == top) {
            heading(c, {x, y, width, 32}, "Runs");
            caption(c, {x + 52, y, width - 52, 32},
                    run->key.empty() ? "they end with the program" : "kept in this browser");
            if (app::is_training(state)) draw_another(c, state, {x, y, width, 32});
            y += c.fingers ? 48.0f : 36.0f;
        }
        const Rect row{x, y, width, high};
        card(c, row);
        if (state.lane().run == run) selection_frame(c, row);
        float right = row.x + row.width - 2;
        if (draw_buttons(c, state, i, row, right)) break;
        const float name = std::min(text_width(c.fonts.semibold, c.size.text, run->name) + 14, width * 0.3f);
        text(c, {row.x + 12, row.y, name, high}, c.fonts.semibold, c.size.text, c.colours.text, run->name);
        const float room = right - row.x - name - 20;
        const app::TrainingJob* job = app::training_of(state, run);
        std::string words = job != nullptr ? app::job_words(*job) : app::run_words(*run);
        if (text_width(c.fonts.regular, c.size.caption, words) > room)
            words.resize(std::min(words.size(), words.find(job != nullptr ? " \xC2\xB7" : " after")));
        caption(c, {row.x + 12 + name, row.y, room, high}, words);
        y += high + 6;
    }
    return y - top + draw_waiting(c, state, x, y, width);
}

}  // namespace ui
