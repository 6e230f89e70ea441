// A training from the button to the run's checkpoints (see training.h).
#include "app/training.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/kept_runs.h"
#include "app/link.h"
#include "app/training_parts.h"
#include "app/training_words.h"
#include "app/views.h"
#include "io/model_file.h"

namespace app {
namespace {

void steer(State& state, const TrainingJob& job, const char* what) {
    request(state, Effect::Kind::steer_training, what);
    state.effects.back().name = std::to_string(job.id);
}

/// The run with its first checkpoint; it may take the place of what the lane with the focus shows.
void begin_run(State& state, TrainingJob& job, Checkpoint first) {
    auto run = std::make_shared<Run>();
    run->name = job.name.empty() ? "Run " + std::to_string(++state.training.made) : job.name;
    run->recipe = recipe_text(job.used);
    run->trained_here = true;
    run->batches = job.progress.batches;
    run->checkpoints.push_back(std::move(first));
    job.run = run;
    state.runs.push_back(std::move(run));
    if (job.audience == Audience::lane) show_run(state, static_cast<int>(state.runs.size()) - 1);
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

/// One from before the last: the best one, told when all is over.
void insert(State& state, const RunPtr& making, Checkpoint next) {
    std::vector<Checkpoint>& all = making->checkpoints;
    auto at = std::find_if(all.begin(), all.end(), [&](const Checkpoint& one) { return one.step >= next.step; });
    const long step = next.step;
    if (at->step == step) {
        for (const auto& [name, value] : at->measures) next.measures.try_emplace(name, value);
        *at = std::move(next);
    } else {
        all.insert(at, std::move(next));
    }
    const bool shown = state.lane().run == making;
    follow_run(state, making, std::numeric_limits<int>::max(), true);
    if (shown) scrub(state, step);
}

void add(State& state, const RunPtr& making, Checkpoint next, bool kept) {
    Run& run = *making;
    if (kept && next.step < run.checkpoints.back().step) return insert(state, making, std::move(next));
    const int last = static_cast<int>(run.checkpoints.size()) - 1;
    if (run.passing) run.checkpoints.pop_back();
    if (!run.checkpoints.empty() && run.checkpoints.back().step >= next.step) run.checkpoints.pop_back();
    run.checkpoints.push_back(std::move(next));
    run.passing = !kept;
    const std::size_t before = run.checkpoints.size();
    if (kept) thin_out(run.checkpoints);
    follow_run(state, making, last, before != run.checkpoints.size());
}

/// It says nothing more, or is not heard.
void end(State& state, TrainingJob& job, std::string_view why) {
    job.phase = TrainingPhase::idle;
    job.problem = why;
    if (job.run) job.run->passing = false;
    state.seen.dirty = true;  // what was left out while it trained is computed now
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
    TrainingJob job;
    job.used = training.recipe;
    job.slow = training.slow;
    job.id = ++training.asked;
    job.phase = TrainingPhase::fetching;
    static_cast<TrainingJob&>(training) = std::move(job);
    if (training.used.own_set == 0)
        for (const SetName which : sets_of(training.used)) want_set(state, which);
    advance_trainings(state);
    if (training.phase != TrainingPhase::fetching) return;
    Effect effect;
    effect.kind = Effect::Kind::warm_trainer;
    state.effects.push_back(std::move(effect));
}

void start_another(State& state) {
    if (!is_training(state)) return start_training(state);
    TrainingJob job;
    job.used = state.training.recipe;
    queue_training(state, std::move(job));
}

void pause_training(State& state) {
    if (state.training.phase != TrainingPhase::running) return;
    steer(state, state.training, "pause");
    state.training.phase = TrainingPhase::paused;
}

void resume_training(State& state) {
    if (state.training.phase != TrainingPhase::paused) return;
    steer(state, state.training, "resume");
    state.training.phase = TrainingPhase::running;
}

void step_training(State& state) {
    if (state.training.phase != TrainingPhase::running && state.training.phase != TrainingPhase::paused) return;
    steer(state, state.training, "step");
    state.training.phase = TrainingPhase::paused;
}

void set_slow_training(State& state, bool slow) {
    state.training.slow = slow;
    if (is_training(state)) steer(state, state.training, slow ? "slow" : "fast");
}

void stop_training(State& state) { stop_training(state, state.training.id); }

void stop_training(State& state, int id) {
    TrainingJob* job = find_job(state, id);
    if (job == nullptr) return;
    if (job->phase != TrainingPhase::fetching && job->phase != TrainingPhase::waiting)
        return steer(state, *job, "stop");
    job->phase = TrainingPhase::idle;
    drop_job(state, id);
}

void discard_training(State& state) {
    Training& training = state.training;
    if (is_training(state)) steer(state, training, "stop");
    const auto found = std::find(state.runs.begin(), state.runs.end(), training.run);
    const bool listed = training.run && found != state.runs.end();
    const int place = static_cast<int>(found - state.runs.begin());
    const bool slow = training.slow;
    static_cast<TrainingJob&>(training) = {};  // what comes still is not heard
    training.slow = slow;
    if (listed) close_run(state, place);
}

void discard_run(State& state) { delete_run(state, state.lane().run); }

void press_train(State& state) {
    switch (state.training.phase) {
        case TrainingPhase::idle:
            return start_training(state);
        case TrainingPhase::fetching:
        case TrainingPhase::waiting:
        case TrainingPhase::starting:
            return stop_training(state);
        case TrainingPhase::running:
            return pause_training(state);
        case TrainingPhase::paused:
            return resume_training(state);
    }
}

void set_recipe(State& state, const RecipeValues& values) {
    Training& training = state.training;
    if (values["architecture"] != training.recipe["architecture"] && values.layers == training.recipe.layers) {
        training.recipe = values;
        training.recipe.layers.clear();  // another network was chosen; own_layers has the list still
    } else {
        training.recipe = values;
    }
    if (!training.recipe.layers.empty()) training.own_layers = training.recipe.layers;
    training.layers_problem.clear();
}

void training_told(State& state, int id, const TrainingProgress& progress) {
    TrainingJob* job = find_job(state, id);
    if (job == nullptr) return;
    job->progress = progress;
    if (job->run) job->run->batches = progress.batches;
    if (progress.images_per_second > 0) state.training.speed = progress.images_per_second;
    if (job->phase == TrainingPhase::starting) job->phase = TrainingPhase::running;
}

void training_brought(State& state, int id, long batch, nn::Network network, bool kept,
                      std::map<std::string, double> measures, std::vector<int> confusion) {
    TrainingJob* job = find_job(state, id);
    if (job == nullptr) return;
    if (job->phase == TrainingPhase::starting) job->phase = TrainingPhase::running;
    job->progress.batch = std::max(job->progress.batch, batch);
    Checkpoint next{batch, nn::publish(with_class_names(state, std::move(network), job->used)), std::move(measures),
                    std::move(confusion)};
    if (job->audience == Audience::asker)
        job->run->checkpoints.assign(1, std::move(next));
    else if (!job->run)
        begin_run(state, *job, std::move(next));
    else
        add(state, job->run, std::move(next), kept);
}

void training_brought(State& state, int id, long batch, std::span<const std::uint8_t> model, bool kept,
                      std::map<std::string, double> measures, std::vector<int> confusion) {
    auto network = io::parse_model(model);
    if (network)
        training_brought(state, id, batch, std::move(network.value()), kept, std::move(measures), std::move(confusion));
}

void training_stopped_early(State& state, int id, long batch, long best) {
    TrainingJob* job = find_job(state, id);
    if (job == nullptr) return;
    const auto patience = static_cast<long>(job->used["patience"]);
    job->note = "It stopped after " + batches_words(batch) + ": the held-out loss had not fallen for " +
                std::to_string(patience) + (patience == 1 ? " evaluation" : " evaluations") +
                ". The best network, after " + batches_words(best) + ", is on show.";
}

void training_ended(State& state, int id, std::string_view why) {
    TrainingJob* job = find_job(state, id);
    if (job == nullptr) return;
    end(state, *job, why);
    const std::string problem = job->problem;
    const bool on_show = id == state.training.id;
    drop_job(state, id);
    if (!problem.empty())
        say(state, problem, true);
    else if (on_show)
        request(state, Effect::Kind::announce, training_finding(state));
    if (problem.empty()) open_waiting_link(state);
    advance_trainings(state);
}

bool refresh_training(State& state) {
    advance_trainings(state);
    want_rest_of_shown(state);
    return advance_play(state);
}

void open_training(State& state, const RecipeValues& recipe) {
    set_recipe(state, recipe);
    for (const View& view : views())
        if (view.page == Page::train) open_view(state, view);
}

}  // namespace app
