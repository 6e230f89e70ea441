// What of a screen must be painted anew when one frame follows another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gpu/box.h"

namespace gpu {

/// What is kept of an item for the next frame.
struct Trace {
    std::uint64_t hash = 0;
    Box box;
};

/// Boxes that do not overlap, in which all pixels lie that may differ between two frames: outside of them the same
/// things were painted in the same order.
std::vector<Box> damage(const std::vector<Trace>& before, const std::vector<Trace>& now);

/// Boxes that hold all of `boxes` and do not overlap; at most `most` of them.  Near ones become one where that adds
/// little.
std::vector<Box> without_overlap(const std::vector<Box>& boxes, std::size_t most = 64);

}  // namespace gpu
