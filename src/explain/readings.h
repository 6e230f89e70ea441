// What a network says to each of many pictures, as they are or changed: its answer, how sure it is, and its loss.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

struct Reading {
    std::int32_t answer = -1;  ///< -1 where the logits are not finite: it counts as wrong
    float confidence = 0;      ///< the answer's probability, 0..1; NaN without an answer
    float loss = 0;  ///< cross-entropy, natural logarithm; NaN without an answer, or where the label is no class
    bool right = false;
};

class Readings {
public:
    /// Changes the input of one digit, pixels 0..1, before it is read.
    using Change = std::function<void(int digit, std::span<float> input)>;

    /// The first `n` digits, whose shape is the network's input and whose bytes must outlive it.  The network says how
    /// likely classes are (nn::Network::has_classes), with a softmax at its end or without.  Copies it; packs it with
    /// the first slice.
    Readings(const nn::Network& network, const nn::Digits& digits, int n, Change change = {});
    Readings(Readings&&) noexcept = default;
    Readings& operator=(Readings&&) noexcept = default;

    /// The next `count`; true while some are left.
    bool advance(int count);
    int seen() const { return static_cast<int>(all_.size()); }
    int count() const { return count_; }
    const std::vector<Reading>& all() const { return all_; }

    /// Share of those seen that are read right, 0..1; NaN of none.
    double accuracy() const;
    /// Mean of the losses that are there; NaN of none.
    double loss() const;

private:
    nn::Network network_;  ///< empty once it is packed
    nn::Digits digits_;
    int count_;
    Change change_;
    std::unique_ptr<nn::Engine> engine_;
    std::vector<Reading> all_;
};

}  // namespace explain
