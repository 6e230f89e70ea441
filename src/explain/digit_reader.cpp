// See digit_reader.h.
#include "explain/digit_reader.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace explain {

DigitReader::DigitReader(const nn::Network& network, const nn::Digits& digits, int n)
    : network_(network), digits_(digits), count_(std::clamp(n, 0, digits.count())) {
    assert(digits.shape == network.architecture.input);
}

bool DigitReader::next() {
    if (done()) return false;
    if (!engine_) {
        engine_ = std::make_unique<nn::Engine>(network_);
        activations_ = nn::make_activations(network_);
        input_.resize(static_cast<std::size_t>(digits_.shape.size()));
        network_ = {};
    }
    nn::to_input(digits_.picture(seen_++), input_.data());
    engine_->forward(input_, activations_);
    return true;
}

}  // namespace explain
