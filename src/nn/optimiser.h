// AdamW and SGD with momentum, a cosine schedule with warm-up, and averaged weights.
#pragma once

#include <vector>

#include "nn/network.h"

namespace nn {

enum class OptimiserKind {
    adamw,  ///< Adam with decoupled weight decay (Kingma & Ba 2015, Loshchilov & Hutter 2019)
    sgd,    ///< stochastic gradient descent with Nesterov momentum
};

struct OptimiserOptions {
    OptimiserKind kind = OptimiserKind::adamw;
    float momentum = 0.9f;        ///< sgd's momentum; adamw's beta1
    float square_decay = 0.999f;  ///< adamw's beta2
    float weight_decay = 0.01f;   ///< of weights, not of biases; each step takes rate * weight_decay of them
};

class Optimiser {
public:
    Optimiser(const Network& network, const OptimiserOptions& options);
    /// One step with this learning rate; `gradients` as network.parameters.
    void step(Network& network, const std::vector<Parameters>& gradients, float rate);

private:
    OptimiserOptions options_;
    std::vector<Parameters> first_, second_;
    long steps_ = 0;
};

/// Learning rate as a share of the highest: rises linearly over `warm_up` of the way, then falls to `last` as half a
/// cosine (Loshchilov & Hutter 2017).  `done` in [0, 1].
float cosine_schedule(double done, double warm_up, float last);

/// average = decay * average + (1 - decay) * network, parameter by parameter.
void average_into(Network& average, const Network& network, float decay);

}  // namespace nn
