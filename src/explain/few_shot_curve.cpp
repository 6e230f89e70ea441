// See few_shot_curve.h.
#include "explain/few_shot_curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <random>
#include <span>
#include <utility>

namespace explain {

FewShotPoint few_shot_point(int shots, int left_out, const std::vector<double>& shares) {
    assert(!shares.empty());
    const auto count = static_cast<double>(shares.size());
    FewShotPoint point{shots, static_cast<int>(shares.size()), left_out, 0, 0};
    for (const double share : shares) point.mean += share / count;
    for (const double share : shares) point.spread += (share - point.mean) * (share - point.mean);
    point.spread = std::sqrt(point.spread / std::max(count - 1, 1.0));
    return point;
}

std::vector<std::size_t> drawn_examples(const std::vector<std::uint8_t>& labels, int classes, int shots, int draw,
                                        unsigned seed) {
    std::mt19937 random(seed + 1000u * static_cast<unsigned>(shots) + static_cast<unsigned>(draw));
    std::vector<std::size_t> order(labels.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    // Not std::shuffle, whose order is each library's own.
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    std::vector<int> taken(static_cast<std::size_t>(classes), 0);
    std::vector<std::size_t> chosen;
    for (const std::size_t i : order)
        if (taken[labels[i]]++ < shots) chosen.push_back(i);
    return chosen;
}

int FewShotCurve::most_shots(const std::vector<std::uint8_t>& labels, int classes) {
    if (classes < 2) return 0;
    int fewest = kMostShots + 1;
    for (int of_class = 0; of_class < classes; ++of_class)
        fewest = std::min(fewest, static_cast<int>(std::count(labels.begin(), labels.end(), of_class)));
    return std::max(fewest - 1, 0);
}

FewShotCurve::FewShotCurve(std::vector<float> features, std::vector<std::uint8_t> labels, int classes, int least,
                           const SoftmaxOptions& options, unsigned seed)
    : features_(std::move(features)),
      labels_(std::move(labels)),
      classes_(classes),
      shots_(std::max(least, 1)),
      last_(most_shots(labels_, classes)),
      first_(shots_),
      options_(options),
      seed_(seed) {
    assert(!labels_.empty() && features_.size() % labels_.size() == 0);
}

bool FewShotCurve::advance() {
    if (shots_ > last_) return false;
    const std::size_t size = features_.size() / labels_.size();
    std::vector<bool> shown(labels_.size(), false);
    std::vector<float> features;
    std::vector<std::uint8_t> labels;
    for (const std::size_t i : drawn_examples(labels_, classes_, shots_, static_cast<int>(shares_.size()), seed_)) {
        shown[i] = true;
        const auto begin = features_.begin() + static_cast<std::ptrdiff_t>(i * size);
        features.insert(features.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
        labels.push_back(labels_[i]);
    }
    SoftmaxFit fit(features, labels, classes_, options_);
    fit.finish();
    const nn::Parameters softmax = fit.parameters();
    int right = 0, read = 0;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        if (shown[i]) continue;
        right += answer(softmax, std::span(features_).subspan(i * size, size)) == labels_[i];
        ++read;
    }
    shares_.push_back(static_cast<double>(right) / read);
    if (shares_.size() < kDraws) return true;
    points_.push_back(few_shot_point(shots_, read, shares_));
    shares_.clear();
    return ++shots_ <= last_;
}

float FewShotCurve::progress() const {
    if (last_ < first_) return 1;
    const auto done = static_cast<float>((shots_ - first_) * kDraws + static_cast<int>(shares_.size()));
    return done / static_cast<float>((last_ - first_ + 1) * kDraws);
}

}  // namespace explain
