// A training from the button to the run's checkpoints (see training.h).
#include "app/training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/kept_runs.h"
#include "app/link.h"
#include "app/training_parts.h"
#include "app/views.h"
#include "io/model_file.h"
#include "nn/class_names.h"

namespace app {
namespace {

void steer(State& state, const char* what) {
    request(state, Effect::Kind::steer_training, what);
    state.effects.back().name = std::to_string(state.training.id);
}

/// What is learnt from, and what is held out.
std::array<SetName, 2> sets_of(const RecipeValues& recipe) {
    if (recipe["data"] == 1) return {SetName::fashion, SetName::fashion_test};
    return {SetName::learning, SetName::held_out};
}

bool has_sets(const State& state) {
    const auto sets = sets_of(state.training.used);
    return set_of(state, sets[0]) && set_of(state, sets[1]);
}

TrainingOrder order_of(const State& state) {
    const auto sets = sets_of(state.training.used);
    TrainingOrder order;
    order.learn_set = set_of(state, sets[0]);
    order.held_set = set_of(state, sets[1]);
    order.learn = order.learn_set->digits();
    order.held_out = order.held_set->digits();
    return order;
}

void begin(State& state) {
    Training& training = state.training;
    TrainingOrder order = order_of(state);
    if (training.used["digits"] > order.learn.count()) training.used.set("digits", 0);
    order.id = training.id;
    order.recipe = recipe_json(training.used);
    training.order = std::make_shared<const TrainingOrder>(std::move(order));
    training.phase = TrainingPhase::starting;
    Effect effect;
    effect.kind = Effect::Kind::start_training;
    effect.text = training.order->recipe;
    effect.name = std::to_string(training.id);
    effect.training = training.order;
    state.effects.push_back(std::move(effect));
}

/// The run with its first checkpoint; it takes the place of what the lane with the focus shows.
void begin_run(State& state, Checkpoint first) {
    Training& training = state.training;
    auto run = std::make_shared<Run>();
    run->name = "Run " + std::to_string(++training.made);
    run->recipe = recipe_text(training.used);
    run->trained_here = true;
    run->batches = training.progress.batches;
    run->checkpoints.push_back(std::move(first));
    training.run = run;
    state.runs.push_back(std::move(run));
    show_run(state, static_cast<int>(state.runs.size()) - 1);
}

/// Too many checkpoints: the one goes whose neighbours are nearest on a logarithmic axis.
void thin_out(std::vector<Checkpoint>& all) {
    if (all.size() <= kMostCheckpoints) return;
    std::size_t closest = 1;
    double least = 1e9;
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
        const double apart =
            std::log2(static_cast<double>(all[i + 1].step + 1) / static_cast<double>(all[i - 1].step + 1));
        if (apart < least) least = apart, closest = i;
    }
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(closest));
}

void add(State& state, Checkpoint next, bool kept) {
    Run& run = *state.training.run;
    const int last = static_cast<int>(run.checkpoints.size()) - 1;
    if (run.passing) run.checkpoints.pop_back();
    if (!run.checkpoints.empty() && run.checkpoints.back().step >= next.step) run.checkpoints.pop_back();
    run.checkpoints.push_back(std::move(next));
    run.passing = !kept;
    const std::size_t before = run.checkpoints.size();
    if (kept) thin_out(run.checkpoints);
    follow_run(state, state.training.run, last, before != run.checkpoints.size());
}

}  // namespace

void open_waiting_link(State& state) {
    if (state.training.link.empty()) return;
    const std::string link = std::exchange(state.training.link, {});
    const auto parsed = parse_link(link);
    const auto is_missing = [&](std::uint64_t id) { return !find_checkpoint(state, id); };
    if (!parsed || std::any_of(parsed.value().models.begin(), parsed.value().models.end(), is_missing))
        return say(state, "This training did not give the link's network: the program or the digits are others", true);
    if (const base::Status opened = open_link(state, link); !opened) say(state, opened.message(), true);
}

bool is_training(const State& state) { return state.training.phase != TrainingPhase::idle; }

void start_training(State& state) {
    Training& training = state.training;
    if (is_training(state)) return;
    ++training.id;
    training.used = training.recipe;
    training.run.reset();
    training.progress = {};
    training.problem.clear();
    training.phase = TrainingPhase::fetching;
    if (has_sets(state)) return begin(state);
    for (const SetName which : sets_of(training.used)) want_set(state, which);
}

