// A small picture of a view, of what is on the pad now.
#pragma once

#include "app/views.h"
#include "ui/widgets.h"

namespace ui {

void draw_view_picture(Context& c, app::State& state, const app::View& view, const Rect& where);

}  // namespace ui
