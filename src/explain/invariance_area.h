// How much every layer changes when digits are shifted, scaled and turned, as one number a layer: the mean height of
// Fig. 5's curves (Zeiler & Fergus 2013, section 4).
//
// A curve is |f(T x) - f(x)| / |f(x)| against the size of T: shifted down by -8 .. 8 pixels (every pixel), scaled by
// 0.5
// .. 1.8 (every 0.1), turned by 0 .. 340 degrees (every 20).  The area under it by the trapezoid rule (a turn closes on
// itself), divided by the axis' length, averaged over the three curves and over the digits: 0 (the layer notices
// nothing) upwards.
#pragma once

#include <optional>
#include <vector>

#include "explain/invariance.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

class InvarianceArea {
public:
    /// The first `n` digits, whose bytes must outlive it.  The network's input is one square channel.  Copies it.
    InvarianceArea(const nn::Network& network, const nn::Digits& digits, int n);

    /// The next `passes` forward passes; true while some are left.
    bool advance(int passes);
    float progress() const;
    /// Of a layer, -1 for the input, over the digits that are finished; NaN of none, or where the layer is all zeros.
    double area(int layer) const;

private:
    void begin();

    nn::Network network_;
    nn::Digits digits_;
    int n_, digit_ = 0, position_ = -1;
    std::optional<Mover> mover_;
    Change change_;
    std::vector<double> now_;  ///< by layer + 1: of the digit
    std::vector<double> sums_;
    std::vector<int> counted_;
};

}  // namespace explain
