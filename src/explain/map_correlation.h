// Correlation of the maps of one layer with those of another, over many digits: map i of one and map j of the other at
// the same place of the same digit are one pair of numbers (Li et al. 2016, "Convergent Learning", section 3).
//
// Where maps are of different sizes, both are averaged over the places of the smaller grid (of the smaller height and
// the smaller width).  A unit of a fully connected layer is a map of one place.
#pragma once

#include <span>
#include <vector>

#include "nn/tensor.h"

namespace explain {

class MapCorrelation {
public:
    MapCorrelation(const nn::Shape& one, const nn::Shape& other);

    /// One digit's outputs of both layers, channels x height x width.
    void add(std::span<const float> one, std::span<const float> other);

    int rows() const { return one_.channels; }
    int columns() const { return other_.channels; }
    int digits() const { return digits_; }
    /// Pearson's, (maps of one, maps of the other), -1..1.  NaN where one of the two does not vary (to double rounding,
    /// as in a dead map) or has values that are not finite.
    std::vector<double> correlations() const;
    /// Covariances, (maps of one, maps of the other).  NaN of no digits.
    std::vector<double> covariances() const;

private:
    nn::Shape one_, other_;
    int height_, width_, digits_ = 0;
    std::vector<double> sums_, other_sums_, squares_, other_squares_;  ///< by map
    std::vector<double> products_;                                     ///< (maps of one, maps of the other)
};

}  // namespace explain
