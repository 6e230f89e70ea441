// Which pieces of ink make one digit: an inner part of src/image.  When in doubt, fewer digits.
#pragma once

#include <span>
#include <vector>

#include "image/strokes.h"

namespace image {

/// Pieces of ink that hang together (a stroke, a component of a picture) as points along them.
struct Pieces {
    std::vector<Point> points;
    std::vector<std::size_t> ends;  ///< of each piece: one past its last point

    int count() const { return static_cast<int>(ends.size()); }
    std::span<const Point> of(int piece) const {
        const auto i = static_cast<std::size_t>(piece);
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        return {points.data() + begin, ends[i] - begin};
    }
};

struct GroupingRules {
    float near = 0.13f;     ///< pieces nearer than this share of the taller one's height are one digit
    float touching = 0.0f;  ///< and so are those nearer than this, in the points' units: the pen's width
    float skin = 0.0f;      ///< how far ink reaches over its points, both pieces together
    int open = -1;          ///< a piece that is still being drawn, and may yet reach the others
};

/// The digit of each piece, digits numbered in reading order: lines from top to bottom, each from left to right.
/// All 0 where the pieces are one digit or where that is doubtful.
std::vector<int> group_pieces(const Pieces& pieces, const GroupingRules& rules);

}  // namespace image
