// The input moved, turned and scaled by parts of a pixel, about the middle of the page.
#pragma once

#include <span>

namespace explain {

struct Transform {
    float right = 0, down = 0;  ///< pixels
    float scale = 1;            ///< above 1: larger
    float degrees = 0;          ///< counterclockwise as seen

    bool operator==(const Transform&) const = default;
};

/// `to` (side x side) is `from` (side x side) transformed: rotated and scaled about the middle, then shifted; bilinear,
/// paper (0) outside.  The identity gives the same floats.
void transform(std::span<const float> from, int side, const Transform& how, std::span<float> to);

}  // namespace explain
