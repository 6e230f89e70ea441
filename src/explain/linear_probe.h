// What does a layer know?  A softmax trained on its outputs, the layer itself kept as it is, and the digits that it
// then reads (Zeiler & Fergus 2013, section 5.3 and Table 7; Alain & Bengio 2016, "Understanding intermediate layers
// using linear classifier probes").
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explain/digit_reader.h"
#include "explain/evolution.h"
#include "explain/softmax_fit.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

/// The input (layer -1, "input") and the blocks below the scores: pool1, pool2, fc1, fc2.
std::vector<Block> probed_layers(const nn::Network& network);

class LinearProbes {
public:
    static constexpr int kMostFeatures = 4096;  ///< of a layer; of larger ones every second, third ... is read

    struct Known {
        double accuracy = 0;  ///< of the held-out digits, 0..1
        double learnt = 0;    ///< of those that the softmax was trained on
        int steps = 0;        ///< of Newton's method
        double gradient = 0;  ///< its largest entry at the end
    };

    /// The softmax is trained on the first `n` digits of `learning`, which are not to be among the first `m` of
    /// `held_out`; all labels are below 10 or the network's classes.  The bytes must outlive it.  Copies the network.
    LinearProbes(const nn::Network& network, const nn::Digits& learning, int n, const nn::Digits& held_out, int m,
                 const SoftmaxOptions& options = {});

    /// A slice of work, about as long as `passes` forward passes; false when all layers are known.
    bool advance(int passes);
    float progress() const;

    const std::vector<Block>& layers() const { return layers_; }
    /// Nothing as long as it is not known, and where the features are not finite or there are no digits.
    const std::optional<Known>& known(int layer) const { return known_[static_cast<std::size_t>(layer)]; }

private:
    struct Examples {
        std::optional<DigitReader> reader;
        std::vector<float> features;
        std::vector<std::uint8_t> labels;
    };
    bool read(const nn::Digits& digits, int n, int passes, Examples& examples);

    nn::Network network_;
    nn::Digits learning_, held_out_;
    int n_, m_, classes_;
    SoftmaxOptions options_;
    std::vector<Block> layers_;
    std::vector<std::optional<Known>> known_;
    std::size_t at_ = 0;  ///< the layer that is under way
    Examples learnt_, tried_;
    std::optional<SoftmaxFit> fit_;
};

}  // namespace explain
