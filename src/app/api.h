// What window.unpool tells of the state, as JSON and as tensors.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/state.h"
#include "base/result.h"

namespace app {

/// model, prediction, probabilities, input, parts, part, layers, selection, timings, frames; the page's help lists the
/// fields.
std::string state_json(const State& state);

/// What the file of the network with the focus left open: {file, step, words, list: [{key, source, chosen, choices:
/// [{choice, read, of}]}]}; "null" where it came from none, or told all.  `step`: trying, refused, open, reading (the
/// 10,000), done.
std::string assumptions_json(const State& state);

/// Every probe: [{id, title, what, source, needs_digits, settings: [{key, label, tip, kind, low, high, initial,
/// choices}]}].
std::string probes_json();
/// What is on the screen, a line each: controls as name, region, x, y, width, height with tabs between them, of each
/// what its region lets be seen; then the words that had no room.
std::string screen_text(const State& state);

/// Networks at hand and those that ship: [{name, id, here, shown, steps}]; `file` of those that ship.
std::string networks_json(const State& state);

enum class NetworkAct { show, compare, focus, close, alone };
/// `network`: a name, a file's stem, an identity's 16 digits, or for `focus` 0 or 1.  Errors: none of that kind.
base::Status act_on_network(State& state, NetworkAct act, std::string_view network);

/// What has become of the probe on show.  `waiting`: what is there is computed, and data that it wants have not come;
/// `failed`: they cannot be had; `stopped`: the person stopped it; `not_finite`: the network's
/// numbers overflow.
enum class Asked { done, working, waiting, failed, stopped, not_finite };
/// Works on it for about `seconds`.
Asked work_on_probe(State& state, double seconds);
/// A sentence that says why the probe on show `failed`, or is `waiting`; empty where it lacks nothing.
std::string lack_of_probe(State& state);

struct TensorView {
    nn::Shape shape;
    std::span<const float> values;
};

/// "input" or a layer's name.  Empty where there is no such layer or no input.
TensorView layer_values(const State& state, std::string_view name);

/// One map's reconstruction, Keep::whole_map, (1, 28, 28); empty where there is none.
TensorView reconstruction_values(State& state, std::string_view layer, int map);

}  // namespace app
