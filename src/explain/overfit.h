// What tells a network that learnt its digits by heart: where held-out loss turned, digits that are read right only
// because they were learnt (five-fold), how sure it is of pictures that are no digits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/identity.h"

namespace explain {

/// The place of the lowest finite loss, of equals the first; nothing where none is finite.
std::optional<int> turning_point(std::span<const double> losses);

inline constexpr double kByHeart = 0.995;  ///< accuracy in training at least ...
inline constexpr double kGap = 0.04;       ///< ... and above the held-out one by at least this: shares
/// The rule for a whole network; five flips with the seed at 1,000 digits (see the view's text).
bool is_by_heart(double training, double held_out);

inline constexpr int kFolds = 5;
/// Which fifth a digit belongs to: neighbours lie in different ones.
constexpr int fold_of(int digit) { return digit % kFolds; }

/// The digits that `whole` says right and `without` does not: three answers a digit, in the digits' order.
std::vector<int> learnt_by_heart(std::span<const std::uint8_t> labels, std::span<const std::int32_t> whole,
                                 std::span<const std::int32_t> without);

/// Pictures whose bytes are even noise, 0..255, of one seed: no digit is among them.
std::vector<std::uint8_t> noise_pixels(int count, const nn::Shape& shape);

/// What one network says of some pictures, read a slice at a time.
class PictureReading {
public:
    /// Of the pictures `first`, `first + step`, ... before `end`; the bytes must outlive it.
    PictureReading(nn::NetworkPtr network, const nn::Digits& digits, int first, int end, int step = 1);

    /// The next `count`; false when all are read.
    bool advance(int count);
    bool done() const { return seen() == count_; }
    int seen() const { return static_cast<int>(predicted_.size()); }
    int count() const { return count_; }
    /// By picture, in the order read; -1 where the answer was not finite.
    const std::vector<std::int32_t>& predicted() const { return predicted_; }
    /// The probability of that answer, 0..1.
    const std::vector<float>& sure() const { return sure_; }
    // Means of those seen; NaN before the first.
    double accuracy() const;
    double loss() const;  ///< cross entropy, natural logarithm
    double confidence() const;

private:
    nn::NetworkPtr network_;
    nn::Digits digits_;
    int first_, step_, count_;
    std::unique_ptr<nn::Engine> engine_;  ///< made with the first slice, gone after the last
    nn::Activations activations_;
    std::vector<float> input_;
    std::vector<std::int32_t> predicted_;
    std::vector<float> sure_;
    int correct_ = 0;
    double loss_ = 0;
};

}  // namespace explain
