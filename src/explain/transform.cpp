// Every pixel of the result asks where it came from, and takes the four pixels around that place.
#include "explain/transform.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "base/bilinear.h"

namespace explain {

void transform(std::span<const float> from, int side, const Transform& how, std::span<float> to) {
    assert(how.scale > 0 && from.size() == static_cast<std::size_t>(side * side) && to.size() == from.size());
    const double angle = static_cast<double>(how.degrees) * std::numbers::pi / 180;
    const double cosine = std::cos(angle) / static_cast<double>(how.scale),
                 sine = std::sin(angle) / static_cast<double>(how.scale), middle = (side - 1) / 2.0;
    const auto pixel = [&](int row, int column) {
        const bool inside = row >= 0 && row < side && column >= 0 && column < side;
        return inside ? static_cast<double>(from[static_cast<std::size_t>(row * side + column)]) : 0.0;
    };
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            // Rows run down, so a turn that is seen as counterclockwise is this one.
            const double x = column - middle - static_cast<double>(how.right),
                         y = row - middle - static_cast<double>(how.down);
            const double source_x = x * cosine - y * sine + middle, source_y = x * sine + y * cosine + middle;
            to[static_cast<std::size_t>(row * side + column)] =
                static_cast<float>(base::bilinear(source_y, source_x, pixel));
        }
    }
}

}  // namespace explain
