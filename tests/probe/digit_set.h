// A small data set for the tests of probes, and what must hold with it whoever is asked.
#pragma once

#include "tests/probe/asking.h"

namespace probe_test {

/// `count` pictures: the reference's 3, 7 and 8 in turn, each with noise of its own.
struct DigitSet {
    explicit DigitSet(int count) {
        const io::Safetensors reference = explain_test::reference_explanations();
        std::mt19937 random(11);
        for (int i = 0; i < count; ++i) {
            const int digit = explain_test::kReferenceDigits[i % 3];
            for (const float ink : reference.tensors.at(std::to_string(digit) + "/input").data) {
                const int byte = static_cast<int>(std::lround(255 * ink)) - static_cast<int>(random() % 64);
                pixels.push_back(static_cast<std::uint8_t>(std::max(0, byte)));
            }
            labels.push_back(static_cast<std::uint8_t>(digit));
        }
    }
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels, nn::hash_bytes(pixels, 1)}; }
    std::vector<float> input(int i) const {
        std::vector<float> values(784);
        nn::to_input(digits().picture(i), values.data());
        return values;
    }

    std::vector<std::uint8_t> pixels, labels;
};

/// As check_survives, with digits: labels of which the small networks have no class, too.
inline void check_survives_with_digits(const probe::Entry& entry,
                                       const std::vector<std::pair<const char*, const char*>>& settings = {}) {
    using namespace explain_test;
    const DigitSet set(24);
    const nn::LayerSpec relu = plain(nn::LayerKind::relu);
    std::vector<nn::Network> networks = {reference_network()};
    networks.push_back(random_network(
        {1, 28, 28}, {conv(3, 5, 2, 1), plain(nn::LayerKind::tanh), average_pool(2, 2), fully_connected(4)}, 3));
    networks.push_back(
        random_network({1, 28, 28}, {fully_connected(6), relu, fully_connected(3), plain(nn::LayerKind::softmax)}, 3));
    networks.push_back(
        random_network({1, 28, 28}, {max_pool(2, 2), conv(2, 3), plain(nn::LayerKind::dropout), relu}, 3));
    for (const nn::Network& network : networks) {
        Asker asker(entry, network);
        for (const auto& [key, value] : settings) asker.set(key, value);
        asker.digits = set.digits();
        for (int layer = -1; layer < network.layer_count(); ++layer) {
            asker.start = {layer, layer % 3 == 0 ? explain::Keep::unit : explain::Keep::whole_map, 1, 0};
            check_sound(asker.ask(set.input(4)));
        }
        check_sound(asker.ask({}));
        asker.digits = {};
        asker.cache = {};
        check_sound(asker.ask(set.input(4)));  // the digits went away
    }
}

}  // namespace probe_test
