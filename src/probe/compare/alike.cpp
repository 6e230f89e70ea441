#include "probe/compare/alike.h"

#include <algorithm>

#include "explain/map_correlation.h"

namespace probe {
namespace {

/// Layers of the same name; a layer whose name only one network has goes with the one at the same place.
std::vector<MatchedLayers> layers_of(const nn::Network& one, const nn::Network& other) {
    std::vector<explain::Block> first = explain::blocks(one), second = explain::blocks(other);
    if (!first.empty()) first.pop_back();  // scores are told apart by their class
    if (!second.empty()) second.pop_back();
    std::vector<MatchedLayers> found;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const auto same = std::find_if(second.begin(), second.end(),
                                       [&](const explain::Block& block) { return block.name == first[i].name; });
        if (same != second.end())
            found.push_back({first[i], *same});
        else if (i < second.size() && std::none_of(first.begin(), first.end(), [&](const explain::Block& block) {
                     return block.name == second[i].name;
                 }))
            found.push_back({first[i], second[i]});
    }
    return found;
}

std::vector<explain::Matcher::Layers> numbers_of(const std::vector<MatchedLayers>& layers) {
    std::vector<explain::Matcher::Layers> numbers;
    for (const MatchedLayers& layer : layers) numbers.push_back({layer.one.output, layer.other.output});
    return numbers;
}

}  // namespace

Alike::Alike(const nn::Network& one, const nn::Network& other, const nn::Digits& digits)
    : layers_(layers_of(one, other)),
      matcher_(one, other, numbers_of(layers_), digits, kMatched),
      likeness_(one, other, digits, kCompared),
      read_(digits.slice(0, std::min(kRead, digits.count()))),
      one_(one, read_),
      other_(other, read_) {}

explain::SameAnswers Alike::answers() const { return explain::same_answers(one_.answers(), other_.answers(), read_); }

bool Alike::advance() {
    constexpr int kDigits = 20;
    if (!has_matched()) return matcher_.advance(kDigits), true;
    if (partners_.empty())
        for (int i = 0; i < static_cast<int>(layers_.size()); ++i)
            partners_.push_back({find_partners(i, false), find_partners(i, true)});
    if (!likeness_.done()) return likeness_.advance(kDigits), true;
    const bool rest = one_.advance(kDigits);
    return other_.advance(kDigits) || rest;
}

float Alike::progress() const {
    const auto part = [](int seen, int count) {
        return count == 0 ? 1.0f : static_cast<float>(seen) / static_cast<float>(count);
    };
    return 0.3f * part(matcher_.seen(), matcher_.count()) + 0.3f * likeness_.progress() +
           0.4f * part(other_.seen(), other_.count());
}

std::vector<explain::Partner> Alike::partners(int layers, bool one_to_one) const {
    if (partners_.empty()) return find_partners(layers, one_to_one);
    return partners_[static_cast<std::size_t>(layers)][one_to_one ? 1 : 0];
}

std::vector<explain::Partner> Alike::find_partners(int layers, bool one_to_one) const {
    const explain::MapCorrelation& found = matcher_.correlation(layers);
    const std::vector<double> correlations = found.correlations();
    return one_to_one ? explain::one_to_one(correlations, found.rows(), found.columns())
                      : explain::best_partners(correlations, found.rows(), found.columns());
}

}  // namespace probe
