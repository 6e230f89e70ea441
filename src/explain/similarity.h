// How alike two pictures of numbers are.  NaN stands for undefined: nothing can be said of a picture that is blank.
#pragma once

#include <span>

namespace explain {

/// Pearson's correlation, -1..1; NaN where one of the two is constant.
double correlation(std::span<const float> a, std::span<const float> b);

/// Spearman's rank correlation, ties get their mean rank; NaN where one of the two is constant.
double rank_correlation(std::span<const float> a, std::span<const float> b);

/// <a, b> / (|a| |b|); NaN where one of the two is zero.
double cosine(std::span<const float> a, std::span<const float> b);

}  // namespace explain
