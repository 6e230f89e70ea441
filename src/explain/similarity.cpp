// Correlations in double precision, in one or two passes.
#include "explain/similarity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

namespace explain {
namespace {

template <class Value>
double mean(std::span<const Value> values) {
    double sum = 0;
    for (const Value value : values) sum += static_cast<double>(value);
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Cosine of a - mean_a and b - mean_b; NaN where one of them is zero.
template <class Value>
double cosine_about(std::span<const Value> a, std::span<const Value> b, double mean_a, double mean_b) {
    assert(a.size() == b.size());
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) - mean_a, y = static_cast<double>(b[i]) - mean_b;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    // A mean is not exact: what is left of a constant is no variation.
    const auto nothing = [&](double squares, double about) {
        return squares <= 1e-24 * about * about * static_cast<double>(a.size());
    };
    if (aa <= 0 || bb <= 0 || nothing(aa, mean_a) || nothing(bb, mean_b))
        return std::numeric_limits<double>::quiet_NaN();
    return std::clamp(ab / (std::sqrt(aa) * std::sqrt(bb)), -1.0, 1.0);
}

/// Ranks from 0; equal values share their mean rank.
std::vector<double> ranks(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // NaN comes last: a comparison that it makes inconsistent would send std::sort out of bounds.
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
        return std::isnan(values[j]) ? !std::isnan(values[i]) : values[i] < values[j];
    });
    std::vector<double> rank(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        for (std::size_t i = begin; i < end; ++i) rank[order[i]] = static_cast<double>(begin + end - 1) / 2;
        begin = end;
    }
    return rank;
}

}  // namespace

double correlation(std::span<const float> a, std::span<const float> b) { return cosine_about(a, b, mean(a), mean(b)); }

double rank_correlation(std::span<const float> a, std::span<const float> b) {
    const std::vector<double> ranks_a = ranks(a), ranks_b = ranks(b);
    const std::span<const double> x(ranks_a), y(ranks_b);
    return cosine_about(x, y, mean(x), mean(y));
}

double cosine(std::span<const float> a, std::span<const float> b) { return cosine_about(a, b, 0, 0); }

}  // namespace explain
