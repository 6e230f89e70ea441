// Another hand: the same strokes as somebody else would have written them.
#pragma once

#include "image/strokes.h"
#include "nn/random.h"

namespace hand {

/// A random hand: slant, rotation, proportions, slow waves along the way.  `strength` 1 is what people differ by.  The
/// strokes are in pixels of a digit 20 high, their points no more than about a pixel apart.
void bend(image::Strokes& strokes, float strength, nn::Random& random);

}  // namespace hand
