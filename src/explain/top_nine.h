// The strongest activations of every map over a data set (Zeiler & Fergus 2013, section 4, Fig. 2): one scan for all
// layers, in slices.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// A map's strongest activation on one digit.
struct Hit {
    int digit = 0;    ///< index in the data set
    int unit = 0;     ///< flat index in the map: row * width + column; the first one where several tie
    float value = 0;  ///< above zero: a silent map has no hits
};

/// Goes through the digits once and keeps, for every map of every layer (softmax too), the strongest hits, one a digit
/// at most. In a fully connected layer every unit is a map.  The bytes behind the digits must outlive the scan.
class TopScan {
public:
    static constexpr int kHits = 100;  ///< kept for each map
    static constexpr int kShown = 9;   ///< as in the paper's figure

    /// The digits' shape must be the network's input.  Copies the network; packs it with the first slice.
    TopScan(const nn::Network& network, const nn::Digits& digits);

    /// Scans up to `count` more digits; false when all are done.
    bool advance(int count);
    int scanned() const { return scanned_; }
    const nn::Digits& digits() const { return digits_; }
    bool done() const { return scanned_ == digits_.count(); }

    /// Falling values; of equal ones the earlier digit first.  At most kHits; fewer early in the scan, or where few
    /// digits wake the map.
    std::span<const Hit> hits(int layer, int map) const;
    /// How many of the hits have each label 0 .. classes - 1.
    std::vector<int> histogram(int layer, int map, int classes) const;

private:
    struct Layer {
        int first = 0;  ///< of its maps, among all maps
        int maps = 0, plane = 0;
    };
    void scan_layer(std::size_t layer, int digit);
    void insert(int map, Hit hit);

    nn::Digits digits_;
    nn::Network network_;
    std::optional<nn::Engine> engine_;
    nn::Activations activations_;
    std::vector<float> input_;
    std::vector<Layer> layers_;
    std::vector<float> bars_;  ///< by map: what a hit must exceed
    std::vector<int> counts_;  ///< by map: hits so far
    std::vector<Hit> hits_;    ///< by map, kHits each
    int scanned_ = 0;
};

}  // namespace explain
