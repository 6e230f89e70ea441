// A softmax trained to its end on fixed features: multinomial logistic regression, by Newton's method.
//
// Minimised is
//   mean of -log softmax(W z + b)[label]  +  decay / 2 * ||W||_F^2
// over the examples, z being their features less the mean, scaled.  This is strictly convex in W: there is one minimum,
// found from W = 0 by truncated Newton steps (conjugate gradients on the exact Hessian, then halving the step until the
// objective falls; Nocedal & Wright 2006, algorithm 7.1).  It stops when no entry of the gradient is above the
// tolerance.  Nothing is random.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "nn/network.h"

namespace explain {

enum class Scaling {
    each,      ///< every feature to a variance of 1 over the examples; those that do not vary count for nothing
    together,  ///< all by one number, to a mean variance of 1: for few examples, where a feature hardly varies by
               ///< chance
};

struct SoftmaxOptions {
    double decay = 1e-3;
    double tolerance = 1e-5;  ///< largest entry of the gradient
    int most_steps = 60;      ///< of Newton's
    Scaling scaling = Scaling::each;
};

class SoftmaxFit {
public:
    /// `features`: (examples, their features), row-major, finite; a label below `classes` each; at least one example.
    SoftmaxFit(std::span<const float> features, std::span<const std::uint8_t> labels, int classes,
               const SoftmaxOptions& options = {});
    ~SoftmaxFit();
    SoftmaxFit(SoftmaxFit&&) noexcept;
    SoftmaxFit& operator=(SoftmaxFit&&) noexcept;

    /// The next `products`, each of which takes 2 * examples * features * classes multiply-adds; true while some are
    /// left.
    bool advance(int products);
    /// All of them.
    void finish();
    bool done() const;

    /// Largest entry of the gradient, at the last step.
    double gradient() const;
    /// What is minimised, and the part of it that is the mean cross-entropy.
    double objective() const;
    double loss() const;
    int steps() const;

    /// Of a fully connected layer that reads the features as they are: weights (classes, features), biases (classes).
    nn::Parameters parameters() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The class with the largest score; the first of equals.
int answer(const nn::Parameters& softmax, std::span<const float> features);

/// Share of the examples that are answered with their label, 0..1; NaN of none.
double accuracy(const nn::Parameters& softmax, std::span<const float> features, std::span<const std::uint8_t> labels);

}  // namespace explain
