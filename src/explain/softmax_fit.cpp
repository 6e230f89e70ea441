// See softmax_fit.h.  Weights and biases are one matrix, (features + 1, classes): the last feature is 1.
#include "explain/softmax_fit.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

namespace explain {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int kMostInner = 250;   // products of one step
constexpr double kEnough = 1e-4;  // share of the promised fall that a step must reach

double dot(const Matrix& a, const Matrix& b) { return a.cast<double>().cwiseProduct(b.cast<double>()).sum(); }

}  // namespace

struct SoftmaxFit::Impl {
    enum class Phase { gradient, conjugate, search, done };

    SoftmaxOptions options;
    Matrix inputs;  ///< (examples, features + 1)
    std::vector<std::uint8_t> labels;
    Eigen::VectorXf means, scales;  ///< by feature
    Matrix weights, scores, chances;
    Matrix slope, step, left, along, step_scores;
    double objective = 0, loss = 0, largest = 0, left_norm = 0, enough_left = 0;
    int steps = 0, inner = 0;
    Phase phase = Phase::gradient;

    Impl(std::span<const float> features, std::span<const std::uint8_t> given, int classes, const SoftmaxOptions& o);
    double decayed(const Matrix& w) const { return options.decay / 2 * w.topRows(w.rows() - 1).squaredNorm(); }
    double cross_entropy(const Matrix& of) const;
    Matrix curved(const Matrix& v) const;
    void find_gradient();
    void conjugate();
    void search();
};

SoftmaxFit::Impl::Impl(std::span<const float> features, std::span<const std::uint8_t> given, int classes,
                       const SoftmaxOptions& o)
    : options(o), labels(given.begin(), given.end()) {
    assert(!labels.empty() && features.size() % labels.size() == 0 && classes > 0);
    const auto examples = static_cast<Eigen::Index>(labels.size()),
               size = static_cast<Eigen::Index>(features.size()) / examples;
    const Eigen::Map<const Matrix> all(features.data(), examples, size);
    means.resize(size), scales.resize(size);
    Eigen::VectorXd variances(size);
    for (Eigen::Index i = 0; i < size; ++i) {
        const Eigen::VectorXd column = all.col(i).cast<double>();
        const double mean = column.mean();
        const double variance = (column.array() - mean).square().mean();
        means[i] = static_cast<float>(mean);
        // What is left of a constant is rounding.
        variances[i] = variance > 1e-10 * mean * mean ? variance : 0;
    }
    const double together = variances.size() > 0 ? variances.mean() : 0;
    for (Eigen::Index i = 0; i < size; ++i) {
        const double variance = options.scaling == Scaling::each ? variances[i] : together;
        scales[i] = variance > 0 && variances[i] > 0 ? static_cast<float>(1 / std::sqrt(variance)) : 0.0f;
    }
    inputs.resize(examples, size + 1);
    inputs.leftCols(size) = (all.rowwise() - means.transpose()).array().rowwise() * scales.transpose().array();
    inputs.col(size).setOnes();
    weights = Matrix::Zero(size + 1, classes);
    scores = Matrix::Zero(examples, classes);
    loss = objective = cross_entropy(scores);
}

double SoftmaxFit::Impl::cross_entropy(const Matrix& of) const {
    const Eigen::VectorXf largest_score = of.rowwise().maxCoeff();
    const Eigen::VectorXf sums = (of.colwise() - largest_score).array().exp().rowwise().sum();
    double sum = 0;
    for (Eigen::Index i = 0; i < of.rows(); ++i)
        sum += std::log(static_cast<double>(sums[i])) + static_cast<double>(largest_score[i]) -
               static_cast<double>(of(i, labels[static_cast<std::size_t>(i)]));
    return sum / static_cast<double>(of.rows());
}

/// The Hessian times v.
Matrix SoftmaxFit::Impl::curved(const Matrix& v) const {
    Matrix weighted = (inputs * v).cwiseProduct(chances);
    const Eigen::VectorXf sums = weighted.rowwise().sum();
    weighted -= (chances.array().colwise() * sums.array()).matrix();
    Matrix product = inputs.transpose() * weighted / static_cast<float>(inputs.rows());
    product.topRows(v.rows() - 1) += static_cast<float>(options.decay) * v.topRows(v.rows() - 1);
    return product;
}

