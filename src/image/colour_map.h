// Colour maps: numbers to colours, sequential (0..max) and diverging (zero in the middle).
#pragma once

#include <span>

#include "image/picture.h"

namespace image {

enum class Theme { dark, light };
enum class Map {
    sequential,  ///< activations, 0..max
    diverging,   ///< signed values, -max..max, zero = the panel's own tone
    grey,        ///< for print: 0..max, paper white in the light theme
    classes,     ///< whole numbers 0..9, ten colours that colour-blind people tell apart; `scale` is not used
    ink,         ///< the network's input: white on black in the dark theme, black on white in the light one
};

/// t in [0, 1] for sequential, grey and ink; in [-1, 1] for diverging.  Clamped; NaN gives the map's zero.
Colour colour_at(Map map, Theme theme, float t);

/// The colour of class `index` (modulo ten).
Colour class_colour(Theme theme, int index);

/// Values to a picture: t = value / scale, then sign(t) |t|^gamma.  scale <= 0 draws everything as zero.
Rgba paint(std::span<const float> values, int width, int height, Map map, Theme theme, float scale, float gamma = 1.0f);

/// Largest value (sequential) or largest magnitude (diverging) of the values; 0 for none.
float full_scale(std::span<const float> values, Map map);

}  // namespace image
