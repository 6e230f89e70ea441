// What several actions have in common.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/state.h"

namespace app {

/// Puts a wish into the queue.
void request(State& state, Effect::Kind kind, std::string text = {});

/// Offers a file to the person.
void save_file(State& state, std::string name, std::vector<std::uint8_t> bytes);

/// A drawn board is no longer the gallery's digit.
void forget_sample(State& state);

/// A first selection that shows something: a middle map of the last layer with maps.
Selection first_selection(const nn::Network& network);

}  // namespace app
