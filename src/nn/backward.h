// Gradients of one number with respect to every activation and to the input: what saliency, integrated gradients and
// activation maximisation start from.  Parameters get no gradients here (see backprop.h).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "nn/forward.h"
#include "nn/network.h"

namespace nn {

/// outputs[i]: gradient with respect to layer i's output, zero above the layer where it starts; `input`: to the pixels.
struct Gradients {
    std::vector<Tensor> outputs;
    Tensor input;
};

Gradients make_gradients(const Network& network);

/// Weights rearranged for the way down.  One for each network and thread.
class Backward {
public:
    explicit Backward(const Network& network);
    ~Backward();
    Backward(Backward&&) noexcept;
    Backward& operator=(Backward&&) noexcept;

    /// Gradient of sum(signal * output of `layer`), at the activations of one forward pass.  `signal` has the layer's
    /// size. relu passes the gradient on where its input was above zero, max-pool to the switch; dropout is the
    /// identity.
    void run(const Activations& activations, int layer, std::span<const float> signal, Gradients& gradients);
    /// Gradient of one unit (flat index in the layer's output): a logit, say.
    void run(const Activations& activations, int layer, int unit, Gradients& gradients);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace nn
