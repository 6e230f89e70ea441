// Cross-entropy by log-sum-exp: honest however sure or wrong a network is, and not finite where its answer is not.
#pragma once

#include <span>

#include "nn/network.h"

namespace nn {

/// log(sum(exp(logits / temperature))), in double precision.
double log_sum_exp(std::span<const float> logits, double temperature = 1.0);

/// log(exp(-rubbish) + exp(log_sum)): one class more that nothing belongs to (LeCun et al. 1998, equation 9); log_sum
/// itself where rubbish is below 0.
double with_rubbish(double log_sum, double rubbish);

/// -log(softmax(logits)[label]).
double cross_entropy(std::span<const float> logits, int label);

/// The network without the softmax that it ends in: its outputs are logits.
Network without_softmax(Network network);

}  // namespace nn
