// Pictures inside cards, shared by the network panel's two ways of showing layers.
#pragma once

#include "ui/panels/panels.h"

namespace ui {

/// Height of a card that shows one layer's maps.
float layer_card_height(const Context& c, const app::State& state, const nn::Network& network, int layer,
                        const BlockLook& look);

/// The maps of one layer on a grid.
void draw_maps(Context& c, app::State& state, int layer, float x, float y, float width, const BlockLook& look);

/// The units of a fully connected layer as cells: `rows` lines of squares of side `cell`.  Returns the width used.
float draw_units(Context& c, app::State& state, int layer, float x, float y, int rows, float cell);

/// Lines of cells that come out even for this many units.
int unit_rows(int units);

}  // namespace ui
