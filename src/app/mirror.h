// What stands beside the canvas for those who do not see it: the open view in words, and its settings as controls of
// the browser.
#pragma once

#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

/// As JSON: { view, title, question, finding, busy, answer, selection: null or { layers, layer, maps, map, words },
/// settings: [{ key, label, tip, kind, value, low, high, choices, words }], views: [{ id, title, group }],
/// can: names of acts that are possible now }.
std::string mirror_json(State& state);

/// What these controls do; `value` is a number where one is set.  what: "set KEY", "layer", "map", "reset", "figure",
/// "numbers", "animation", "share", "link", "save".  False where there is no such thing, or the value is no number.
bool act_in_mirror(State& state, std::string_view what, std::string_view value);

/// Tells screen readers what the open view found, and what is selected in the network's own, once it has been the same
/// for a moment and no pen is down; true while that moment is still to come.
bool tell_finding(State& state);

/// What `tell_finding` tells: "Cover it: Covering the upper curve costs most.", the title alone where nothing is found.
std::string spoken_finding(const State& state);

}  // namespace app
