// Forms of the ten digits as people write them in different countries, as strokes: those that MNIST's American writers
// seldom used.
#pragma once

#include <vector>

#include "nn/random.h"
#include "nn/trace.h"

namespace nn {

int pen_template_count();
/// The digit that a template shows.
int pen_template_label(int index);
/// The template in a random hand's writing: control points moved, curves drawn smooth; dense points in a square of
/// `side`.
Trace pen_template(int index, float side, Random& random);

}  // namespace nn
