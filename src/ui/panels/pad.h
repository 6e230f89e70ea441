// The pad and its tools.
#pragma once

#include "ui/widgets.h"

namespace ui {

/// A square to draw on.
void draw_pad(Context& c, app::State& state, const Rect& pad);

/// Pen, eraser, undo, redo, clear; in two rows where one is too narrow.  Gives the height used.
float draw_tools(Context& c, app::State& state, float x, float y, float width);

}  // namespace ui
