// See likeness.h.
#include "explain/likeness.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace explain {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using View = Eigen::Map<const Matrix>;

constexpr Eigen::Index kColumns = 64;  // of a product at once

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Takes each column's mean away; false where no more is left than rounding leaves of a constant.
bool centre(std::vector<float>& features, int digits) {
    Eigen::Map<Matrix> all(features.data(), digits, static_cast<Eigen::Index>(features.size()) / digits);
    double before = 0, after = 0;
    for (Eigen::Index column = 0; column < all.cols(); ++column) {
        const Eigen::VectorXd values = all.col(column).cast<double>();
        const Eigen::VectorXd left = values.array() - values.mean();
        before += values.squaredNorm();
        after += left.squaredNorm();
        all.col(column) = left.cast<float>();
    }
    return after > 1e-12 * before && std::isfinite(after);
}

/// ||Y'X||_F^2, a few columns at a time.
double product_norm(const View& x, const View& y) {
    double sum = 0;
    for (Eigen::Index begin = 0; begin < x.cols(); begin += kColumns) {
        const Eigen::Index n = std::min(kColumns, x.cols() - begin);
        const Matrix part = x.middleCols(begin, n).transpose() * y;
        sum += part.cast<double>().squaredNorm();
    }
    return sum;
}

}  // namespace

LikenessMatrix::Side::Side(const nn::Network& network, const nn::Digits& digits, int n)
    : reader(network, digits, n), blocks(explain::blocks(network)), features(blocks.size()) {}

void LikenessMatrix::Side::read(int digits) {
    for (int i = 0; i < digits && reader.next(); ++i) {
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const std::vector<float>& output = reader.output(blocks[b].output).data;
            const std::size_t step = (output.size() + kMostFeatures - 1) / kMostFeatures;
            for (std::size_t k = 0; k < output.size(); k += step) features[b].push_back(output[k]);
        }
    }
}

/// True while some products are left.
bool LikenessMatrix::Side::multiply(int rows) {
    for (Gram& gram : grams) {
        if (gram.done()) continue;
        gram.advance(rows);
        return true;
    }
    return false;
}

int LikenessMatrix::Side::size(std::size_t block) const {
    return static_cast<int>(features[block].size()) / std::max(1, reader.seen());
}

LikenessMatrix::LikenessMatrix(const nn::Network& one, const nn::Network& other, const nn::Digits& digits, int n,
                               CkaForm form)
    : digits_(std::clamp(n, 0, digits.count())),
      form_(form),
      one_(one, digits, n),
      other_(other, digits, n),
      values_(one_.blocks.size() * other_.blocks.size()) {
    if (digits_ == 0) pair_ = static_cast<int>(values_.size());
}

/// Chooses the form and begins its products.
void LikenessMatrix::prepare() {
    prepared_ = true;
    std::int64_t by_digits = 0, by_features = 0;
    const std::int64_t n = digits_;
    for (const Side* side : {&one_, &other_}) {
        for (std::size_t b = 0; b < side->blocks.size(); ++b) {
            const std::int64_t size = side->size(b);
            by_digits += n * n * size / 2;
            by_features += n * size * size;
        }
    }
    for (std::size_t a = 0; a < one_.blocks.size(); ++a)
        for (std::size_t b = 0; b < other_.blocks.size(); ++b) {
            by_digits += n * n / 2;
            by_features += n * static_cast<std::int64_t>(one_.size(a)) * other_.size(b);
        }
    if (form_ == CkaForm::cheaper) form_ = by_features < by_digits ? CkaForm::features : CkaForm::digits;
    for (Side* side : {&one_, &other_}) {
        for (std::vector<float>& features : side->features) {
            if (form_ == CkaForm::digits) {
                side->grams.emplace_back(std::move(features), digits_);
                continue;
            }
            side->constant.push_back(!centre(features, digits_));
            const View x(features.data(), digits_, static_cast<Eigen::Index>(features.size()) / digits_);
            side->norms.push_back(std::sqrt(product_norm(x, x)));
        }
    }
}

/// The next pair of layers.
void LikenessMatrix::compare() {
    const std::size_t row = index(pair_) / other_.blocks.size(), column = index(pair_) % other_.blocks.size();
    std::optional<double>& value = values_[index(pair_++)];
    if (form_ == CkaForm::digits) {
        value = cka(one_.grams[row], other_.grams[column]);
        return;
    }
    if (one_.constant[row] || other_.constant[column]) return;
    const View x(one_.features[row].data(), digits_, one_.size(row)),
        y(other_.features[column].data(), digits_, other_.size(column));
    const double likeness = product_norm(x, y) / (one_.norms[row] * other_.norms[column]);
    if (std::isfinite(likeness)) value = std::clamp(likeness, 0.0, 1.0);
}

bool LikenessMatrix::advance(int passes) {
    passes = std::max(passes, 1);
    if (done()) return false;
    if (!one_.reader.done()) {
        one_.read(passes);
        return true;
    }
    if (!other_.reader.done()) {
        other_.read(passes);
        return true;
    }
    if (!prepared_) {
        prepare();
        return true;
    }
    if (form_ == CkaForm::digits && (one_.multiply(passes) || other_.multiply(passes))) return true;
    compare();
    return !done();
}

float LikenessMatrix::progress() const {
    const auto known = [&](const Side& side) {
        float done = static_cast<float>(side.reader.seen());
        for (const Gram& gram : side.grams) done += gram.done() ? static_cast<float>(digits_) : 0.0f;
        return done;
    };
    const std::size_t layers = one_.blocks.size() + other_.blocks.size() + 2;
    const float all = static_cast<float>(digits_) * static_cast<float>(layers);
    return done() ? 1.0f : 0.99f * (known(one_) + known(other_)) / std::max(all, 1.0f);
}

std::optional<double> LikenessMatrix::at(int row, int column) const {
    return values_[index(row) * other_.blocks.size() + index(column)];
}

double LikenessMatrix::mean_of_same_names() const {
    double sum = 0;
    int count = 0;
    for (std::size_t row = 0; row < one_.blocks.size(); ++row) {
        for (std::size_t column = 0; column < other_.blocks.size(); ++column) {
            const auto& value = values_[row * other_.blocks.size() + column];
            if (value && one_.blocks[row].name == other_.blocks[column].name) sum += *value, ++count;
        }
    }
    return done() ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace explain
