#include "explain/same_answers.h"

#include <algorithm>
#include <cstddef>

namespace explain {

SameAnswers same_answers(const nn::Answers& one, const nn::Answers& other, const nn::Digits& digits) {
    SameAnswers found;
    found.seen = std::min({one.seen(), other.seen(), digits.count()});
    for (int i = 0; i < found.seen; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int label = digits.labels[at], first = one.predicted[at], second = other.predicted[at];
        found.right[0] += first == label;
        found.right[1] += second == label;
        found.alone[0] += first == label && second != label;
        found.alone[1] += second == label && first != label;
        found.same += first == second && first >= 0;
    }
    return found;
}

}  // namespace explain
