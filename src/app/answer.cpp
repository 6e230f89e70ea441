#include "app/answer.h"

#include "app/familiarity.h"
#include "figure/figure.h"

namespace app {

std::string share_words(float share) {
    return share >= 0 && share < 0.0005f ? "< 0.1 %" : figure::percent(static_cast<double>(share));
}

AnswerWords answer_words(const State& state) {
    AnswerWords words;
    const std::vector<int> first = likeliest(state, 2);
    if (first.empty()) {
        words.why = why_no_answer(state);
        if (words.why.empty()) words.why = "Draw a digit to get an answer.";
        return words;
    }
    const std::vector<float> p = probabilities(state);
    const auto share = [&p](int of_class) { return share_words(p[static_cast<std::size_t>(of_class)]); };
    words.best = std::to_string(first[0]);
    words.sure = share(first[0]) + " sure";
    if (first.size() > 1) words.second = "next: " + std::to_string(first[1]);
    if (first.size() > 1) words.next = words.second + ", " + share(first[1]);
    if (state.truth && *state.truth != first[0]) words.next = "its label says " + std::to_string(*state.truth);
    words.strange = unfamiliar_words(state, state.lane());
    return words;
}

}  // namespace app
