// The paper under the ink: which way round the picture is, how bright the paper is from place to place, how grainy.  An
// inner part of src/image.
#pragma once

#include "image/picture.h"

namespace image {

/// Brightness of the border and of the darkest ink.
struct Levels {
    float paper = 1.0f, ink = 0.0f;
};

/// Turns a light-on-dark picture over, so that ink is darker than paper.
Levels make_ink_dark(Gray& picture);

/// Darkness against the paper, which is found by fitting a surface again and again to what the last one took for paper.
Gray darkness(const Gray& picture, const Levels& levels);

/// Spread of the paper: of the deviations along the border; at most twice that of neighbours, because the border of a
/// close crop has soft edges of ink, which differ widely but change slowly.
float paper_noise(const Gray& dark);

}  // namespace image
