// See cka.h.  Eigen multiplies; sums over the whole are in double precision.
#include "explain/cka.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace explain {
namespace {

using Vector = Eigen::Map<const Eigen::VectorXf>;

/// Takes each column's mean from it.  Gives whether something is left beyond the rounding of what was there.
bool centre(std::vector<float>& values, std::size_t rows) {
    const std::size_t columns = values.size() / rows;
    std::vector<double> means(columns, 0.0);
    double before = 0, after = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        means[i % columns] += static_cast<double>(values[i]);
        before += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double left = static_cast<double>(values[i]) - means[i % columns] / static_cast<double>(rows);
        after += left * left;
        values[i] = static_cast<float>(left);
    }
    return after > 1e-12 * before && std::isfinite(after);
}

}  // namespace

Gram::Gram(std::vector<float> features, int digits) : features_(std::move(features)), digits_(digits) {
    assert(digits > 0 && features_.size() % static_cast<std::size_t>(digits) == 0);
    const auto rows = static_cast<std::size_t>(digits);
    constant_ = features_.empty() || !centre(features_, rows);
    if (constant_)
        next_ = digits;
    else
        products_.reserve(rows * (rows + 1) / 2);
}

bool Gram::advance(int rows) {
    const auto columns = static_cast<Eigen::Index>(features_.size() / static_cast<std::size_t>(digits_));
    const auto row = [&](int i) { return Vector(features_.data() + i * columns, columns); };
    for (const int end = std::min(next_ + rows, digits_); next_ < end; ++next_)
        for (int other = 0; other <= next_; ++other) products_.push_back(row(next_).dot(row(other)));
    if (done()) features_ = {};
    return !done();
}

std::optional<double> cka(const Gram& one, const Gram& other) {
    assert(one.done() && other.done() && one.digits_ == other.digits_);
    if (one.constant_ || other.constant_) return std::nullopt;
    double both = 0, first = 0, second = 0;
    std::size_t at = 0;
    for (int row = 0; row < one.digits_; ++row) {
        for (int column = 0; column <= row; ++column, ++at) {
            const double a = static_cast<double>(one.products_[at]), b = static_cast<double>(other.products_[at]),
                         twice = column < row ? 2.0 : 1.0;
            both += twice * a * b;
            first += twice * a * a;
            second += twice * b * b;
        }
    }
    const double likeness = both / std::sqrt(first * second);
    if (!std::isfinite(likeness)) return std::nullopt;
    return std::clamp(likeness, 0.0, 1.0);
}

std::optional<double> linear_cka(std::span<const float> x, std::span<const float> y, int digits) {
    Gram one({x.begin(), x.end()}, digits), other({y.begin(), y.end()}, digits);
    one.advance(digits);
    other.advance(digits);
    return cka(one, other);
}

std::optional<double> relative_change(const nn::Network& from, const nn::Network& to, int layer) {
    const std::vector<float>&before = from.parameters[static_cast<std::size_t>(layer)].weight,
          &after = to.parameters[static_cast<std::size_t>(layer)].weight;
    if (after.empty() || before.size() != after.size()) return std::nullopt;
    double moved = 0, all = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const double step = static_cast<double>(after[i]) - static_cast<double>(before[i]);
        moved += step * step;
        all += static_cast<double>(after[i]) * static_cast<double>(after[i]);
    }
    const double change = std::sqrt(moved / all);
    if (!(all > 0) || !std::isfinite(change)) return std::nullopt;
    return change;
}

}  // namespace explain
