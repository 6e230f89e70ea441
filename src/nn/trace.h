// The trace of a pen: points along its way, bent by a hand and drawn with a round pen of constant width, fitted as the
// page fits a person's strokes: the ink's longer side to 20 pixels, the centre of mass to pixel index 14.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nn/random.h"

namespace nn {

struct TracePoint {
    float x = 0.0f, y = 0.0f;
};
using Trace = std::vector<TracePoint>;  ///< dense: a disc at each point makes the stroke; their order does not matter

/// The middle lines of a raster digit (0 = paper, 255 = ink), in pixels: enlarged three times, thinned (Zhang & Suen
/// 1984), short spurs and specks cut, stairs smoothed.  Empty where there is no ink, or where the lines do not show
/// what the picture does (blots, closed loops).
Trace middle_lines(std::span<const std::uint8_t> picture, int height, int width);

/// A random hand: slant, rotation, proportions, slow waves along the way.  `strength` 1 is what people differ by.
void bend(Trace& trace, float strength, Random& random);

/// Scales the trace so that the drawn ink's longer side is `box` pixels and puts its mean at (x, y).
void fit_trace(Trace& trace, float pen, float box, float x, float y);

/// Antialiased, coverage 0..1, into height x width floats.
void draw_trace(const Trace& trace, float pen, int height, int width, float* out);

}  // namespace nn
