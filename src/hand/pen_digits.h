// Digits drawn from the pen templates, the same ones everywhere: to try a network with where no data set is at hand.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/digits.h"
#include "nn/random.h"

namespace hand {

/// Grows: each call of `draw` adds digits, the ten classes in turn.
class DrawnDigits {
public:
    explicit DrawnDigits(std::uint64_t seed = 7) : random_(seed) {}

    /// Until there are `count`; at most `most` more with this call, some 0.1 ms each.  True while some are missing.
    bool draw(int count, int most);
    /// 28 x 28 pixels and a label each.  A view, until the next `draw`.
    nn::Digits digits() const;

private:
    nn::Random random_;
    std::vector<std::uint8_t> pixels_, labels_;
};

}  // namespace hand
