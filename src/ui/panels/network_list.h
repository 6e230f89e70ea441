// The list of networks in the model sheet: a row each, with what can be done with it.
#pragma once

#include "ui/panels/panels.h"
#include "ui/widgets.h"

namespace ui {

/// What the program began with, what a person opened or trained.
void draw_own_networks(Context& c, app::State& state, Column& column);

/// "Other networks": those that ship beside the program, in their groups, whether they are here yet or not.
void draw_shipped_networks(Context& c, app::State& state, Column& column);

}  // namespace ui
