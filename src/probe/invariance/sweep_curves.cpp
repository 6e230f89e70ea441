#include "probe/invariance/sweep_curves.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "probe/arithmetic.h"

namespace probe {
namespace {

explain::Transform transform_at(int sweep, float value) {
    explain::Transform how;
    (sweep == 0 ? how.down : sweep == 1 ? how.scale : how.degrees) = value;
    return how;
}

/// What position 0 .. kPositions - 1 stands for.
explain::Transform transform_of(int position) {
    int sweep = 0;
    while (position >= kSweeps[index(sweep)].count) position -= kSweeps[index(sweep++)].count;
    return transform_at(sweep, kSweeps[index(sweep)].at(position));
}

}  // namespace

int first_position(int sweep) {
    int first = 0;
    for (int i = 0; i < sweep; ++i) first += kSweeps[index(i)].count;
    return first;
}

void Curves::measure(explain::Mover& mover, int position) {
    explain::Change change;
    mover.measure(transform_of(position), change);
    const std::size_t layers = change.distance.size(), at = index(position);
    distances.resize(kPositions * layers);
    probability.resize(kPositions);
    std::copy(change.distance.begin(), change.distance.end(),
              distances.begin() + static_cast<std::ptrdiff_t>(at * layers));
    probability[at] = truth >= 0 && truth < static_cast<int>(change.answer.size()) ? change.answer[index(truth)] : 0.0f;
    known = std::max(known, position + 1);
}

float Curves::value(int position, int layer, bool relative) const {
    const std::size_t at = index(position);
    if (layer == kProbability) return probability[at];
    const std::size_t row = index(layer + 1);
    const float distance = distances[at * lengths.size() + row], length = lengths[row];
    return !relative ? distance : length > 0 ? distance / length : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace probe
