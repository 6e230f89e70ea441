#include "app/state.h"

#include <algorithm>
#include <utility>

#include "figure/figure.h"

namespace app {

State::State(RunPtr first) : digits(std::make_shared<const DataSet>()) {
    lanes.reserve(2);  // probes look at a lane's activations between frames
    lanes.emplace_back(first, static_cast<int>(first->checkpoints.size()) - 1);
    runs.push_back(std::move(first));
}

Selection selection_in(const State& state, const Lane& lane) {
    Selection chosen = state.selection;
    if (chosen.layer < 0 || &lane == &state.lane()) return chosen;
    const nn::Network& network = lane.network();
    chosen.layer = network.find(state.lane().network().layer(chosen.layer).name).value_or(-1);
    if (chosen.layer < 0) return {};
    const int maps = map_count(network, chosen.layer), units = network.shape(chosen.layer).plane();
    chosen.map = std::min(chosen.map, maps - 1);
    chosen.unit = std::min(chosen.unit, units - 1);
    return chosen;
}

std::array<std::string, 2> lane_names(const State& state) {
    std::array<std::string, 2> names{state.lanes.front().name(), state.lanes.back().name()};
    if (names[0] == names[1]) {
        names[0] += " (A)";
        names[1] += " (B)";
    }
    return names;
}

int shown_layer(const State& state, const nn::Network& network, int block, const Block& layers) {
    const auto chosen = state.shown_layers.find(block);
    const bool has_it =
        chosen != state.shown_layers.end() && chosen->second >= layers.first && chosen->second <= layers.last;
    return has_it ? chosen->second : default_layer(network, layers);
}

image::Theme theme(const State& state) {
    switch (state.options.theme) {
        case ThemeChoice::dark:
            return image::Theme::dark;
        case ThemeChoice::light:
            return image::Theme::light;
        case ThemeChoice::system:
            break;
    }
    return state.system_is_dark ? image::Theme::dark : image::Theme::light;
}

std::vector<float> probabilities(const State& state) { return probabilities(state, state.lane()); }

std::vector<float> probabilities(const State& state, const Lane& lane) {
    if (!state.input) return {};
    return lane.activations.outputs.back().data;
}

std::optional<int> prediction(const State& state) { return prediction(state, state.lane()); }

std::optional<int> prediction(const State& state, const Lane& lane) {
    if (!state.input) return std::nullopt;
    const std::vector<float>& p = lane.activations.outputs.back().data;
    return static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
}

std::string short_answer(const State& state, const Lane& lane) {
    const auto best = prediction(state, lane);
    if (!best) return {};
    return std::to_string(*best) + ", " +
           figure::percent(static_cast<double>(probabilities(state, lane)[static_cast<std::size_t>(*best)]));
}

std::string prediction_sentence(const State& state) {
    const auto best = prediction(state);
    if (!best) return "The page is empty.";
    const std::string several = state.parts.several() ? parts_sentence(state.parts) + " Seen now: number " +
                                                            std::to_string(state.parts.chosen + 1) + ". "
                                                      : "";
    std::vector<float> p = probabilities(state);
    const auto percent = [&](int digit) {
        return std::to_string(static_cast<int>(p[static_cast<std::size_t>(digit)] * 100.0f + 0.5f)) + " percent";
    };
    std::string sentence = several + "Prediction: " + std::to_string(*best) + ", " + percent(*best);
    const float first = std::exchange(p[static_cast<std::size_t>(*best)], -1.0f);
    const int next = static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
    if (first < 0.995f) sentence += "; next " + std::to_string(next) + ", " + percent(next);
    return sentence + ".";
}

}  // namespace app
