// One step of the application: recompute what is older than its inputs, advance the jobs.
#pragma once

#include "app/state.h"

namespace app {

/// Call once a frame, before drawing.  `now` is the frame clock in seconds; `budget` is what jobs may take, in seconds.
/// True if there is more to do without any input: draw another frame.
bool update(State& state, double now, double budget);

/// The part of it that answers: input, activations and the selection's projection as board and networks are now.  Call
/// before telling what the networks say: one that has just come has computed nothing yet.  True if anything was older.
bool catch_up(State& state);

/// Whether reconstructions on show are still to come; `finish_reconstructions` computes them now.
bool is_reconstructing(const State& state);
void finish_reconstructions(State& state);

}  // namespace app
