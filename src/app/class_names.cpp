#include "app/class_names.h"

#include "app/state.h"

namespace app {

bool knows_classes(const nn::Network& network, const DataSet& set) {
    for (int k = 0; k < static_cast<int>(set.class_names.size()); ++k)
        if (k >= network.classes() || nn::class_name(network, k) != set.class_name(k)) return false;
    return true;
}

std::optional<int> truth_in(const State& state, const Lane& lane) {
    if (!state.truth || nn::class_name(lane.network(), *state.truth) != truth_name(state)) return std::nullopt;
    return state.truth;
}

std::string truth_name(const State& state) {
    if (!state.truth) return {};
    return state.sample_set ? state.sample_set->class_name(*state.truth) : std::to_string(*state.truth);
}

}  // namespace app
