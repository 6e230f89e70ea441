#include "nn/loss.h"

#include <algorithm>
#include <cmath>

namespace nn {

double log_sum_exp(std::span<const float> logits, double temperature) {
    const auto most = static_cast<double>(*std::max_element(logits.begin(), logits.end()));
    double sum = 0.0;
    for (const float z : logits) sum += std::exp((static_cast<double>(z) - most) / temperature);
    return std::log(sum) + most / temperature;
}

double with_rubbish(double log_sum, double rubbish) {
    if (rubbish < 0.0) return log_sum;
    const double most = std::max(log_sum, -rubbish);
    return most + std::log(std::exp(log_sum - most) + std::exp(-rubbish - most));
}

double cross_entropy(std::span<const float> logits, int label) {
    return log_sum_exp(logits) - static_cast<double>(logits[static_cast<std::size_t>(label)]);
}

Network without_softmax(Network network) {
    while (network.layer_count() > 1 && network.architecture.layers.back().kind == LayerKind::softmax) {
        network.architecture.layers.pop_back();
        network.shapes.pop_back();
        network.parameters.pop_back();
    }
    return network;
}

}  // namespace nn
