// Signs of one's own: a softmax on a few examples' features, the layers below kept as they are (Zeiler & Fergus 2013,
// section 5.2, Tables 4 to 6, retrain only the softmax), and how well it reads an example that it was not shown.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "explain/softmax_fit.h"
#include "nn/network.h"

namespace explain {

/// What suits few examples.
inline constexpr SoftmaxOptions kFewExamples{.decay = 1e-2, .scaling = Scaling::together};

/// Trains a softmax on all examples, then on all but one, for each.
class FewShot {
public:
    /// `features`: (examples, their features), finite; a label below `classes` each; at least one example.
    FewShot(std::vector<float> features, std::vector<std::uint8_t> labels, int classes,
            const SoftmaxOptions& options = kFewExamples);

    /// The next softmax: the first call trains on all, every further one leaves one example out.  True while some are
    /// left.
    bool advance();
    float progress() const;

    /// Of the softmax on all examples, once the first call is done.
    const nn::Parameters& parameters() const { return parameters_; }
    /// Share of the examples that are read right by the softmax which was not shown them, of those left out so far.
    /// An example that is the only one of its class is not counted: nothing else could tell what the class is.  NaN
    /// where none is counted.
    double leave_one_out() const;
    int counted() const { return counted_; }
    /// How each example was read by the softmax that was not shown it; -1 where that is not known yet, or not counted.
    const std::vector<int>& answers() const { return answers_; }

private:
    std::vector<float> features_;
    std::vector<std::uint8_t> labels_;
    int classes_;
    SoftmaxOptions options_;
    nn::Parameters parameters_;
    bool whole_ = false;
    std::size_t left_out_ = 0;  ///< examples
    int right_ = 0, counted_ = 0;
    std::vector<int> answers_;
};

/// The network up to `layer` (-1: nothing of it, its input) with a fully connected layer "head" of these parameters and
/// a softmax on it.  Errors: those of make_network, and parameters of another size.
base::Result<nn::Network> with_head(const nn::Network& network, int layer, const nn::Parameters& head);

}  // namespace explain
