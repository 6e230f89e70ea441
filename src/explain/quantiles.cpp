#include "explain/quantiles.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace explain {
namespace {

double share_at(double i) { return i * i / (Quantiles::kSteps * Quantiles::kSteps); }

}  // namespace

Quantiles::Quantiles(std::vector<float> scores) {
    scores.erase(std::remove_if(scores.begin(), scores.end(), [](float v) { return !std::isfinite(v); }), scores.end());
    if (scores.empty()) return;
    std::sort(scores.begin(), scores.end());
    const auto last = static_cast<double>(scores.size() - 1);
    for (int i = 0; i <= kSteps; ++i) {
        const double at = share_at(i) * last, below = std::floor(at), part = at - below;
        const auto k = static_cast<std::size_t>(below);
        const auto low = static_cast<double>(scores[k]),
                   high = static_cast<double>(scores[std::min(k + 1, scores.size() - 1)]);
        values_.push_back(static_cast<float>(low + part * (high - low)));
    }
}

std::optional<float> Quantiles::share_below(float score) const {
    if (!known() || std::isnan(score)) return std::nullopt;
    const auto above = std::upper_bound(values_.begin(), values_.end(), score);
    if (above == values_.begin()) return 0.0f;
    if (above == values_.end()) return 1.0f;
    const auto i = static_cast<double>(above - values_.begin() - 1);
    const double low = static_cast<double>(above[-1]), high = static_cast<double>(above[0]);
    const double part = (static_cast<double>(score) - low) / (high - low);
    return static_cast<float>(share_at(i) + part * (share_at(i + 1) - share_at(i)));
}

std::string Quantiles::text() const {
    std::string all;
    for (const float value : values_) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.6g", static_cast<double>(value));
        all += (all.empty() ? "" : " ") + std::string(digits);
    }
    return all;
}

Quantiles Quantiles::parse(std::string_view text) {
    const std::string all(text);
    Quantiles read;
    for (const char* at = all.c_str();;) {
        char* end = nullptr;
        const double value = std::strtod(at, &end);
        if (end == at) break;
        at = end;
        const auto now = static_cast<float>(value);
        if (!std::isfinite(now) || (read.known() && now < read.values_.back()) || read.values_.size() > kSteps)
            return {};
        read.values_.push_back(now);
        if (*at == '\0' && read.values_.size() == kSteps + 1) return read;
    }
    return {};
}

}  // namespace explain
