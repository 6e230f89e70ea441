// Do occlusion and projection agree?  Where the strongest map's projection is bright, covering the digit should cost
// that map its activity (Zeiler & Fergus 2013, section 4.2, Fig. 7 b and c): their rank correlation over the places of
// a square of 6 x 6 pixels of paper (occlusion.h, agreement), averaged over digits, -1..1.
#pragma once

#include <optional>

#include "explain/deconvnet.h"
#include "explain/digit_reader.h"
#include "explain/occlusion.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

/// The topmost layer with maps whose activity can be watched while a square moves; -1 where there is none.
int watched_layer(const nn::Network& network);

class MapAgreement {
public:
    /// The first `n` digits, whose bytes must outlive it.  The network's input is one channel, of at least 6 x 6, and
    /// it has a `watched_layer`.  Copies it.
    MapAgreement(const nn::Network& network, const nn::Digits& digits, int n);

    /// The next `positions` of the square, about; true while some are left.
    bool advance(int positions);
    float progress() const;
    /// Over the digits finished; NaN of none.  Digits that leave all maps silent, or whose map no square changes, do
    /// not count.
    double mean() const { return sum_ / counted_; }
    int counted() const { return counted_; }

private:
    void begin();

    nn::Network network_;
    DigitReader reader_;
    Occluder occluder_;
    Patch patch_;
    Watch watch_;
    Projection projection_;
    Sweep sweep_;
    bool sweeping_ = false;
    double sum_ = 0;
    int counted_ = 0;
};

}  // namespace explain
