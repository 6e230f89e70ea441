// A page with several digits taken apart: what is clearly apart, and nothing else.  One digit in several strokes (a 5
// with its roof apart, a dashed 3, an 8 of two loops) stays one; when in doubt, it is one digit.
#pragma once

#include <vector>

#include "image/digit.h"

namespace image {

/// One digit of several.
struct Part {
    Bounds box;               ///< of its ink, in the units of what was split
    Drawing alone;            ///< what of the page is its own; goes to network_input
    bool drawn_last = false;  ///< it holds the last stroke
};

/// The digits of a page in reading order: lines from top to bottom, each from left to right.  Empty where there is one
/// digit or none, and for a data set's picture.  While the pen is down the last stroke may yet reach the others: it is
/// a digit of its own only far from them.
std::vector<Part> split(const Drawing& drawing, bool pen_is_down = false);

/// Strokes of any units, drawn with a thin pen.
std::vector<Part> split(const Strokes& strokes);

/// Ink 1 on paper 0 (normalise_ink); boxes in pixels.
std::vector<Part> split(const Gray& ink);

/// Edges of a picture's ink, as a part's; zeros where there is none.
Bounds ink_box(const Gray& ink);

}  // namespace image
