// One step of the application: recompute what is older than its inputs, advance the jobs.
#pragma once

#include "app/state.h"

namespace app {

/// Call once a frame, before drawing.  `now` is the frame clock in seconds; `budget` is what jobs may take, in seconds.
/// True if there is more to do without any input: draw another frame.
bool update(State& state, double now, double budget);

/// Whether reconstructions on show are still to come; `finish_reconstructions` computes them now.
bool is_reconstructing(const State& state);
void finish_reconstructions(State& state);

}  // namespace app
