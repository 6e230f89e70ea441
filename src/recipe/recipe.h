// A recipe: all that decides which network a training gives, as values and as JSON.
//
// The page, its workers, the command line and a network's card speak of a training in these terms and no others.  With
// the same digits, the same recipe gives the same weights to the bit in every browser and in Node; a native build
// rounds products and sums together where the processor can, so its weights differ in the last digits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hand/augment.h"
#include "nn/network.h"
#include "nn/train.h"

namespace recipe {

enum class FirstWeights {
    random,  ///< He et al. 2015 (Xavier before tanh), by the seed
    zeros,   ///< nothing breaks the symmetry: such a network learns no more than how often each class comes
};

struct Recipe {
    nn::Architecture architecture = nn::lenet5();
    FirstWeights first_weights = FirstWeights::random;
    int digits = 0;         ///< how many of the set, from its beginning; 0: all
    float shuffled = 0.0f;  ///< share of the labels that change places at random (Zhang et al. 2017), 0..1
    float dropout = 0.0f;   ///< before every fully connected layer but the first, 0..0.95
    /// Identity of the network whose parameters the layers of the same name and sizes begin with; 0: none.
    std::uint64_t start = 0;
    /// Evaluations in a row without a lower held-out loss after which the training stops; 0: it does not.
    int patience = 0;
    nn::TrainOptions options;  ///< epochs, batch, rate, optimiser, seed; `sample` and `threads` are the caller's
    hand::AugmentOptions augment;
};

/// What the page's big button does: one pass, batches of 32, rate 0.005, a tenth of a pass of warm-up.
Recipe quick();

/// A JSON object with any of the fields that `to_json` writes; what is missing is as in `quick`.
/// Errors: no such object, a field that is none of a recipe, a number out of its range, an impossible architecture.
base::Result<Recipe> parse(std::string_view json);

/// Every field, in a fixed order: equal recipes give equal texts.
std::string to_json(const Recipe& recipe);

/// The architecture with dropout of this rate before every fully connected layer but the first; itself where the rate
/// is 0.
nn::Architecture with_dropout(nn::Architecture architecture, float rate);

/// How many layers with weights of `from` are in `to`, by name and sizes.
int shared_layers(const nn::Network& from, const nn::Network& to);
/// `to`, with the parameters of the layers of `from` that have the same name and sizes.
nn::Network with_parameters_of(const nn::Network& from, nn::Network to);

}  // namespace recipe