void pause_training(State& state) {
    if (state.training.phase != TrainingPhase::running) return;
    steer(state, "pause");
    state.training.phase = TrainingPhase::paused;
}

void resume_training(State& state) {
    if (state.training.phase != TrainingPhase::paused) return;
    steer(state, "resume");
    state.training.phase = TrainingPhase::running;
}

void step_training(State& state) {
    if (state.training.phase != TrainingPhase::running && state.training.phase != TrainingPhase::paused) return;
    steer(state, "step");
    state.training.phase = TrainingPhase::paused;
}

void set_slow_training(State& state, bool slow) {
    state.training.slow = slow;
    if (is_training(state)) steer(state, slow ? "slow" : "fast");
}

void stop_training(State& state) {
    if (!is_training(state)) return;
    if (state.training.phase == TrainingPhase::fetching)
        state.training.phase = TrainingPhase::idle;
    else
        steer(state, "stop");
}

void discard_training(State& state) {
    Training& training = state.training;
    if (is_training(state)) {
        steer(state, "stop");
        ++training.id;  // what comes still is not heard
        training.phase = TrainingPhase::idle;
    }
    const auto found = std::find(state.runs.begin(), state.runs.end(), training.run);
    if (training.run && found != state.runs.end()) close_run(state, static_cast<int>(found - state.runs.begin()));
    training.run.reset();
    training.progress = {};
    training.problem.clear();
}

void discard_run(State& state) { delete_run(state, state.lane().run); }

void press_train(State& state) {
    switch (state.training.phase) {
        case TrainingPhase::idle:
            return start_training(state);
        case TrainingPhase::fetching:
        case TrainingPhase::starting:
            return stop_training(state);
        case TrainingPhase::running:
            return pause_training(state);
        case TrainingPhase::paused:
            return resume_training(state);
    }
}

nn::Network with_class_names(nn::Network network, const RecipeValues& recipe) {
    const std::string names = nn::classes_text(class_names(source_of(sets_of(recipe)[0])));
    if (!names.empty()) network.card[nn::kClassesKey] = names;
    return network;
}

void set_recipe(State& state, const RecipeValues& values) { state.training.recipe = values; }

void training_told(State& state, int id, const TrainingProgress& progress) {
    Training& training = state.training;
    if (id != training.id || !is_training(state)) return;
    training.progress = progress;
    if (training.run) training.run->batches = progress.batches;
    if (progress.images_per_second > 0) training.speed = progress.images_per_second;
    if (training.phase == TrainingPhase::starting) training.phase = TrainingPhase::running;
}

void training_brought(State& state, int id, long batch, nn::Network network, bool kept,
                      std::map<std::string, double> measures) {
    Training& training = state.training;
    if (id != training.id || !is_training(state)) return;
    if (training.phase == TrainingPhase::starting) training.phase = TrainingPhase::running;
    training.progress.batch = std::max(training.progress.batch, batch);
    Checkpoint next{batch, nn::publish(with_class_names(std::move(network), training.used)), std::move(measures)};
    if (!training.run)
        begin_run(state, std::move(next));
    else
        add(state, std::move(next), kept);
}

void training_brought(State& state, int id, long batch, std::span<const std::uint8_t> model, bool kept,
                      std::map<std::string, double> measures) {
    auto network = io::parse_model(model);
    if (network) training_brought(state, id, batch, std::move(network.value()), kept, std::move(measures));
}

void training_ended(State& state, int id, std::string_view why) {
    Training& training = state.training;
    if (id != training.id || !is_training(state)) return;
    training.phase = TrainingPhase::idle;
    training.problem = why;
    if (training.run) training.run->passing = false;
    state.seen.dirty = true;  // what was left out while it trained is computed now
    if (!training.problem.empty()) return say(state, training.problem, true);
    request(state, Effect::Kind::announce, training_finding(state));
    open_waiting_link(state);
}

bool refresh_training(State& state) {
    Training& training = state.training;
    if (training.phase == TrainingPhase::fetching && has_sets(state)) begin(state);
    if (training.phase == TrainingPhase::fetching)
        for (const SetName which : sets_of(training.used))
            if (const std::string& why = set_error(state, which); !why.empty()) {
                training.phase = TrainingPhase::idle;
                training.problem = "The digits to learn from could not be had: " + why + ".";
                say(state, training.problem, true);
                break;
            }
    return advance_play(state);
}

void open_training(State& state, const RecipeValues& recipe) {
    set_recipe(state, recipe);
    for (const View& view : views())
        if (view.page == Page::train) open_view(state, view);
}

}  // namespace app
