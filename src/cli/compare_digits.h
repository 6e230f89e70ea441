// The digits that `compare` measures with: held-out ones, and those that each model learnt from, by its card.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/idx_pair.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace CLI {
class App;
}

namespace cli {

struct CompareDigits {
    std::string images, labels, held_out = "0:10000", training = "10000:60000";
    io::LabelledImages all;
};
void add_compare_digits(CLI::App& command, CompareDigits& digits);

/// Reads the files.  Errors: what `read_idx_pair` says, a range that is none.
base::Status read_compare_digits(CompareDigits& digits);

/// The range, without what is beyond the data.
nn::Digits held_out_of(const CompareDigits& digits);

/// What a model learnt: of the training range the first digits that the recipe in its card names, with the labels that
/// it was taught where they were shuffled; all of the range where there is no recipe.
struct Learnt {
    nn::Digits digits;
    std::vector<std::uint8_t> labels;  ///< `digits` looks at them, where there is a recipe
};
Learnt learnt_by(const nn::Network& network, const CompareDigits& digits);

}  // namespace cli
