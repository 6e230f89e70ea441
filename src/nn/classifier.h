// What a network answers to the pictures of a labelled set: the one place that reads many of them and counts, whole or
// a slice at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace nn {

/// The answers to the first seen() pictures of a set.
struct Answers {
    std::uint64_t data = 0;                    ///< which set: Digits::id
    std::vector<std::int32_t> predicted = {};  ///< by picture; -1 where the answer was not finite
    int correct = 0;                           ///< answers that are the picture's label
    int not_finite = 0;                        ///< they count as wrong

    int seen() const { return static_cast<int>(predicted.size()); }
    int wrong() const { return seen() - correct; }
};

/// Reads the next `count` pictures, after those that `answers` knows; true while some are left.  `engine` is packed
/// with the network; the pictures' shape is its input.
bool read_some(Engine& engine, const Digits& digits, int count, Answers& answers);

/// How many of the first `seen` pictures were read right; by label, too.
struct Tally {
    int seen = 0, correct = 0;
    std::vector<int> seen_of, correct_of;

    /// NaN as long as none is seen.
    double accuracy() const { return static_cast<double>(correct) / seen; }
};
/// Of the first `first` pictures, at most those seen.  Labels that are no class count as wrong, and in no class.
Tally tally(const Answers& answers, const Digits& digits, int classes, int first);

/// Reads a set in slices with an engine of its own, which it packs with the first slice.  Copies the network, not the
/// digits.
class Classifier {
public:
    Classifier(const Network& network, const Digits& digits);
    Classifier(Classifier&&) noexcept = default;
    Classifier& operator=(Classifier&&) noexcept = default;

    /// The next `count`; true while some are left.
    bool advance(int count);
    const Answers& answers() const { return answers_; }
    int seen() const { return answers_.seen(); }
    int count() const { return digits_.count(); }
    Tally tally(int first) const { return nn::tally(answers_, digits_, classes_, first); }

private:
    Network network_;  ///< empty once it is packed
    Digits digits_;
    std::unique_ptr<Engine> engine_;
    int classes_;
    Answers answers_;
};

/// What came of classifying a labelled set.
struct Evaluation {
    int classes = 0, count = 0, correct = 0;
    int not_finite = 0;  ///< pictures whose answer was not finite: they count as wrong
    /// (label, predicted), row-major: a row for each class, of many classes only up to the highest label and at least
    /// 64
    std::vector<int> confusion;
    std::vector<std::int32_t> predicted;  ///< by picture; -1 where the answer was not finite
    double loss = 0.0;                    ///< mean cross-entropy of the others, natural logarithm; NaN: none

    double accuracy() const { return count > 0 ? static_cast<double>(correct) / count : 0.0; }
};

/// Classifies all pictures by the network's logits, in batches, on `threads` threads (one in the page); the numbers do
/// not depend on how many.  Labels that are no class count as wrong.  The pictures' shape must be the network's input.
/// `read`, where given, is told now and then how many pictures more are read, on the caller's thread.
Evaluation evaluate(const Network& network, const Digits& digits, int threads = 1,
                    const std::function<void(int count)>& read = {});

}  // namespace nn
