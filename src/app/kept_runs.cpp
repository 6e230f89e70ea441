// See kept_runs.h.
#include "app/kept_runs.h"

#include <algorithm>
#include <cstdlib>
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

}  // namespace

KeptRun kept_run(State& state, Run& run) {
    if (run.key.empty()) run.key = nn::identity_text(static_cast<std::uint64_t>(state.random()) << 32 | state.random());
    return {run.key, run.name, run.recipe, run.batches};
}

void restore_checkpoint(State& state, const KeptRun& kept, long step, std::span<const std::uint8_t> model,
                        std::map<std::string, double> measures, std::vector<int> confusion) {
    auto network = io::parse_model(model);
    if (!network || kept.key.empty()) return;
    const auto recipe = read_recipe_text(kept.recipe);
    nn::Network named = with_class_names(state, std::move(network.value()), recipe ? recipe.value() : RecipeValues());
    Checkpoint checkpoint{step, nn::publish(std::move(named)), std::move(measures), std::move(confusion)};
    if (const RunPtr run = find_run(state, kept.key)) {
        if (step > run->checkpoints.back().step && !training_of(state, run))
            run->checkpoints.push_back(std::move(checkpoint));
        return;
    }
    auto run = std::make_shared<Run>();
    run->name = kept.name;
    run->key = kept.key;
    run->recipe = kept.recipe;
    run->batches = kept.batches;
    run->trained_here = true;
    run->checkpoints.push_back(std::move(checkpoint));
    state.runs.push_back(std::move(run));
    if (kept.name.starts_with("Run ")) state.training.made = std::max(state.training.made, std::atoi(&kept.name[4]));
}

void restored_all(State& state) {
    if (state.training.link.empty() || is_training(state)) return;
    const auto link = parse_link(state.training.link);
    if (!link) return;
    for (const std::uint64_t id : link.value().models)
        if (!find_checkpoint(state, id)) return;
    open_waiting_link(state);
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
