// Lecture mode: one view over the whole screen, stepped through by the arrow keys, as slides are.
#pragma once

#include <string>

#include "app/state.h"

namespace app {

/// Begins or ends it.  Views without a result of their own (training, pages of words) give way to the network's.
void change_lecture(State& state);
/// Whether it fills the screen now: a sheet that was opened meanwhile lies in its place.
bool is_lecture(const State& state);

/// Steps what the view is most about: its first number, else the selected map, else its first choice; choices and maps
/// go around.
void step_lecture(State& state, int by);
/// What that is and where it stands: "Step: 3", "pool2 map 7"; "" where there is nothing to step.
std::string lecture_words(State& state);

/// The next view that has a result, or the one before, around.
void step_lecture_view(State& state, int by);

}  // namespace app
