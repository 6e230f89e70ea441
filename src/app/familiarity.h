// How like the digits that they learnt the networks on show find the input: see explain/familiarity.h.
#pragma once

#include <optional>
#include <string>

#include "app/sets.h"

namespace app {

struct Lane;
struct State;

/// Share of the learnt digits that are less familiar to the lane's network than the input, 0..1.  Nothing on an empty
/// page, where the network's numbers overflow, and where nothing is known of what it learnt: neither by its model's
/// card nor by the digits on show.
std::optional<float> familiar(const State& state, const Lane& lane);
/// Of the lane with the focus.
std::optional<float> familiar(const State& state);

/// Whether fewer than 1 % of the learnt digits are less familiar; false where nothing is known.
bool unfamiliar(const State& state, const Lane& lane);
bool unfamiliar(const State& state);
/// What is then said, one sentence; "" where the input is familiar.
std::string unfamiliar_words(const State& state, const Lane& lane);

/// The set that would tell more where the energy score doubts the input (fewer than a tenth of the learnt digits are
/// less familiar), and which has not come and may come: of digits, or of clothes for a network of these.
std::optional<SetName> wanted_to_tell(const State& state);

/// Measures the input in every lane: after each forward pass.
void measure_familiarity(State& state);
/// Whether pictures like those that the lane's network learnt are here, whatever set is on show: MNIST's train[0:10000]
/// (before it came, the set on show), for a network of clothes Fashion-MNIST, for others the person's own set of these
/// classes.
bool has_digits_to_tell(const State& state, const Lane& lane);
/// Whether all is known of what the lane's network makes of them.
bool knows_digits(const State& state, const Lane& lane);
/// A slice of learning what a lane's network makes of them, a few milliseconds at most; true while there
/// is more to learn.
bool learn_some_familiarity(State& state, Lane& lane);

}  // namespace app
