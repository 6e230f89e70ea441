// The parts of Train here, one file each.
#pragma once

#include "ui/panels/panels.h"

namespace ui {

/// Presets, the three settings in sight, the others where they are asked for; a warning.  Gives the height used.
float draw_recipe(Context& c, app::State& state, float x, float y, float width);

/// Accuracy and loss, held out and in training, against batches; on a phone one of them.
void draw_curves(Context& c, app::State& state, const Rect& where);

/// The network's first (0) or second (1) block with maps: kernels, activations, reconstructions.
void draw_layer_card(Context& c, app::State& state, int block, const Rect& where);

/// A list of the runs that were trained here, if there are any; gives its height.
float draw_trained_runs(Context& c, app::State& state, float x, float y, float width);

/// A phone's: the person's digit, the answer, and one of the two blocks.
void draw_own_digit(Context& c, app::State& state, const Rect& where);

}  // namespace ui
