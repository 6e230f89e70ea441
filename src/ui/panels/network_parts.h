// Parts of the network view.
#pragma once

#include "ui/widgets.h"

namespace ui {

void draw_network_header(Context& c, app::State& state, const Rect& where);

/// Name and cells of the fully connected layers side by side in one card; in a narrow column the names above.
void draw_flat_card(Context& c, app::State& state, const Rect& where);
void draw_narrow_flat_card(Context& c, app::State& state, const Rect& where);

}  // namespace ui
