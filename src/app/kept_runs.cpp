// See kept_runs.h.
#include "app/kept_runs.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/link.h"
#include "app/training_parts.h"
#include "io/model_file.h"

namespace app {
namespace {

RunPtr find_run(const State& state, const std::string& key) {
    const auto found =
        std::find_if(state.runs.begin(), state.runs.end(), [&](const RunPtr& run) { return run->key == key; });
    return found == state.runs.end() || key.empty() ? nullptr : *found;
}

void add(State& state, const RunPtr& run, Checkpoint checkpoint) {
    if (training_of(state, run)) return;
    std::vector<Checkpoint>& all = run->checkpoints;
    const auto at = std::find_if(all.begin(), all.end(),
                                 [&checkpoint](const Checkpoint& one) { return one.step >= checkpoint.step; });
    if (at != all.end() && at->step == checkpoint.step) return;
    all.insert(at, std::move(checkpoint));
    follow_run(state, run, std::numeric_limits<int>::max(), true);
}

}  // namespace

KeptRun kept_run(State& state, Run& run) {
    if (run.key.empty()) run.key = nn::identity_text(static_cast<std::uint64_t>(state.random()) << 32 | state.random());
    return {run.key, run.name, run.recipe, run.batches, false};
}

void restore_checkpoint(State& state, const KeptRun& kept, long step, std::span<const std::uint8_t> model,
                        std::map<std::string, double> measures, std::vector<int> confusion) {
    auto network = io::parse_model(model);
    if (!network || kept.key.empty()) return;
    const auto recipe = read_recipe_text(kept.recipe);
    nn::Network named = with_class_names(state, std::move(network.value()), recipe ? recipe.value() : RecipeValues());
    Checkpoint checkpoint{step, nn::publish(std::move(named)), std::move(measures), std::move(confusion)};
    if (const RunPtr run = find_run(state, kept.key)) return add(state, run, std::move(checkpoint));
    auto run = std::make_shared<Run>();
    run->name = kept.name;
    run->key = kept.key;
    run->recipe = kept.recipe;
    run->batches = kept.batches;
    run->trained_here = true;
    if (kept.more) run->others = Others::kept;
    run->checkpoints.push_back(std::move(checkpoint));
    state.runs.push_back(std::move(run));
    if (kept.name.starts_with("Run ")) state.training.made = std::max(state.training.made, std::atoi(&kept.name[4]));
}

void restored_run(State& state, const std::string& key, const std::string& why) {
    const RunPtr run = find_run(state, key);
    if (!run || run->others != Others::coming) return;
    run->others = Others::here;
    state.seen.dirty = true;  // what asks for a history has one now
    if (!why.empty()) say(state, "What is kept of " + run->name + " cannot be read: " + why, true);
    restored_all(state);
}

void restored_all(State& state) {
    if (state.training.link.empty() || is_training(state)) return;
    const auto link = parse_link(state.training.link);
    if (!link) return;
    bool is_missing = false;
    for (const std::uint64_t id : link.value().models) is_missing |= !find_checkpoint(state, id);
    if (!is_missing) return open_waiting_link(state);
    for (const RunPtr& run : state.runs)
        if (link.value().recipe && run->recipe == recipe_text(*link.value().recipe)) want_rest(state, *run);
}

void want_rest(State& state, Run& run) {
    if (run.others != Others::kept) return;
    run.others = Others::coming;
    request(state, Effect::Kind::fetch_run);
    state.effects.back().name = run.key;
}

void want_rest_of_shown(State& state) {
    for (const Lane& lane : state.lanes) want_rest(state, *lane.run);
}

void rename_run(State& state, const std::string& key, std::string name) {
    constexpr std::size_t kLongest = 40;
    const RunPtr run = find_run(state, key);
    if (!run || name.empty()) return;
    name.resize(std::min(name.size(), kLongest));
    run->name = std::move(name);
}

void ask_for_name(State& state, const Run& run) {
    request(state, Effect::Kind::name_run, run.name);
    state.effects.back().name = run.key;
}

void delete_run(State& state, const RunPtr& run) {
    if (!run || !run->trained_here) return;
    if (run == state.training.run) return discard_training(state);
    if (const TrainingJob* job = training_of(state, run)) {
        const int id = job->id;
        stop_training(state, id);
        drop_job(state, id);
    }
    const auto found = std::find(state.runs.begin(), state.runs.end(), run);
    if (found != state.runs.end()) close_run(state, static_cast<int>(found - state.runs.begin()));
}

}  // namespace app
