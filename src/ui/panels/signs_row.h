// Below the pad, in the view of one's own signs: what the drawing is to be added as.
#pragma once

#include "app/state.h"
#include "ui/widgets.h"

namespace ui {

/// Whether the open view is about signs, and here.
bool is_about_signs(const app::State& state);

/// A button for each sign and one for a new one, in as many rows as it takes; gives their height.  `only_measure`:
/// draws nothing.
float draw_signs_row(Context& c, app::State& state, float x, float y, float width, bool only_measure = false);

}  // namespace ui
