// The parts of Train here, one file each.
#pragma once

#include <string>
#include <string_view>

#include "ui/panels/panels.h"

namespace ui {

/// Presets, the three settings in sight, the others where they are asked for; a warning.  Gives the height used.
float draw_recipe(Context& c, app::State& state, float x, float y, float width);

/// A value between two arrows, "less `key`" and "more `key`", its label before it where there is one; gives -1, 1, or
/// 0 where neither was pressed.
int stepper(Context& c, const std::string& key, const Rect& where, std::string_view label, const std::string& words,
            const char* tip);

/// The layers of the next network: what each gives, and the settings of the chosen one.  Gives the height used.
float draw_architecture(Context& c, app::State& state, float x, float y, float width);

/// Accuracy and loss, held out and in training, against batches; on a phone one of them.  Its other faces are the two
/// below.
void draw_curves(Context& c, app::State& state, const Rect& where);

/// How far each layer moves a batch, over the batches so far, and its gradient.
void draw_layer_motions(Context& c, app::State& state, const Rect& where);

/// What the held-out digits are read as: a square for each label and answer.
void draw_confusion(Context& c, app::State& state, const Rect& where);

/// The network's first (0) or second (1) block with maps: kernels, activations, reconstructions.
void draw_layer_card(Context& c, app::State& state, int block, const Rect& where);

/// A list of the runs that were trained here, if there are any; gives its height.
float draw_trained_runs(Context& c, app::State& state, float x, float y, float width);

/// A phone's: the person's digit, the answer, and one of the two blocks.
void draw_own_digit(Context& c, app::State& state, const Rect& where);

}  // namespace ui
