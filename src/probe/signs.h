// Signs of a person's own, with the drawings that say what each looks like.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "nn/identity.h"

namespace probe {

struct SignExample {
    int sign = 0;                             ///< which of the names
    std::array<std::uint8_t, 784> centred{};  ///< ink 255, fitted and centred as MNIST's digits are
    std::array<std::uint8_t, 784> drawn{};    ///< the page as it was drawn

    const std::array<std::uint8_t, 784>& pixels(bool is_centred) const { return is_centred ? centred : drawn; }
};

struct Signs {
    std::vector<std::string> names;
    std::vector<SignExample> examples;
    bool is_centred = true;   ///< how the network sees what is on the pad
    std::uint64_t stamp = 0;  ///< another one whenever names, examples or `is_centred` changed
    nn::NetworkPtr base;      ///< whose features are read; null: the subject's own network
};

/// Which layer's features the softmax on signs reads.
enum class SignFeatures { last, one_below, two_below, three_below };

/// The layer's number in `network`: the `which` of those below the scores, counted from the last; the lowest where
/// there are fewer, -1, the input, where there is none.
int feature_layer(const nn::Network& network, SignFeatures which);

}  // namespace probe
