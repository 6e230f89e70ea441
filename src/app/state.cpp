#include "app/state.h"

#include <algorithm>
#include <utility>

namespace app {

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

std::vector<float> probabilities(const State& state) {
    if (!state.input) return {};
    return state.lane().activations.outputs.back().data;
}

std::optional<int> prediction(const State& state) {
    if (!state.input) return std::nullopt;
    const std::vector<float>& p = state.lane().activations.outputs.back().data;
    return static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
}

std::string prediction_sentence(const State& state) {
    const auto best = prediction(state);
    if (!best) return "The page is empty.";
    std::vector<float> p = probabilities(state);
    const auto percent = [&](int digit) {
        return std::to_string(static_cast<int>(p[static_cast<std::size_t>(digit)] * 100.0f + 0.5f)) + " percent";
    };
    std::string sentence = "Prediction: " + std::to_string(*best) + ", " + percent(*best);
    const float first = std::exchange(p[static_cast<std::size_t>(*best)], -1.0f);
    const int next = static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
    if (first < 0.995f) sentence += "; next " + std::to_string(next) + ", " + percent(next);
    return sentence + ".";
}

}  // namespace app
