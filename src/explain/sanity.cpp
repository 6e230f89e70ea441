// Random weights for the upper layers, and how alike the pictures stay.
#include "explain/sanity.h"

#include <cmath>
#include <cstddef>

#include "explain/gradient.h"
#include "explain/saliency.h"
#include "explain/similarity.h"

namespace explain {

Pictures pictures_of(const nn::Network& network, const nn::Activations& activations, const Start& start) {
    Pictures pictures;
    Projection projection;
    project(network, activations, start, projection);
    pictures.deconvnet = projection.pixels.data;
    const Target target = target_of(activations, start);
    gradient(network, activations, target.layer, target.signal, ReluRule::gradient, projection);
    pictures.gradient = projection.pixels.data;
    gradient(network, activations, target.layer, target.signal, ReluRule::guided, projection);
    pictures.guided = projection.pixels.data;
    return pictures;
}

std::vector<int> weighted_layers(const nn::Network& network, int layer) {
    std::vector<int> layers;
    for (int i = layer; i >= 0; --i)
        if (nn::has_weights(network.layer(i).kind)) layers.push_back(i);
    return layers;
}

nn::Network randomised(const nn::Network& network, std::span<const int> layers, std::uint64_t seed) {
    nn::Network random = network, mixed = network;
    nn::initialise(random, seed);
    for (const int layer : layers)
        mixed.parameters[static_cast<std::size_t>(layer)] = random.parameters[static_cast<std::size_t>(layer)];
    return mixed;
}

Likeness likeness(std::span<const float> a, std::span<const float> b) {
    std::vector<float> absolute_a, absolute_b;
    for (const float value : a) absolute_a.push_back(std::fabs(value));
    for (const float value : b) absolute_b.push_back(std::fabs(value));
    return {correlation(a, b), rank_correlation(absolute_a, absolute_b), cosine(a, b)};
}

}  // namespace explain
