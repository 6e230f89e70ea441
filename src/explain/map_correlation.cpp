// Sums of products in double precision: maps whose mean is large against their spread lose nothing that matters.
#include "explain/map_correlation.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

namespace explain {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Floats = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// What each of `to` places takes of `from` places: the share of it that they cover.
Matrix averaging(int from, int to) {
    Matrix shares = Matrix::Zero(to, from);
    const double size = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i)
        for (int k = 0; k < from; ++k)
            shares(i, k) = std::max(0.0, std::min((i + 1) * size, k + 1.0) - std::max(i * size, k + 0.0)) / size;
    return shares;
}

/// (maps, height * width), averaged down where the maps are larger.
Matrix maps_of(std::span<const float> values, const nn::Shape& shape, int height, int width) {
    assert(values.size() == static_cast<std::size_t>(shape.size()));
    if (shape.height == height && shape.width == width)
        return Eigen::Map<const Floats>(values.data(), shape.channels, shape.plane()).cast<double>();
    const Matrix down = averaging(shape.height, height), across = averaging(shape.width, width).transpose();
    Matrix maps(shape.channels, height * width);
    for (int map = 0; map < shape.channels; ++map) {
        const float* begin = values.data() + static_cast<std::ptrdiff_t>(map) * shape.plane();
        const Matrix whole = Eigen::Map<const Floats>(begin, shape.height, shape.width).cast<double>();
        Eigen::Map<Matrix>(maps.row(map).data(), height, width) = down * whole * across;
    }
    return maps;
}

void add_sums(const Matrix& maps, std::vector<double>& sums, std::vector<double>& squares) {
    for (Eigen::Index map = 0; map < maps.rows(); ++map) {
        sums[static_cast<std::size_t>(map)] += maps.row(map).sum();
        squares[static_cast<std::size_t>(map)] += maps.row(map).squaredNorm();
    }
}

/// The sum of squares about the mean; NaN where that is no more than rounding leaves of a constant.
double spread(double sum, double square, double count) {
    const double left = square - sum * sum / count;
    return left > 1e-12 * square ? left : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

MapCorrelation::MapCorrelation(const nn::Shape& one, const nn::Shape& other)
    : one_(one),
      other_(other),
      height_(std::min(one.height, other.height)),
      width_(std::min(one.width, other.width)),
      sums_(static_cast<std::size_t>(one.channels)),
      other_sums_(static_cast<std::size_t>(other.channels)),
      squares_(sums_.size()),
      other_squares_(other_sums_.size()),
      products_(sums_.size() * other_sums_.size()) {}

void MapCorrelation::add(std::span<const float> one, std::span<const float> other) {
    const Matrix a = maps_of(one, one_, height_, width_), b = maps_of(other, other_, height_, width_);
    add_sums(a, sums_, squares_);
    add_sums(b, other_sums_, other_squares_);
    Eigen::Map<Matrix>(products_.data(), rows(), columns()) += a * b.transpose();
    ++digits_;
}

std::vector<double> MapCorrelation::correlations() const {
    const double count = static_cast<double>(digits_) * height_ * width_;
    std::vector<double> found(products_.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        for (std::size_t k = 0; k < other_sums_.size(); ++k, ++at) {
            const double both = products_[at] - sums_[i] * other_sums_[k] / count;
            const double r = both / std::sqrt(spread(sums_[i], squares_[i], count)) /
                             std::sqrt(spread(other_sums_[k], other_squares_[k], count));
            found[at] = std::isnan(r) ? r : std::clamp(r, -1.0, 1.0);
        }
    }
    return found;
}

std::vector<double> MapCorrelation::covariances() const {
    const double count = static_cast<double>(digits_) * height_ * width_;
    std::vector<double> found(products_.size());
    std::size_t at = 0;
    for (const double sum : sums_)
        for (const double other : other_sums_) found[at] = (products_[at] - sum * other / count) / count, ++at;
    return found;
}

}  // namespace explain
