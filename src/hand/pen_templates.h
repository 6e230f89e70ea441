// Forms of the ten digits as people write them in different countries, as strokes: those that MNIST's American writers
// seldom used.
#pragma once

#include "image/strokes.h"
#include "nn/random.h"

namespace hand {

int pen_template_count();
/// The digit that a template shows.
int pen_template_label(int index);
/// The template in a random hand's writing: control points moved, curves drawn smooth; points no more than a pixel
/// apart in a square of `side` pixels.
image::Strokes pen_template(int index, float side, nn::Random& random);

}  // namespace hand
