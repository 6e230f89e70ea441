// The scrubber: which moment of a run is on show (see training.h).
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/training.h"
#include "app/training_parts.h"
#include "app/training_words.h"

namespace app {
namespace {

constexpr double kBetween = 0.25;  // seconds of a moment, when it plays

int run_number(const State& state, const RunPtr& run) {
    return static_cast<int>(std::find(state.runs.begin(), state.runs.end(), run) - state.runs.begin());
}

void show(State& state, int checkpoint) {
    const RunPtr run = state.lane().run;
    const int last = static_cast<int>(run->checkpoints.size()) - 1;
    show_run(state, run_number(state, run), std::clamp(checkpoint, 0, last));
}

}  // namespace

bool is_passing(const State& state, const Lane& lane) {
    if (training_of(state, lane.run)) return lane.checkpoint + 1 == static_cast<int>(lane.run->checkpoints.size());
    return lane.run == state.training.run && state.training.play_at > 0;
}

bool has_moments(const State& state) { return state.lane().run->checkpoints.size() > 1; }

void scrub(State& state, long step) {
    const auto& all = state.lane().run->checkpoints;
    const auto after = std::find_if(all.begin(), all.end(), [step](const Checkpoint& one) { return one.step > step; });
    show(state, static_cast<int>(after - all.begin()) - 1);
    state.training.play_at = 0;
}

void scrub_to(State& state, float place) {
    const Run& run = *state.lane().run;
    int nearest = 0;
    float least = 2;
    for (int i = 0; i < static_cast<int>(run.checkpoints.size()); ++i) {
        const float apart = std::fabs(moment_position(run, run.checkpoints[static_cast<std::size_t>(i)].step) - place);
        if (apart < least) least = apart, nearest = i;
    }
    show(state, nearest);
    state.training.play_at = 0;
}

void scrub_by(State& state, int checkpoints) {
    if (!has_moments(state)) return;
    show(state, state.lane().checkpoint + checkpoints);
    state.training.play_at = 0;
}

void play_moments(State& state) {
    const bool plays = state.training.play_at > 0;
    state.training.play_at = 0;
    if (plays || !has_moments(state)) return;
    if (state.lane().checkpoint + 1 == static_cast<int>(state.lane().run->checkpoints.size())) show(state, 0);
    state.training.play_at = state.now + kBetween;
}

bool advance_play(State& state) {
    double& at = state.training.play_at;
    if (at <= 0) return false;
    if (state.now < at) return true;
    const int next = state.lane().checkpoint + 1, count = static_cast<int>(state.lane().run->checkpoints.size());
    if (next < count) show(state, next);
    at = next + 1 < count ? state.now + kBetween : 0;
    return at > 0;
}

double measure(const Checkpoint& checkpoint, std::string_view name) {
    const auto found = checkpoint.measures.find(std::string(name));
    return found == checkpoint.measures.end() ? std::nan("") : found->second;
}

}  // namespace app
