// What the files of training.h have in common.
#pragma once

#include "app/recipe_values.h"
#include "app/state.h"
#include "nn/network.h"

namespace app {

/// In every lane that showed checkpoint `was_last` of the run or a later one: its last one now.  `moved`: one in the
/// middle went, so that lanes before have to be counted anew.
void follow_run(State& state, const RunPtr& run, int was_last, bool moved);

/// The network, whose card says what the classes are called that a training by this recipe learns.
nn::Network with_class_names(nn::Network network, const RecipeValues& recipe);

/// The link that waited for a network, now that it should be here.
void open_waiting_link(State& state);

/// A network that the next moment of its training replaces: nothing is computed or told of it that takes long.
bool is_passing(const State& state, const Lane& lane);

/// Goes on with the scrubber's play; true while it plays.
bool advance_play(State& state);

}  // namespace app
