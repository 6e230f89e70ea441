// Which map of another network is this map?  Partners by the correlation of their values over digits, one to one or
// each map's best (Li et al. 2016, "Convergent Learning: Do different neural networks learn the same
// representations?").
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "explain/digit_reader.h"
#include "explain/map_correlation.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

/// The map of the other layer; -1 where there is none: a map that does not vary has no partner, and one to one the
/// larger layer has maps left over.
struct Partner {
    int map = -1;
    double correlation = 0;  ///< NaN where there is none

    bool operator==(const Partner&) const = default;
};

/// Each row's largest correlation (the first of equals); several rows may have the same partner.  `correlations`:
/// (rows, columns), NaN where they are undefined.
std::vector<Partner> best_partners(std::span<const double> correlations, int rows, int columns);

/// Pairs of which no map has two, with the largest sum of correlations (Hungarian method, rows * columns^2 steps of
/// the smaller and the larger side).  Rows and columns without any correlation are left out.
std::vector<Partner> one_to_one(std::span<const double> correlations, int rows, int columns);

/// The column of each row that makes the sum of costs smallest, each column once; rows <= columns, costs finite.
std::vector<int> assign(std::span<const double> costs, int rows, int columns);

/// Mean of the correlations that are there; NaN of none.
double mean_correlation(std::span<const Partner> partners);

/// Correlations of several pairs of layers of two networks over the same digits, in slices.
class Matcher {
public:
    struct Layers {
        int one = 0, other = 0;
    };
    /// The first `n` digits, whose shape is both networks' input and whose bytes must outlive it.
    Matcher(const nn::Network& one, const nn::Network& other, std::vector<Layers> layers, const nn::Digits& digits,
            int n);

    /// The next `digits`; true while some are left.
    bool advance(int digits);
    int seen() const { return one_.seen(); }
    int count() const { return one_.count(); }
    /// Of the layers with this index, over the digits seen.
    const MapCorrelation& correlation(int layers) const { return found_[static_cast<std::size_t>(layers)]; }

private:
    std::vector<Layers> layers_;
    std::vector<MapCorrelation> found_;
    DigitReader one_, other_;
};

}  // namespace explain
