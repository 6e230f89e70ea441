#include "explain/familiarity.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "nn/cost.h"
#include "nn/finite.h"
#include "nn/vector.h"

namespace explain {
namespace {

constexpr int kMostFeatures = 8000;            // numbers a digit
constexpr std::int64_t kMostHeld = 4'000'000;  // numbers of all digits
constexpr int kPassesSlice = 16;
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

float sum(nn::F8 v) { return ((v[0] + v[4]) + (v[1] + v[5])) + ((v[2] + v[6]) + (v[3] + v[7])); }

/// The largest few of a stream of numbers.
struct Largest {
    std::array<float, Familiarity::kNearest> values{};
    int count = 0;

    void add(float value) {
        if (count == Familiarity::kNearest && !(value > values.back())) return;
        int at = count < Familiarity::kNearest ? count++ : count - 1;
        for (; at > 0 && values[static_cast<std::size_t>(at - 1)] < value; --at)
            values[static_cast<std::size_t>(at)] = values[static_cast<std::size_t>(at - 1)];
        values[static_cast<std::size_t>(at)] = value;
    }
    float smallest() const { return count > 0 ? values[static_cast<std::size_t>(count - 1)] : kNaN; }
};

/// The largest products of the `count` rows with each of N others, row number `without[n]` left out.
template <std::size_t N>
void compare(const float* rows, int count, int pitch, const std::array<const float*, N>& others,
             const std::array<int, N>& without, std::array<Largest, N>& nearest) {
    for (int i = 0; i < count; ++i) {
        const float* row = rows + static_cast<std::size_t>(i) * static_cast<std::size_t>(pitch);
        nn::F8 sums[N][2] = {};
        int k = 0;
        for (; k + 2 * nn::kLanes <= pitch; k += 2 * nn::kLanes) {
            const nn::F8 a = nn::load(row + k), b = nn::load(row + k + nn::kLanes);
            for (std::size_t n = 0; n < N; ++n) {
                const float* other = others[n] + k;
                sums[n][0] += a * nn::load(other);
                sums[n][1] += b * nn::load(other + nn::kLanes);
            }
        }
        for (; k < pitch; k += nn::kLanes)
            for (std::size_t n = 0; n < N; ++n) sums[n][0] += nn::load(row + k) * nn::load(others[n] + k);
        for (std::size_t n = 0; n < N; ++n)
            if (i != without[n]) nearest[n].add(sum(sums[n][0] + sums[n][1]));
    }
}

}  // namespace

float energy_score(std::span<const float> logits) {
    if (logits.empty() || !nn::all_finite(logits)) return kNaN;
    const float largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - static_cast<double>(largest));
    return static_cast<float>(static_cast<double>(largest) + std::log(sum));
}

int logits_layer(const nn::Network& network) {
    if (!network.has_classes()) return -1;
    const int last = network.layer_count() - 1;
    return network.layer(last).kind == nn::LayerKind::softmax ? last - 1 : last;
}

int feature_layer(const nn::Network& network) {
    int layer = network.layer_count() - 1;
    while (layer >= 0 && network.shape(layer).plane() == 1) --layer;
    if (layer < 0) {  // no maps
        layer = network.layer_count() - 1;
        while (layer >= 0 && !nn::has_weights(network.layer(layer).kind)) --layer;
        --layer;
    }
    return layer >= 0 && network.shape(layer).size() <= kMostFeatures ? layer : -1;
}

Quantiles card_quantiles(const nn::Network& network) {
    const auto found = network.card.find(kEnergyKey);
    return found == network.card.end() ? Quantiles() : Quantiles::parse(found->second);
}

Familiarity::Familiarity(const nn::Network& network, const nn::Digits& digits)
    : network_(network), digits_(digits), layer_(feature_layer(network)), logits_(logits_layer(network)) {
    assert(digits.shape == network.architecture.input);
    if (layer_ >= 0) {
        size_ = network.shape(layer_).size();
        pitch_ = nn::round_up(size_, nn::kLanes);
        const std::int64_t most = std::max<std::int64_t>(1, kMostHeld / pitch_);
        step_ = static_cast<int>(std::max<std::int64_t>(1, (digits.count() + most - 1) / most));
    }
    count_ = (digits.count() + step_ - 1) / step_;
}

