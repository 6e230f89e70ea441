// Overfitting without training anything: the networks that ship, and what a file's card says of its training.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/offers.h"
#include "app/run.h"
#include "probe/run_curve.h"

namespace app {

struct State;

/// A run of one moment, for a network that came as it is: measured when the program was made where it ships, else
/// what its card tells of the digits that it learnt from.  Nothing where neither says anything.
std::optional<probe::RunCurve> curve_of_card(const State& state, const Run& run);
/// The networks that ship, those that learn by heart and those that do not; `open` is the run's.
std::vector<probe::RackRow> rack_rows(const Run& run);

/// The network that learnt the same number of digits and reads the others best, to be put beside the open one; none
/// where the open one reads them as well.
std::optional<Offer> rack_offer(const State& state);
/// Does what that offer says; its name begins with "beside ".
void take_rack_offer(State& state, std::string_view name);

}  // namespace app
