// What window.unpool tells of the state, as JSON and as tensors.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

/// model, prediction, probabilities, input, layers, selection, timings, frames; the page's help lists the fields.
std::string state_json(const State& state);

/// Every probe: [{id, title, what, source, needs_digits, settings: [{key, label, tip, kind, low, high, initial,
/// choices}]}].
std::string probes_json();

/// What has become of the probe that was asked for last.
enum class Asked { done, working, waiting_for_digits, no_digits, not_finite };
/// Works on it for about `seconds`.
Asked work_on_probe(State& state, double seconds);

struct TensorView {
    nn::Shape shape;
    std::span<const float> values;
};

/// "input" or a layer's name.  Empty where there is no such layer or no input.
TensorView layer_values(const State& state, std::string_view name);

/// One map's reconstruction, Keep::whole_map, (1, 28, 28); empty where there is none.
TensorView reconstruction_values(State& state, std::string_view layer, int map);

}  // namespace app
