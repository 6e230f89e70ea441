// The network on show, first of all on its sheet: what was assumed and what else could have been, what it sees, its
// layers.
#pragma once

#include "ui/panels/panels.h"
#include "ui/widgets.h"

namespace ui {

/// One sentence, and what is assumed or told with what each other choice would read.
void draw_this_model(Context& c, app::State& state, Column& column);

}  // namespace ui
