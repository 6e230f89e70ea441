// See robustness.h.
#include "explain/robustness.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <vector>

#include "explain/transform.h"
#include "nn/random.h"

namespace explain {
namespace {

constexpr float kShift = 2, kDegrees = 20, kSmaller = 0.8f, kHalfThickness = 0.35f, kNoise = 0.3f, kContrast = 0.5f;
constexpr int kPatch = 6;

constexpr HarmInfo kInfos[] = {
    {"shift", "shifted by 2 px"},
    {"rotation", "turned by 20 degrees"},
    {"scale", "scaled to 0.8"},
    {"thinner", "strokes 0.7 px thinner"},
    {"thicker", "strokes 0.7 px thicker"},
    {"noise", "Gaussian noise 0.3"},
    {"contrast", "contrast 0.5"},
    {"inverted", "inverted"},
    {"erased", "a 6x6 patch erased"},
};
static_assert(std::size(kInfos) == kHarms);

std::size_t index(int i) { return static_cast<std::size_t>(i); }

Transform shifted(nn::Random& random) {
    switch (random.below(4)) {
        case 0:
            return {.right = kShift};
        case 1:
            return {.down = kShift};
        case 2:
            return {.right = -kShift};
        default:
            return {.down = -kShift};
    }
}

void change_thickness(int side, bool thicker, std::span<float> picture) {
    const std::vector<float> from(picture.begin(), picture.end());
    const auto at = [&](int row, int column) { return from[index(row * side + column)]; };
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            float most = at(row, column);
            const auto see = [&](float v) { most = thicker ? std::max(most, v) : std::min(most, v); };
            if (row > 0) see(at(row - 1, column));
            if (row + 1 < side) see(at(row + 1, column));
            if (column > 0) see(at(row, column - 1));
            if (column + 1 < side) see(at(row, column + 1));
            picture[index(row * side + column)] = (1 - kHalfThickness) * at(row, column) + kHalfThickness * most;
        }
    }
}

void erase(int side, nn::Random& random, std::span<float> picture) {
    int top = side, left = side, bottom = 0, right = 0;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            if (picture[index(row * side + column)] <= 0) continue;
            top = std::min(top, row), bottom = std::max(bottom, row + 1);
            left = std::min(left, column), right = std::max(right, column + 1);
        }
    }
    if (top >= bottom) return;
    top += random.below(std::max(1, bottom - top - kPatch + 1));
    left += random.below(std::max(1, right - left - kPatch + 1));
    for (int row = top; row < std::min(side, top + kPatch); ++row)
        for (int column = left; column < std::min(side, left + kPatch); ++column)
            picture[index(row * side + column)] = 0;
}

}  // namespace

const HarmInfo& info(Harm harm) { return kInfos[static_cast<std::size_t>(harm)]; }

void harm(Harm how, int side, int digit, std::uint64_t seed, std::span<float> picture) {
    assert(picture.size() == index(side * side));
    nn::Random random(seed, static_cast<std::uint64_t>(digit));
    const auto moved = [&](const Transform& by) {
        const std::vector<float> from(picture.begin(), picture.end());
        transform(from, side, by, picture);
    };
    switch (how) {
        case Harm::shift:
            return moved(shifted(random));
        case Harm::rotation:
            return moved({.degrees = random.chance(0.5f) ? kDegrees : -kDegrees});
        case Harm::scale:
            return moved({.scale = kSmaller});
        case Harm::thinner:
            return change_thickness(side, false, picture);
        case Harm::thicker:
            return change_thickness(side, true, picture);
        case Harm::noise:
            for (float& pixel : picture) pixel = std::clamp(pixel + kNoise * random.normal(), 0.0f, 1.0f);
            return;
        case Harm::contrast:
            for (float& pixel : picture) pixel *= kContrast;
            return;
        case Harm::inverted:
            for (float& pixel : picture) pixel = 1 - pixel;
            return;
        case Harm::erased:
            return erase(side, random, picture);
    }
}

Robustness::Robustness(const nn::Network& network, const nn::Digits& digits, int n, std::uint64_t seed)
    : network_(network), digits_(digits), n_(std::clamp(n, 0, digits.count())), seed_(seed) {
    assert(suits(network));
    accuracy_.fill(std::numeric_limits<double>::quiet_NaN());
}

bool Robustness::suits(const nn::Network& network) {
    const nn::Shape& input = network.architecture.input;
    return network.has_classes() && input.channels == 1 && input.height == input.width;
}

bool Robustness::advance(int count) {
    if (harm_ == kHarms) return false;
    if (!readings_)
        readings_ =
            std::make_unique<Readings>(network_, digits_, n_,
                                       [how = static_cast<Harm>(harm_), side = digits_.shape.width, seed = seed_](
                                           int digit, std::span<float> input) { harm(how, side, digit, seed, input); });
    if (readings_->advance(count)) return true;
    accuracy_[index(harm_++)] = readings_->accuracy();
    readings_.reset();
    return harm_ < kHarms;
}

float Robustness::progress() const {
    const float part = readings_ && n_ > 0 ? static_cast<float>(readings_->seen()) / static_cast<float>(n_) : 0.0f;
    return (static_cast<float>(harm_) + part) / kHarms;
}

double Robustness::accuracy(Harm harm) const { return accuracy_[static_cast<std::size_t>(harm)]; }

double Robustness::mean() const {
    double sum = 0;
    for (int i = 0; i < kHarms; ++i) {
        const auto how = static_cast<Harm>(i);
        if (how == Harm::inverted) continue;
        sum += accuracy(how) * (how == Harm::thinner || how == Harm::thicker ? 0.5 : 1.0);
    }
    return sum / 7;
}

}  // namespace explain
