// What the numbers of a training say, and what to hold them against.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "probe/run_curve.h"

namespace probe {

/// The one of `rack` that learnt as many digits with their true labels as `run` did and reads the others best; null
/// where its own labels were shuffled, and where none of them reads them better than `run` does by kBetter at least, or
/// where that is not known.
const RackRow* to_compare(const RunCurve& run, std::span<const RackRow> rack);
inline constexpr double kBetter = 0.005;

/// Networks that ship, by training and held-out accuracy: a row each, bars in its cells, a click opens it.
figure::Group rack_card(const Runs& runs);

}  // namespace probe
