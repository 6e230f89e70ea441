// Between pixels: the one bilinear interpolation.
#pragma once

#include <cmath>

namespace base {

/// The value at (row, column), pixels' middles at whole numbers, from the four pixels around it.  `at(row, column)`
/// gives a pixel as a Number and says what is beyond the edges, where it is asked too.
template <class Number, class At>
Number bilinear(Number row, Number column, At at) {
    const Number top = std::floor(row), left = std::floor(column), down = row - top, across = column - left;
    const int y = static_cast<int>(top), x = static_cast<int>(left);
    return (1 - down) * ((1 - across) * at(y, x) + across * at(y, x + 1)) +
           down * ((1 - across) * at(y + 1, x) + across * at(y + 1, x + 1));
}

}  // namespace base
