// Which networks are at hand, which of them are on show, and which of those has the focus.
#include <algorithm>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/training_parts.h"
#include "nn/class_names.h"
#include "nn/cost.h"

namespace app {
namespace {

int last_checkpoint(const Run& run) { return static_cast<int>(run.checkpoints.size()) - 1; }

/// What the run's network and the other lane's take together, in a sentence where it is too much.
std::string too_large_beside(const Lane& other, const RunPtr& run, int checkpoint) {
    return nn::complaint_about_both(other.network(), other.name(),
                                    *run->checkpoints[static_cast<std::size_t>(checkpoint)].network,
                                    checkpoint_name(*run, checkpoint));
}

/// Nothing changes but that it is said why.
void refuse(State& state, std::string why) {
    state.network_error = std::move(why);
    say(state, state.network_error, true);
}

/// Puts a checkpoint into a lane; the selection keeps its layer where the new network has one of that name.  Refuses
/// what is too large beside the other lane.
void put(State& state, std::size_t lane, const RunPtr& run, int checkpoint) {
    Lane& shown = state.lanes[lane];
    const nn::NetworkPtr& wanted = run->checkpoints[static_cast<std::size_t>(checkpoint)].network;
    if (shown.network().id.value == wanted->id.value &&
        nn::told_classes(shown.network()) == nn::told_classes(*wanted)) {  // it is computed already
        shown.run = run;
        shown.checkpoint = checkpoint;
        return;
    }
    if (state.lanes.size() > 1)
        if (std::string why = too_large_beside(state.lanes[1 - lane], run, checkpoint); !why.empty())
            return refuse(state, std::move(why));
    const bool has_focus = static_cast<int>(lane) == state.focus;
    Lane next(run, checkpoint);
    const Selection moved = selection_in(state, next);
    shown = std::move(next);
    if (has_focus) state.selection = moved.layer >= 0 ? moved : first_selection(state.lane().network());
    ++state.revision.lanes;
}

bool is_run(const State& state, int run) { return run >= 0 && run < static_cast<int>(state.runs.size()); }

/// The checkpoint meant: the last one for -1.  Nothing where the run has no such checkpoint.
std::optional<int> meant(const Run& run, int checkpoint) {
    const int last = last_checkpoint(run);
    if (checkpoint > last) return std::nullopt;
    return checkpoint < 0 ? last : checkpoint;
}

}  // namespace

void open_run(State& state, RunPtr run) {
    const std::uint64_t id = run->checkpoints.back().network->id.value;
    const auto known = std::find_if(state.runs.begin(), state.runs.end(), [&](const RunPtr& other) {
        return other->checkpoints.size() == run->checkpoints.size() &&
               other->checkpoints.back().network->id.value == id;
    });
    const int index = static_cast<int>(known - state.runs.begin());
    if (known == state.runs.end())
        state.runs.push_back(std::move(run));
    else
        (*known)->name = run->name;  // the same network under the name that was opened last
    show_run(state, index);
}

void show_run(State& state, int run, int checkpoint) {
    state.network_error.clear();
    if (!is_run(state, run)) return;
    const RunPtr& chosen = state.runs[static_cast<std::size_t>(run)];
    if (const auto at = meant(*chosen, checkpoint)) put(state, static_cast<std::size_t>(state.focus), chosen, *at);
}

void compare_with(State& state, int run, int checkpoint) {
    state.network_error.clear();
    if (!is_run(state, run)) return;
    const RunPtr& chosen = state.runs[static_cast<std::size_t>(run)];
    const auto at = meant(*chosen, checkpoint);
    if (!at) return;
    if (state.lanes.size() == 1) {
        if (std::string why = too_large_beside(state.lane(), chosen, *at); !why.empty())
            return refuse(state, std::move(why));
        state.lanes.emplace_back(chosen, *at);
        ++state.revision.lanes;
    } else {
        put(state, static_cast<std::size_t>(1 - state.focus), chosen, *at);
    }
}

void stop_comparing(State& state) {
    if (state.lanes.size() < 2) return;
    state.lanes.erase(state.lanes.begin() + (1 - state.focus));  // the one with the focus stays
    state.focus = 0;
    ++state.revision.lanes;
}

void set_focus(State& state, int lane) {
    if (lane < 0 || lane >= static_cast<int>(state.lanes.size()) || lane == state.focus) return;
    state.selection = selection_in(state, state.lanes[static_cast<std::size_t>(lane)]);
    state.focus = lane;
    ++state.revision.picture;  // the inspector's pictures are of the other network now
}

void close_run(State& state, int run) {
    if (!is_run(state, run) || state.runs.size() < 2) return;
    const RunPtr gone = state.runs[static_cast<std::size_t>(run)];
    if (!gone->key.empty()) {
        request(state, Effect::Kind::forget_run);
        state.effects.back().name = gone->key;
    }
    state.runs.erase(state.runs.begin() + run);
    if (state.lanes.size() > 1 && state.lanes[static_cast<std::size_t>(1 - state.focus)].run == gone)
        stop_comparing(state);
    if (state.lane().run != gone) return;
    if (state.lanes.size() > 1) {  // the other lane's network is the one that is left to see
        set_focus(state, 1 - state.focus);
        return stop_comparing(state);
    }
    show_run(state, 0);
}

void follow_run(State& state, const RunPtr& run, int was_last, bool moved) {
    const int last = last_checkpoint(*run);
    for (std::size_t i = 0; i < state.lanes.size(); ++i) {
        Lane& lane = state.lanes[i];
        if (lane.run != run) continue;
        if (lane.checkpoint >= was_last) {
            put(state, i, run, last);
        } else if (moved) {
            int at = 0;
            while (at < last && run->checkpoints[static_cast<std::size_t>(at)].network != lane.published) ++at;
            put(state, i, run, at);
        }
    }
}

std::optional<CheckpointAddress> find_checkpoint(const State& state, std::uint64_t network) {
    for (std::size_t run = 0; run < state.runs.size(); ++run) {
        const std::vector<Checkpoint>& all = state.runs[run]->checkpoints;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].network->id.value == network)
                return CheckpointAddress{static_cast<int>(run), static_cast<int>(i)};
    }
    return std::nullopt;
}

}  // namespace app
