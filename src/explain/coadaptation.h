// Co-adaptation: which maps (or units) of a layer cover for each other.
//
// With i and j two of them and loss the mean cross-entropy over held-out digits, the interaction of the pair is
//   loss(both off) - loss(i off) - loss(j off) + loss(intact)
// as in lesion studies; Hinton et al. 2012 ("Improving neural networks by preventing co-adaptation of feature
// detectors") name the cause.  Above 0: each covers for the other, so that both together are missed more than one by
// one; below 0: what one does needs the other.  The layer's number is the mean of |interaction| over all pairs.
// "Off" is 0, or the map's mean over the digits, place by place.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "explain/digit_reader.h"
#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

class CoAdaptation {
public:
    enum class Off { zero, mean };
    static constexpr int kMostUnits = 128;          ///< of a larger layer as many, evenly spread
    static constexpr int kMostStored = 16'000'000;  ///< activations kept, over all digits

    /// The maps that the layer with weights at or below `layer` makes (there is one: lesion.h, source_layer), switched
    /// off as far up as they stay maps.  The first `n` digits, fewer of a large layer, whose labels are classes; their
    /// bytes must outlive it.  Copies the network.
    CoAdaptation(const nn::Network& network, int layer, const nn::Digits& digits, int n, Off off = Off::zero);
    ~CoAdaptation();
    CoAdaptation(CoAdaptation&&) noexcept;
    CoAdaptation& operator=(CoAdaptation&&) noexcept;

    /// The next `digits`, first their forward passes, then their lesions; false when all is known.
    bool advance(int digits);
    float progress() const;

    int units() const;           ///< that are switched off
    int map_of(int unit) const;  ///< its number in the layer
    int maps() const;            ///< of the layer
    int counted() const;         ///< digits in the means so far
    // Over the digits counted; NaN of none, and where a loss is not finite:
    double intact() const;                          ///< loss
    double cost(int unit) const;                    ///< loss(unit off) - loss(intact)
    double interaction(int unit, int other) const;  ///< symmetric; of a unit with itself 0
    double mean_interaction() const;                ///< of the absolute values, over all pairs; NaN without one
    double mean_cost() const;                       ///< of the absolute values, over all units

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
