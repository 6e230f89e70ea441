// Forward and backward through a small batch, for training: gradients of all parameters (Rumelhart et al. 1986).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "nn/network.h"

namespace nn {

/// Gradients of one small batch as the kernels leave them.  Add several in a fixed order, then hand the sum to
/// `Backprop::unpack`: the same numbers whatever thread made which.
struct GradientSums {
    std::vector<std::vector<float>> weights, biases;  ///< by step

    void add(const GradientSums& other);
};

/// Holds weights rearranged for the kernels and the activations of up to `capacity` images: one for each thread.
/// A softmax at the end of the network is left to the loss: the outputs here are logits.
class Backprop {
public:
    Backprop(const Network& network, int capacity);
    ~Backprop();
    Backprop(Backprop&&) noexcept;
    Backprop& operator=(Backprop&&) noexcept;

    /// Takes over changed parameters.
    void repack(const Network& network);

    /// CHW floats of image `image`.
    void set_input(int image, const float* chw);
    /// Forward through the first `images` images.  Dropout draws from `seeds[image]`; null: dropout is the identity.
    void forward(int images, const std::uint64_t* seeds);
    /// (classes) floats.
    const float* logits(int image) const;
    /// Where d loss / d logits of an image goes, before `backward`.
    float* logit_gradients(int image);
    /// Writes the sums over all images.
    void backward(int images, GradientSums& sums);

    /// Sums in PyTorch's layouts, times `factor`; `gradients` indexes as network.parameters does.
    void unpack(const GradientSums& sums, float factor, std::vector<Parameters>& gradients) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace nn
