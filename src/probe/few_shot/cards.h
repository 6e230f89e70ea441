// The cards of Own symbols, each made of what the readers of signs have found so far.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "nn/tensor.h"
#include "probe/few_shot/sign_readers.h"

namespace probe {

/// What is on the pad, read as one of the signs.
struct PadReading {
    std::vector<float> answer;                           ///< a probability for each sign; empty while the pad is
    std::vector<std::optional<nn::Tensor>> projections;  ///< by sign; nothing where its score is not above zero
};

std::string few_shot_finding(const SignReaders& readers);
/// The drawings of each sign, and which of them were misread when left out.
figure::Group signs_card(const SignReaders& readers);
/// Share read right by drawings a sign, beside random features, the pixels and, by choice, from scratch.
figure::Group sign_curve_card(const SignReaders& readers);
/// What speaks for each sign in the ink on the pad.  `pad` is nullptr while there are fewer than two signs.
figure::Group sign_ink_card(const SignReaders& readers, const PadReading* pad);
/// Every layer's features, as drawn and centred.
figure::Group sign_features_card(const SignReaders& readers);

}  // namespace probe
