// Two networks' answers to the same digits: how many each reads right, how many only one of them does, how often they
// agree.
#pragma once

#include <array>

#include "nn/classifier.h"
#include "nn/digits.h"

namespace explain {

struct SameAnswers {
    int seen = 0;                         ///< digits that both have read
    std::array<int, 2> right{}, alone{};  ///< by each; by this one, and not by the other
    int same = 0;                         ///< the same answer, right or wrong; none is no answer
};

/// Over the digits that both have seen, which are the first of `digits`.
SameAnswers same_answers(const nn::Answers& one, const nn::Answers& other, const nn::Digits& digits);

}  // namespace explain
