// Redundancy: how far the maps (or units) of a layer say the same, how many directions their values really fill, and
// which of them never say anything.
//
// Over digits and places (see map_correlation.h), of the maps' covariance C with eigenvalues l:
//   redundancy             mean of |correlation| over all pairs of different maps, 0..1; maps that do not vary left out
//   effective dimensions   (sum l)^2 / sum l^2 = (trace C)^2 / ||C||_F^2, 1 .. number of maps
//   dead                   maps never above zero (nor below it) at any place of any digit (Zeiler & Fergus 2013,
//                          section 4.1; Krizhevsky et al. 2012 call such ReLU units dead)
#pragma once

#include <vector>

#include "explain/digit_reader.h"
#include "explain/map_correlation.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

/// Mean of |r| above the diagonal of (maps, maps) correlations; NaN without a pair.
double mean_absolute_correlation(const std::vector<double>& correlations, int maps);
/// Of a (maps, maps) covariance; NaN where nothing varies.
double effective_dimensions(const std::vector<double>& covariances, int maps);

/// Several layers of one network, in slices.
class Redundancy {
public:
    /// The first `n` digits, whose bytes must outlive it.  Copies the network.
    Redundancy(const nn::Network& network, std::vector<int> layers, const nn::Digits& digits, int n);

    /// The next `digits`; true while some are left.
    bool advance(int digits);
    int seen() const { return reader_.seen(); }
    int count() const { return reader_.count(); }

    // Over the digits seen, of the layer with this index:
    std::vector<double> correlations(int layer) const { return at(layer).correlation.correlations(); }
    double redundancy(int layer) const;
    double effective_dimensions(int layer) const;
    /// By number; none as long as no digit is seen.
    std::vector<int> dead(int layer) const;

private:
    struct Layer {
        int layer;
        MapCorrelation correlation;
        std::vector<bool> alive;  ///< by map
    };
    const Layer& at(int layer) const { return layers_[static_cast<std::size_t>(layer)]; }

    std::vector<Layer> layers_;
    DigitReader reader_;
};

}  // namespace explain