void SoftmaxFit::Impl::find_gradient() {
    const Eigen::VectorXf largest_score = scores.rowwise().maxCoeff();
    chances = (scores.colwise() - largest_score).array().exp().matrix();
    const Eigen::VectorXf sums = chances.rowwise().sum();
    chances.array().colwise() /= sums.array();
    Matrix error = chances;
    for (Eigen::Index i = 0; i < error.rows(); ++i) error(i, labels[static_cast<std::size_t>(i)]) -= 1;
    slope = inputs.transpose() * error / static_cast<float>(inputs.rows());
    slope.topRows(slope.rows() - 1) += static_cast<float>(options.decay) * weights.topRows(weights.rows() - 1);
    largest = static_cast<double>(slope.cwiseAbs().maxCoeff());
    if (!(largest > options.tolerance) || steps >= options.most_steps) {
        phase = Phase::done;
        return;
    }
    step = Matrix::Zero(slope.rows(), slope.cols());
    left = -slope;
    along = left;
    left_norm = dot(left, left);
    // The nearer, the more exactly: so that the end is reached faster than linearly.
    const double length = std::sqrt(left_norm);
    enough_left = std::min(0.1, std::sqrt(length)) * length;
    inner = 0;
    phase = Phase::conjugate;
}

void SoftmaxFit::Impl::conjugate() {
    const Matrix product = curved(along);
    const double bend = dot(along, product);
    if (bend > 0) {
        const auto far = static_cast<float>(left_norm / bend);
        step += far * along;
        left -= far * product;
        const double norm = dot(left, left);
        along = left + static_cast<float>(norm / left_norm) * along;
        left_norm = norm;
        if (std::sqrt(norm) > enough_left && ++inner < kMostInner) return;
    }
    phase = Phase::search;
}

void SoftmaxFit::Impl::search() {
    step_scores = inputs * step;
    const double promised = dot(slope, step);
    ++steps;
    for (float far = 1; far > 1e-6f; far /= 2) {
        const Matrix there = weights + far * step, scores_there = scores + far * step_scores;
        const double loss_there = cross_entropy(scores_there), objective_there = loss_there + decayed(there);
        if (!(objective_there <= objective + kEnough * static_cast<double>(far) * promised)) continue;
        weights = there;
        scores = scores_there;
        loss = loss_there;
        objective = objective_there;
        phase = Phase::gradient;
        return;
    }
    phase = Phase::done;  // as low as float32 tells apart
}

SoftmaxFit::SoftmaxFit(std::span<const float> features, std::span<const std::uint8_t> labels, int classes,
                       const SoftmaxOptions& options)
    : impl_(std::make_unique<Impl>(features, labels, classes, options)) {}
SoftmaxFit::~SoftmaxFit() = default;
SoftmaxFit::SoftmaxFit(SoftmaxFit&&) noexcept = default;
SoftmaxFit& SoftmaxFit::operator=(SoftmaxFit&&) noexcept = default;

bool SoftmaxFit::advance(int products) {
    for (int i = 0; i < std::max(products, 1) && !done(); ++i) {
        switch (impl_->phase) {
            case Impl::Phase::gradient:
                impl_->find_gradient();
                break;
            case Impl::Phase::conjugate:
                impl_->conjugate();
                break;
            case Impl::Phase::search:
                impl_->search();
                break;
            case Impl::Phase::done:
                break;
        }
    }
    return !done();
}

void SoftmaxFit::finish() {
    while (advance(1000)) {
    }
}

bool SoftmaxFit::done() const { return impl_->phase == Impl::Phase::done; }
double SoftmaxFit::gradient() const { return impl_->largest; }
double SoftmaxFit::objective() const { return impl_->objective; }
double SoftmaxFit::loss() const { return impl_->loss; }
int SoftmaxFit::steps() const { return impl_->steps; }

nn::Parameters SoftmaxFit::parameters() const {
    const Eigen::Index size = impl_->means.size(), classes = impl_->weights.cols();
    nn::Parameters made;
    for (Eigen::Index k = 0; k < classes; ++k) {
        double bias = static_cast<double>(impl_->weights(size, k));
        for (Eigen::Index i = 0; i < size; ++i) {
            made.weight.push_back(impl_->weights(i, k) * impl_->scales[i]);
            bias -= static_cast<double>(made.weight.back()) * static_cast<double>(impl_->means[i]);
        }
        made.bias.push_back(static_cast<float>(bias));
    }
    return made;
}

int answer(const nn::Parameters& softmax, std::span<const float> features) {
    using Vector = Eigen::Map<const Eigen::VectorXf>;
    const auto size = static_cast<Eigen::Index>(features.size());
    const Vector input(features.data(), size);
    int best = 0;
    float most = -std::numeric_limits<float>::infinity();
    for (std::size_t k = 0; k < softmax.bias.size(); ++k) {
        const float score =
            Vector(softmax.weight.data() + static_cast<std::ptrdiff_t>(k) * size, size).dot(input) + softmax.bias[k];
        if (score > most) most = score, best = static_cast<int>(k);
    }
    return best;
}

double accuracy(const nn::Parameters& softmax, std::span<const float> features, std::span<const std::uint8_t> labels) {
    if (labels.empty()) return std::numeric_limits<double>::quiet_NaN();
    const std::size_t size = features.size() / labels.size();
    int right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i)
        right += answer(softmax, features.subspan(i * size, size)) == labels[i];
    return right / static_cast<double>(labels.size());
}

}  // namespace explain
