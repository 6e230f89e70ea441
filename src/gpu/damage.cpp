// See damage.h.
#include "gpu/damage.h"

namespace gpu {
namespace {

constexpr std::size_t kLookAhead = 512;  ///< items that may have gone between two that stayed

/// Adds a box to others that do not overlap; those that it meets, or whose gap is at most `spare` pixels, become one
/// with it.
void add(std::vector<Box>& boxes, Box box, std::int64_t spare) {
    for (std::size_t i = 0; i < boxes.size();) {
        const Box joined = around(boxes[i], box);
        if (both(boxes[i], box).empty() && joined.area() > boxes[i].area() + box.area() + spare) {
            ++i;
            continue;
        }
        box = joined;
        boxes[i] = boxes.back();
        boxes.pop_back();
        i = 0;  // larger now, it may meet others
    }
    boxes.push_back(box);
}

}  // namespace

std::vector<Box> without_overlap(const std::vector<Box>& boxes, std::size_t most) {
    std::int64_t spare = 4096;  // pixels; a box of its own costs about as much
    std::vector<Box> apart;
    for (const Box& box : boxes)
        if (!box.empty()) add(apart, box, spare);
    while (apart.size() > most) {
        spare *= 4;
        std::vector<Box> fewer;
        for (const Box& box : apart) add(fewer, box, spare);
        apart = std::move(fewer);
    }
    return apart;
}

/// Goes through both lists and pairs what is the same, never backwards: what has no partner has changed.
std::vector<Box> damage(const std::vector<Trace>& before, const std::vector<Trace>& now) {
    std::vector<Box> changed;
    std::size_t old = 0, end = before.size(), last = now.size();
    while (end > 0 && last > 0 && before[end - 1].hash == now[last - 1].hash) --end, --last;
    for (std::size_t i = 0; i < last; ++i) {
        std::size_t partner = old;
        const std::size_t stop = end - old > kLookAhead ? old + kLookAhead : end;
        while (partner < stop && before[partner].hash != now[i].hash) ++partner;
        if (partner >= stop) {
            changed.push_back(now[i].box);
            continue;
        }
        for (; old < partner; ++old) changed.push_back(before[old].box);
        ++old;
    }
    for (; old < end; ++old) changed.push_back(before[old].box);
    return without_overlap(changed);
}

}  // namespace gpu
