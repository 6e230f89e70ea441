// Middle lines: the strokes that a pen may have made where only a picture of the digit is left.
#pragma once

#include <cstdint>
#include <span>

#include "image/strokes.h"

namespace hand {

/// The middle lines of a square picture of bytes (0 = paper, 255 = ink) as strokes, in pixels: enlarged three times,
/// thinned (Zhang & Suen 1984), short spurs and specks cut, stairs smoothed, points joined to lines.  Empty where there
/// is no ink, or where the lines do not show what the picture does (blots, closed loops).
image::Strokes middle_lines(std::span<const std::uint8_t> picture, int side);

}  // namespace hand
