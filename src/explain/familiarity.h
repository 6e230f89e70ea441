// How like what it learnt an input is to a network, which must give one of its classes whatever it is shown.
//
// Two scores, both larger for what is familiar: the energy (Liu et al. 2020, "Energy-based Out-of-distribution
// Detection"), which needs nothing but the logits, and the nearness of the tenth nearest of the learnt digits in a late
// layer (Sun et al. 2022, "Out-of-Distribution Detection with Deep Nearest Neighbors"), which tells more.  What counts
// in either is how many of the learnt digits have a lower one: a share, comparable between scores and networks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "explain/quantiles.h"
#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// An input is unfamiliar where fewer of the learnt digits are less familiar than it.
inline constexpr float kUnfamiliar = 0.01f;
/// Entry of a model's card that holds the quantiles of its digits' energy scores.
inline constexpr const char* kEnergyKey = "energy_of_its_digits";

/// Minus the energy, log(sum(exp(logits))); NaN where a logit is not finite or there is none.
float energy_score(std::span<const float> logits);
/// The layer whose outputs are the logits: the last one, below a softmax; -1 where the last layer names no classes, or
/// the softmax is all there is.
int logits_layer(const nn::Network& network);
/// The late layer whose outputs are compared: the last one with maps, else the one below the last layer with weights;
/// -1 where there is none, or it is too large (above 8,000 numbers).
int feature_layer(const nn::Network& network);
/// The quantiles that the model's card holds, if any.
Quantiles card_quantiles(const nn::Network& network);

/// What one network makes of the digits that it learnt: their features, and both scores' quantiles.
class Familiarity {
public:
    static constexpr int kNearest = 10;        ///< the tenth nearest digit counts
    static constexpr int kCalibrating = 1000;  ///< digits, evenly spread, whose own nearness makes the quantiles

    enum class Known { nothing, energy, neighbours };

    /// The digits' shape must be the network's input, and their bytes outlive the last `advance`.  Copies the network.
    /// Of more digits than 4 million features hold every second, third ... is taken.
    Familiarity(const nn::Network& network, const nn::Digits& digits);
    ~Familiarity();

    /// A slice of the work: some forward passes, then some digits' neighbours.  False when all is known.
    bool advance();
    bool done() const { return learnt_ == count_ && (layer_ < 0 || calibrated_ >= count_); }
    Known known() const { return known_; }

    /// Share of the learnt digits that are less familiar, 0..1, by the best score known so far.  Nothing where none is
    /// known, or the activations are not finite.  Allocates nothing.
    std::optional<float> of(const nn::Activations& activations);

    /// Cosine to the tenth nearest digit (the furthest of fewer) in the feature layer, -1..1; 0 where all features are
    /// zero.  NaN before the features are known, or without any.
    float nearness(const nn::Activations& activations);

    const Quantiles& energies() const { return energies_; }
    const Quantiles& nearnesses() const { return nearnesses_; }

private:
    static constexpr std::size_t kTogether = 4;  ///< digits compared with all others in one pass through the features

    void learn_digits();
    void finish_features();
    void calibrate();
    float* row(int i) { return features_.data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(pitch_); }
    bool normalise(std::span<const float> values, float* to) const;

    nn::Network network_;
    nn::Digits digits_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;
    std::vector<float> input_;
    int layer_ = -1, logits_ = -1;
    int size_ = 0, pitch_ = 0;  ///< numbers of a digit's features; with zeros up to whole vectors
    int step_ = 1, count_ = 0;  ///< every step_-th digit, count_ of them
    int learnt_ = 0, calibrated_ = 0;
    std::vector<float> features_;  ///< (count_, pitch_), each of length 1
    std::vector<float> query_;     ///< an input's
    std::vector<float> energy_scores_, nearness_scores_;
    Quantiles energies_, nearnesses_;
    Known known_ = Known::nothing;
};

/// The share by what is known of the digits, by the model's card where that is nothing: `card` holds its quantiles,
/// `digits` may be null.
std::optional<float> familiar(const nn::Network& network, const Quantiles& card, Familiarity* digits,
                              const nn::Activations& activations);

}  // namespace explain
