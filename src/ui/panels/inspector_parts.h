// The parts of the inspector below the reconstruction.
#pragma once

#include "app/kernels_view.h"
#include "ui/widgets.h"

namespace ui {

/// The activation with its numbers where there is room for them.
void draw_activation(Context& c, app::State& state, const Rect& where);

void draw_kernels(Context& c, app::State& state, const app::WeightPictures& w, const Rect& where);

/// The part of the input that the chosen (or strongest) unit sees.
void draw_field_crop(Context& c, app::State& state, const Rect& where);

/// Smallest, largest, mean, share of zeros.
void draw_numbers(Context& c, const app::State& state, const Rect& where);

}  // namespace ui
