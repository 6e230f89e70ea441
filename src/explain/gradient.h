// The gradient of one unit with respect to everything below it, plain (Simonyan et al. 2014) or guided (Springenberg et
// al. 2015).
//
// The deconvnet's siblings: all three go down the same layers and differ at relu.
//   deconvnet  rectifies the signal
//   gradient   passes it on where the forward pass was positive
//   guided     does both
#pragma once

#include <span>

#include "explain/deconvnet.h"

namespace explain {

enum class ReluRule {
    gradient,  ///< the plain gradient
    guided,    ///< guided backpropagation
};

/// d output[unit] / d signal at every layer below `layer` and at the pixels; `unit` is a flat index into the layer's
/// output, any layer, softmax too.  projection.signals[layer] is 1 at the unit, 0 elsewhere; the rest as in `project`.
void gradient(const nn::Network& network, const nn::Activations& activations, int layer, int unit, ReluRule rule,
              Projection& projection);

/// The same for sum(signal * output of `layer`); `signal` has the layer's size.
void gradient(const nn::Network& network, const nn::Activations& activations, int layer, std::span<const float> signal,
              ReluRule rule, Projection& projection);

}  // namespace explain
