// How alike two layers are in what they make of the same digits: linear centred kernel alignment (Kornblith et al.
// 2019), between two networks or two checkpoints of one; and how far a layer's weights moved.
//
// With X (digits x features) and Y, columns centred:  ||Y'X||_F^2 / (||X'X||_F ||Y'Y||_F).  It is computed by the
// equal form <XX', YY'>_F / (||XX'||_F ||YY'||_F), which takes digits^2 products where the other takes features^2.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "nn/network.h"

namespace explain {

/// XX' of centred features: the products of every digit with every other.  Made in slices.
class Gram {
public:
    Gram() = default;
    /// `features`: (digits, features), row-major; `digits` at least 1.
    Gram(std::vector<float> features, int digits);

    /// The next `rows` of products, of which the later ones take longer; true while some are left.
    bool advance(int rows);
    bool done() const { return next_ == digits_; }
    int digits() const { return digits_; }
    /// All digits give the same features, to float rounding: nothing can be said of their likeness.
    bool is_constant() const { return constant_; }

private:
    friend std::optional<double> cka(const Gram& one, const Gram& other);

    std::vector<float> features_;  ///< centred; gone when all is done
    std::vector<float> products_;  ///< lower triangle, row by row
    int digits_ = 0, next_ = 0;
    bool constant_ = true;
};

/// 0 (nothing in common) .. 1 (the same but for an orthogonal map and one scale).  Both are done and of as many digits.
/// Nothing where one of them is constant.
std::optional<double> cka(const Gram& one, const Gram& other);

/// The same at once: `x` is (digits, its features), `y` (digits, its own).
std::optional<double> linear_cka(std::span<const float> x, std::span<const float> y, int digits);

/// ||W(to) - W(from)|| / ||W(to)|| of a layer's weights, without biases.  Nothing where the layer has none, where all
/// of them are zero, or where the two are of different sizes.
std::optional<double> relative_change(const nn::Network& from, const nn::Network& to, int layer);

}  // namespace explain
