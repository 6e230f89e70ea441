#include "app/answer.h"

#include "app/class_names.h"
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
    const nn::Network& network = state.lane().network();
    words.best = nn::class_name(network, first[0]);
    words.sure = share(first[0]) + " sure";
    if (first.size() > 1) words.second = "next: " + nn::class_name(network, first[1]);
    if (first.size() > 1) words.next = words.second + ", " + share(first[1]);
    if (state.truth && truth_name(state) != words.best) words.next = "its label says " + truth_name(state);
    words.strange = unfamiliar_words(state, state.lane());
    return words;
}

}  // namespace app
