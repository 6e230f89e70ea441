// Robustness: how many digits a network still reads when the pictures are changed in a way that leaves them readable.
//
// Every change is drawn from `seed` and the digit's number alone (nn::Random(seed, digit)), the same for every network.
// Pixels are 0 (paper) .. 1 (ink).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "explain/readings.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

enum class Harm {
    shift,     ///< by 2 pixels right, down, left or up: Random::below(4) in this order
    rotation,  ///< by 20 degrees about the middle, counterclockwise where Random::chance(0.5), else clockwise; bilinear
    scale,     ///< to 0.8 of its size, about the middle; bilinear
    thinner,  ///< strokes 0.7 pixels thinner, 0.35 on each side: 0.65 of each pixel plus 0.35 of the smallest of it and
              ///< its four neighbours
    thicker,  ///< 0.7 pixels thicker: with the largest of them
    noise,    ///< + 0.3 Random::normal() on each pixel, row by row; then cut to 0..1
    contrast,  ///< every pixel halved: ink half as bright, paper as it was
    inverted,  ///< 1 - pixel: dark ink on bright paper
    erased,    ///< a square of 6 x 6 pixels set to paper, anywhere in the box around the ink: its top Random::below(h),
               ///< then its left Random::below(w) of the places where it fits in (1 where the box is smaller)
};
inline constexpr int kHarms = 9;

struct HarmInfo {
    const char* key;     ///< "thinner"
    const char* called;  ///< "strokes 0.7 px thinner"
};
const HarmInfo& info(Harm harm);

/// Changes digit number `digit`, side x side pixels, in place.
void harm(Harm how, int side, int digit, std::uint64_t seed, std::span<float> picture);

/// The accuracies of one network, in slices.
class Robustness {
public:
    /// The first `n` digits, whose bytes must outlive it.  The network reads one square channel and says how likely
    /// classes are.  Copies it.
    Robustness(const nn::Network& network, const nn::Digits& digits, int n, std::uint64_t seed = 1);

    /// Whether a network's input can be changed so: one square channel.
    static bool suits(const nn::Network& network);

    /// The next `count` digits; true while some are left.
    bool advance(int count);
    float progress() const;

    /// Share read right, 0..1; NaN before it is known, and of no digits.
    double accuracy(Harm harm) const;
    /// Mean of seven: all but `inverted`, which hardly any network reads; thinner and thicker count half each.
    double mean() const;

private:
    nn::Network network_;
    nn::Digits digits_;
    int n_;
    std::uint64_t seed_;
    int harm_ = 0;  ///< that is under way
    std::unique_ptr<Readings> readings_;
    std::array<double, kHarms> accuracy_;
};

}  // namespace explain
