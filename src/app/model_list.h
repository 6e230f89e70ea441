// The networks that the model table is of: those that ship, by what was computed of them when the program was made, and
// the person's own.
#pragma once

#include <cstdint>
#include <string_view>

#include "probe/model_list.h"

namespace app {

struct State;

/// What `unpool compare` measured of a network that ships, by the stem of its file; null where it was not.
const probe::MeasureRow* shipped_row(std::string_view file);

/// All that ship but for the history, then the last networks of all other runs.
probe::ModelList model_list(State& state);
/// Of what `model_list` gives: equal as long as that is.
std::uint64_t models_stamp(State& state);

/// Opens the network of this identity, fetched where it ships and is not here, and the view `view` ("": it stays).
void open_listed(State& state, std::uint64_t id, std::string_view view);

}  // namespace app
