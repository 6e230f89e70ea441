// Augmentation: what other hands and pens would have made of the same digit.
#pragma once

#include <memory>

#include "nn/digits.h"
#include "nn/random.h"

namespace hand {

/// How far each sample is bent, at most; zeros leave it as it is.
struct AugmentOptions {
    float shift = 0.0f;      ///< pixels
    float rotation = 0.0f;   ///< degrees
    float scale = 0.0f;      ///< share: 0.1 is 0.9 to 1.1, each axis a third of it by itself
    float shear = 0.0f;      ///< sideways pixels for each pixel down
    float elastic = 0.0f;    ///< pixels, root mean square, of a smooth random field (Simard et al. 2003)
    float thickness = 0.0f;  ///< share of a pixel by which strokes grow or shrink on each side
    float redrawn = 0.0f;    ///< share of samples redrawn along their middle lines as the page draws strokes
    float synthetic = 0.0f;  ///< share of samples drawn from the pen templates instead
    float hand = 1.0f;       ///< how far these two are bent: 1 is what most people differ by
};

class Augmenter {
public:
    /// The digits' bytes must outlive it.  With `redrawn` all pictures are thinned once, on `threads` threads.
    Augmenter(const nn::Digits& digits, const AugmentOptions& options, int threads);
    ~Augmenter();
    Augmenter(Augmenter&&) noexcept;
    Augmenter& operator=(Augmenter&&) noexcept;

    /// A sample made of picture `index`, digits.shape.size() floats 0..1; returns its label.
    int draw(int index, nn::Random& random, float* out) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hand
