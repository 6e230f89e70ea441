// The answer in words.
#pragma once

#include <string>

#include "app/state.h"

namespace app {

struct AnswerWords {
    std::string best;     ///< "3"; empty where there is no answer
    std::string sure;     ///< "99.9 % sure"
    std::string next;     ///< "next: 5, < 0.1 %", or what the label of a sample says where it is another
    std::string second;   ///< "next: 5"
    std::string strange;  ///< what is said where the input is unfamiliar to the network, one sentence; else empty
    std::string why;      ///< without an answer: why, or what to do
};
AnswerWords answer_words(const State& state);

/// "97.3 %", "< 0.1 %".
std::string share_words(float share);

}  // namespace app
