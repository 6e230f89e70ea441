// See invariance_area.h.
#include "explain/invariance_area.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace explain {
namespace {

constexpr int kShifts = 17, kScales = 14, kTurns = 18, kPositions = kShifts + kScales + kTurns;

Transform transform_at(int position) {
    constexpr int kMiddle = kShifts / 2;
    if (position < kShifts) return {.down = static_cast<float>(position - kMiddle)};
    position -= kShifts;
    if (position < kScales) return {.scale = 0.5f + 0.1f * static_cast<float>(position)};
    return {.degrees = 20.0f * static_cast<float>(position - kScales)};
}

/// Of the trapezoid rule, so that those of a curve sum up to a third.
double weight_at(int position) {
    const auto open = [](int i, int count) { return (i == 0 || i == count - 1 ? 0.5 : 1.0) / (count - 1) / 3; };
    if (position < kShifts) return open(position, kShifts);
    if (position < kShifts + kScales) return open(position - kShifts, kScales);
    return 1.0 / kTurns / 3;
}

}  // namespace

InvarianceArea::InvarianceArea(const nn::Network& network, const nn::Digits& digits, int n)
    : network_(network),
      digits_(digits),
      n_(std::clamp(n, 0, digits.count())),
      sums_(static_cast<std::size_t>(network.layer_count() + 1)),
      counted_(sums_.size()) {}

void InvarianceArea::begin() {
    if (!mover_) mover_.emplace(network_);
    std::vector<float> input(static_cast<std::size_t>(digits_.shape.size()));
    nn::to_input(digits_.picture(digit_), input.data());
    mover_->begin(input);
    now_.assign(sums_.size(), 0.0);
    position_ = 0;
}

bool InvarianceArea::advance(int passes) {
    for (int i = 0; i < std::max(passes, 1) && digit_ < n_; ++i) {
        if (position_ < 0) {
            begin();
            continue;
        }
        mover_->measure(transform_at(position_), change_);
        for (std::size_t k = 0; k < now_.size(); ++k)
            now_[k] += weight_at(position_) * static_cast<double>(change_.distance[k]) /
                       static_cast<double>(mover_->lengths()[k]);
        if (++position_ < kPositions) continue;
        for (std::size_t k = 0; k < now_.size(); ++k)
            if (std::isfinite(now_[k])) sums_[k] += now_[k], ++counted_[k];
        position_ = -1;
        ++digit_;
    }
    return digit_ < n_;
}

float InvarianceArea::progress() const {
    return n_ == 0 ? 1.0f
                   : (static_cast<float>(digit_) + static_cast<float>(std::max(position_, 0)) / kPositions) /
                         static_cast<float>(n_);
}

double InvarianceArea::area(int layer) const {
    const auto at = static_cast<std::size_t>(layer + 1);
    return sums_[at] / counted_[at];
}

}  // namespace explain
