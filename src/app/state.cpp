#include "app/state.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

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

Answer answer(const State& state) {
    if (!state.input) return Answer::empty;
    if (!state.lane().is_finite) return Answer::not_finite;
    return state.lane().network().has_classes() ? Answer::given : Answer::no_classes;
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

std::vector<float> probabilities(const State& state) {
    if (answer(state) != Answer::given) return {};
    return state.lane().activations.outputs.back().data;
}

std::optional<int> prediction(const State& state) {
    if (answer(state) != Answer::given) return std::nullopt;
    const std::vector<float>& p = state.lane().activations.outputs.back().data;
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
    std::string sentence = "Prediction: " + std::to_string(first[0]) + ", " + percent(first[0]);
    if (first.size() > 1 && p[static_cast<std::size_t>(first[0])] < 0.995f)
        sentence += "; next " + std::to_string(first[1]) + ", " + percent(first[1]);
    return sentence + ".";
}

}  // namespace app
