#include "app/state.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "app/familiarity.h"
#include "figure/figure.h"
#include "nn/class_names.h"

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

Answer answer(const State& state) { return answer(state, state.lane()); }

Answer answer(const State& state, const Lane& lane) {
    if (!state.input) return Answer::empty;
    if (!lane.is_finite) return Answer::not_finite;
    return lane.network().has_classes() ? Answer::given : Answer::no_classes;
}

std::string why_no_answer(const State& state) {
    switch (answer(state)) {
        case Answer::not_finite:
            return "Not finite: this network's numbers are larger than float32 can hold, so that it has no answer.";
        case Answer::no_classes:
            return "This network ends in maps, not in one number a class: it names no class.";
        case Answer::empty:
        case Answer::given:
            break;
    }
    return {};
}

std::vector<float> probabilities(const State& state) { return probabilities(state, state.lane()); }

std::vector<float> probabilities(const State& state, const Lane& lane) {
    if (answer(state, lane) != Answer::given) return {};
    return lane.activations.outputs.back().data;
}

std::optional<int> prediction(const State& state) { return prediction(state, state.lane()); }

std::optional<int> prediction(const State& state, const Lane& lane) {
    if (answer(state, lane) != Answer::given) return std::nullopt;
    const std::vector<float>& p = lane.activations.outputs.back().data;
    return static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
}

std::vector<int> likeliest(const State& state, int count) {
    if (answer(state) != Answer::given) return {};
    const std::vector<float>& p = state.lane().activations.outputs.back().data;
    std::vector<int> order(p.size());
    std::iota(order.begin(), order.end(), 0);
    const auto end = order.begin() + std::min(count, static_cast<int>(order.size()));
    std::partial_sort(order.begin(), end, order.end(), [&p](int a, int b) {
        const float of_a = p[static_cast<std::size_t>(a)], of_b = p[static_cast<std::size_t>(b)];
        return of_a != of_b ? of_a > of_b : a < b;
    });
    order.erase(end, order.end());
    return order;
}

std::string short_answer(const State& state, const Lane& lane) {
    const auto best = prediction(state, lane);
    if (!best) return {};
    return nn::class_name(lane.network(), *best) + ", " +
           figure::percent(static_cast<double>(probabilities(state, lane)[static_cast<std::size_t>(*best)]));
}

std::string prediction_sentence(const State& state) {
    if (!state.input) return "The page is empty.";
    const std::vector<int> first = likeliest(state, 2);
    if (first.empty()) return why_no_answer(state);
    const std::vector<float>& p = state.lane().activations.outputs.back().data;
    // A network without softmax may give any finite number.
    const auto percent = [&](int of_class) {
        const double share = static_cast<double>(p[static_cast<std::size_t>(of_class)]) * 100.0;
        char words[64];
        std::snprintf(words, sizeof words, std::fabs(share) < 1e6 ? "%.0f percent" : "%.1e percent", share);
        return std::string(words);
    };
    const auto name = [&](int of_class) { return nn::class_name(state.lane().network(), of_class); };
    const std::string several = state.parts.several() ? parts_sentence(state.parts) + " Seen now: number " +
                                                            std::to_string(state.parts.chosen + 1) + ". "
                                                      : "";
    std::string sentence = several + "Prediction: " + name(first[0]) + ", " + percent(first[0]);
    if (first.size() > 1 && p[static_cast<std::size_t>(first[0])] < 0.995f)
        sentence += "; next " + name(first[1]) + ", " + percent(first[1]);
    const std::string strange = unfamiliar_words(state, state.lane());
    return sentence + (strange.empty() ? "." : ". " + strange);
}

}  // namespace app
