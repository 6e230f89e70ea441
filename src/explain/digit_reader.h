// Digits of a set through a network, one after the other, with every layer's output: what measures are made from.
#pragma once

#include <memory>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

class DigitReader {
public:
    /// The first `n` digits, whose shape is the network's input and whose bytes must outlive it.  Copies the network;
    /// packs it with the first digit.
    DigitReader(const nn::Network& network, const nn::Digits& digits, int n);
    DigitReader(DigitReader&&) noexcept = default;
    DigitReader& operator=(DigitReader&&) noexcept = default;

    /// Reads the next digit; false where there is none left.
    bool next();
    bool done() const { return seen_ == count_; }
    int seen() const { return seen_; }
    int count() const { return count_; }
    /// Of the digit that was read last.
    const nn::Activations& activations() const { return activations_; }
    /// A layer's output, -1 for the input.
    const nn::Tensor& output(int layer) const { return layer < 0 ? activations_.input : activations_.output(layer); }

private:
    nn::Network network_;  ///< empty once it is packed
    nn::Digits digits_;
    int count_, seen_ = 0;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;
    std::vector<float> input_;
};

}  // namespace explain
