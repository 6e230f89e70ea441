// How much of a picture is the network, how much the input: the same picture of a network whose weights are random from
// the top down (cascading randomisation, Adebayo et al. 2018, section 3.1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explain/deconvnet.h"

namespace explain {

/// Pictures of one start by the three methods that differ at relu: input-sized.
struct Pictures {
    std::vector<float> deconvnet, gradient, guided;
};
Pictures pictures_of(const nn::Network& network, const nn::Activations& activations, const Start& start);

/// Layers with weights at or below `layer`, the highest first: those that can change a picture that starts there.
std::vector<int> weighted_layers(const nn::Network& network, int layer);

/// `network` with these layers initialised anew; a layer gets the same weights whichever others are listed.
nn::Network randomised(const nn::Network& network, std::span<const int> layers, std::uint64_t seed);

/// Three measures of likeness, -1..1; NaN where one picture is blank.
struct Likeness {
    double correlation = 0;
    double rank = 0;  ///< rank correlation of the absolute values
    double cosine = 0;
};
Likeness likeness(std::span<const float> a, std::span<const float> b);

}  // namespace explain
