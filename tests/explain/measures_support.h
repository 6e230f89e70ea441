// What the tests of the measures share: noise with labels, small networks, the same with maps in another order or dead.
#pragma once

#include "tests/explain/support.h"

#include "explain/coadaptation.h"
#include "explain/readings.h"
#include "nn/random.h"

namespace explain_test {

/// Noise with a label each, side x side.
struct Set {
    int side;
    std::vector<std::uint8_t> pixels, labels;

    Set(int s, int count, int classes, unsigned seed = 5) : side(s) {
        nn::Random random(seed);
        for (int i = 0; i < count; ++i) labels.push_back(static_cast<std::uint8_t>(random.below(classes)));
        for (int i = 0; i < count * s * s; ++i) pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
    }
    nn::Digits digits() const { return {{1, side, side}, pixels, labels}; }
};

inline nn::Network small(unsigned seed = 1, int maps = 4, int classes = 5) {
    return random_network({1, 8, 8},
                          {conv(maps, 3), plain(nn::LayerKind::relu), max_pool(2, 2), fully_connected(7),
                           plain(nn::LayerKind::relu), fully_connected(classes), plain(nn::LayerKind::softmax)},
                          seed);
}

/// The same function with the maps of its first layer in another order.
inline nn::Network permuted(const nn::Network& network, const std::vector<int>& order) {
    nn::Network made = network;
    const std::size_t maps = order.size();
    const auto &from = network.parameters[0].weight, &above = network.parameters[3].weight;
    const std::size_t kernel = from.size() / maps, plane = above.size() / network.parameters[3].bias.size() / maps;
    for (std::size_t i = 0; i < maps; ++i) {
        const auto source = static_cast<std::size_t>(order[i]);
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(source * kernel), kernel,
                    made.parameters[0].weight.begin() + static_cast<std::ptrdiff_t>(i * kernel));
        made.parameters[0].bias[i] = network.parameters[0].bias[source];
        for (std::size_t out = 0; out < network.parameters[3].bias.size(); ++out)
            std::copy_n(above.begin() + static_cast<std::ptrdiff_t>((out * maps + source) * plane), plane,
                        made.parameters[3].weight.begin() + static_cast<std::ptrdiff_t>((out * maps + i) * plane));
    }
    return made;
}

/// A map that is 0 whatever it sees.
inline void kill(nn::Network& network, int map) {
    const std::size_t size = network.parameters[0].weight.size() / network.parameters[0].bias.size();
    std::fill_n(network.parameters[0].weight.begin() + static_cast<std::ptrdiff_t>(size) * map, size, -1.0f);
    network.parameters[0].bias[static_cast<std::size_t>(map)] = -1;
}

/// All that is known of one layer's pairs.
inline std::vector<double> lesions(const nn::Network& network, int layer, const nn::Digits& digits, int n,
                                   int slice = 3) {
    explain::CoAdaptation found(network, layer, digits, n);
    while (found.advance(slice)) {
    }
    CHECK(found.progress() == doctest::Approx(1));
    std::vector<double> all = {found.intact(), found.mean_interaction(), found.mean_cost()};
    for (int i = 0; i < found.units(); ++i)
        for (int k = i + 1; k < found.units(); ++k) all.push_back(found.interaction(i, k));
    return all;
}

inline explain::Readings read(const nn::Network& network, const nn::Digits& digits, int n, int slice = 7) {
    explain::Readings readings(network, digits, n);
    while (readings.advance(slice)) {
    }
    return readings;
}

}  // namespace explain_test
