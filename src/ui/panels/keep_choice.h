// What of the selected map is kept on the way down: shared by inspector and chip.
#pragma once

#include "ui/widgets.h"

namespace ui {

void draw_keep_choice(Context& c, app::State& state, const Rect& where);

}  // namespace ui
