// What is selected, in words and numbers, for the inspector and the chip.
#pragma once

#include <string>

#include "app/kernels_view.h"
#include "app/state.h"

namespace app {

/// Whether the selected layer has units, not maps.
bool selects_units(const State& state);

std::string layer_words(const State& state);  ///< "pool2", "input"
std::string map_words(const State& state);    ///< "map 7", "unit 3", "map 7, unit 1, 2"

/// What the large reconstruction shows, in a sentence.
const char* reconstruction_words(const State& state);

/// The chosen unit of the selected map, or its strongest.
int unit_shown(const State& state);
/// What that unit sees of the input.
nn::Field field_shown(const State& state);

/// Of the selected map's activation.
Summary selected_numbers(const State& state);

/// A number that changes with the weights that lead into what is selected.
std::uint64_t weights_stamp(const State& state, const WeightPictures& weights);

}  // namespace app
