// Rectangles of whole pixels, y down.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gpu {

/// Pixels left <= x < right, top <= y < bottom.
struct Box {
    int left = 0, top = 0, right = 0, bottom = 0;
    bool operator==(const Box&) const = default;

    int width() const { return right - left; }
    int height() const { return bottom - top; }
    bool empty() const { return right <= left || bottom <= top; }
    std::int64_t area() const { return empty() ? 0 : std::int64_t{width()} * height(); }
    bool holds(const Box& other) const {
        return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
    }
};

/// What both have; empty where they do not meet.
inline Box both(const Box& a, const Box& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

/// The smallest box around two that are not empty.
inline Box around(const Box& a, const Box& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

}  // namespace gpu