Familiarity::~Familiarity() = default;

bool Familiarity::normalise(std::span<const float> values, float* to) const {
    double squares = 0;
    for (const float value : values) squares += static_cast<double>(value) * static_cast<double>(value);
    if (!std::isfinite(squares)) return false;
    const float scale = squares > 0 ? static_cast<float>(1 / std::sqrt(squares)) : 0.0f;
    for (std::size_t i = 0; i < values.size(); ++i) to[i] = values[i] * scale;
    return true;
}

bool Familiarity::advance() {
    if (learnt_ < count_)
        learn_digits();
    else if (!done())
        calibrate();
    return !done();
}

void Familiarity::learn_digits() {
    if (!engine_) {
        engine_ = std::make_unique<nn::Engine>(network_);
        activations_ = nn::make_activations(network_);
        input_.resize(static_cast<std::size_t>(digits_.shape.size()));
        features_.assign(static_cast<std::size_t>(count_) * static_cast<std::size_t>(pitch_), 0.0f);
        query_.assign(static_cast<std::size_t>(pitch_), 0.0f);
    }
    const int end = std::min(count_, learnt_ + nn::passes_a_slice(network_, kPassesSlice));
    for (; learnt_ < end; ++learnt_) {
        nn::to_input(digits_.picture(learnt_ * step_), input_.data());
        engine_->forward(input_, activations_);
        if (layer_ >= 0) normalise(activations_.output(layer_).data, row(learnt_));
        if (logits_ >= 0) energy_scores_.push_back(energy_score(activations_.output(logits_).data));
    }
    if (learnt_ == count_) finish_features();
}

void Familiarity::finish_features() {
    energies_ = Quantiles(std::move(energy_scores_));
    engine_.reset();
    activations_ = {};
    if (energies_.known()) known_ = Known::energy;
}

/// Digits against all others but themselves, each step-th of them.
void Familiarity::calibrate() {
    const int step = std::max(1, count_ / kCalibrating);
    std::array<const float*, kTogether> others{};
    std::array<int, kTogether> without{};
    std::array<Largest, kTogether> nearest{};
    std::size_t taken = 0;
    for (; taken < kTogether && calibrated_ < count_; ++taken, calibrated_ += step) {
        others[taken] = row(calibrated_);
        without[taken] = calibrated_;
    }
    for (std::size_t i = taken; i < kTogether; ++i) others[i] = others[0];
    compare<kTogether>(features_.data(), count_, pitch_, others, without, nearest);
    for (std::size_t i = 0; i < taken; ++i) nearness_scores_.push_back(nearest[i].smallest());
    if (calibrated_ < count_) return;
    nearnesses_ = Quantiles(std::move(nearness_scores_));
    if (nearnesses_.known()) known_ = Known::neighbours;
}

float Familiarity::nearness(const nn::Activations& activations) {
    if (layer_ < 0 || learnt_ < count_ || count_ == 0 || !normalise(activations.output(layer_).data, query_.data()))
        return kNaN;
    std::array<Largest, 1> nearest{};
    compare<1>(features_.data(), count_, pitch_, {query_.data()}, {-1}, nearest);
    return nearest[0].smallest();
}

std::optional<float> Familiarity::of(const nn::Activations& activations) {
    switch (known_) {
        case Known::nothing:
            return std::nullopt;
        case Known::energy:
            return energies_.share_below(energy_score(activations.output(logits_).data));
        case Known::neighbours:
            if (!nn::all_finite(activations)) return std::nullopt;
            return nearnesses_.share_below(nearness(activations));
    }
    return std::nullopt;
}

std::optional<float> familiar(const nn::Network& network, const Quantiles& card, Familiarity* digits,
                              const nn::Activations& activations) {
    if (digits && digits->known() != Familiarity::Known::nothing) return digits->of(activations);
    const int logits = logits_layer(network);
    if (logits < 0 || !card.known()) return std::nullopt;
    return card.share_below(energy_score(activations.output(logits).data));
}

}  // namespace explain
