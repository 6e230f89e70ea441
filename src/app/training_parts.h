// What the files of training.h have in common.
#pragma once

#include <array>
#include <cstdint>

#include "app/recipe_values.h"
#include "app/state.h"
#include "nn/network.h"

namespace app {

/// In every lane that showed checkpoint `was_last` of the run or a later one: its last one now.  `moved`: one in the
/// middle went, so that lanes before have to be counted anew.
void follow_run(State& state, const RunPtr& run, int was_last, bool moved);

/// For whom tells: its id must be that of a training that is not over.
TrainingJob* find_job(State& state, int id);
/// What a recipe learns from, and what is held out.
std::array<SetName, 2> sets_of(const RecipeValues& recipe);
/// Asks for trainers of those whose digits have come and for which there is room; brings the one on show to the front.
void advance_trainings(State& state);
/// A training that is not on show is forgotten.
void drop_job(State& state, int id);

/// The network, whose card says what the classes are called that a training by this recipe learns.
nn::Network with_class_names(const State& state, nn::Network network, const RecipeValues& recipe);

/// A set that the person brought, by its identity; null where it is not here.
DataSetPtr own_set(const State& state, std::uint64_t id);
/// How many classes the recipe's pictures have.
int classes_of(const State& state, const RecipeValues& recipe);
/// Pictures and first weights of a training whose sets are here.  Errors: whole sentences.
base::Status fill_order(const State& state, const TrainingJob& job, TrainingOrder& order);

/// The link that waited for a network, now that it should be here.
void open_waiting_link(State& state);

/// A network that the next moment of its training replaces: nothing is computed or told of it that takes long.
bool is_passing(const State& state, const Lane& lane);

/// Goes on with the scrubber's play; true while it plays.
bool advance_play(State& state);

}  // namespace app
