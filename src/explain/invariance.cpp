#include "explain/invariance.h"

#include <cassert>
#include <cmath>
#include <cstddef>

namespace explain {
namespace {

/// Four sums side by side: floats in the order of one sum would not be added as vectors.
float distance(std::span<const float> a, std::span<const float> b) {
    double sums[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= a.size(); i += 4) {
        for (std::size_t k = 0; k < 4; ++k) {
            const auto d = static_cast<double>(a[i + k] - b[i + k]);
            sums[k] += d * d;
        }
    }
    for (; i < a.size(); ++i) {
        const auto d = static_cast<double>(a[i] - b[i]);
        sums[0] += d * d;
    }
    return static_cast<float>(std::sqrt(sums[0] + sums[1] + sums[2] + sums[3]));
}

float length(std::span<const float> a) {
    double sum = 0;
    for (float v : a) sum += static_cast<double>(v) * static_cast<double>(v);
    return static_cast<float>(std::sqrt(sum));
}

}  // namespace

Mover::Mover(const nn::Network& network)
    : side_(network.architecture.input.width),
      engine_(network),
      still_(nn::make_activations(network)),
      moved_(nn::make_activations(network)) {
    assert(network.architecture.input == (nn::Shape{1, side_, side_}));
}

void Mover::begin(std::span<const float> input) {
    engine_.forward(input, still_);
    input_.resize(input.size());
    lengths_.clear();
    lengths_.push_back(length(input));
    for (const nn::Tensor& output : still_.outputs) lengths_.push_back(length(output.data));
}

void Mover::measure(const Transform& how, Change& change) {
    transform(still_.input.data, side_, how, input_);
    engine_.forward(input_, moved_);
    change.distance.resize(still_.outputs.size() + 1);
    change.distance[0] = distance(still_.input.data, moved_.input.data);
    for (std::size_t i = 0; i < still_.outputs.size(); ++i)
        change.distance[i + 1] = distance(still_.outputs[i].data, moved_.outputs[i].data);
    change.answer = moved_.outputs.back().data;
}

}  // namespace explain
