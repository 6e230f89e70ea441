// A figure's table of numbers under the pointer: what a cell says, and what a click on it does.
#pragma once

#include "figure/layout.h"
#include "ui/context.h"

namespace ui {

/// `clicked` becomes what a click on a head, a cell or its row means.
void table_item(Context& c, const figure::Place& place, const Rect& where, figure::Click& clicked);

}  // namespace ui
