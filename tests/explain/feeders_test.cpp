// What feeds a unit: its parts and the bias must make the whole.
#include "tests/explain/support.h"

#include "explain/feeders.h"

using namespace explain_test;
using nn::LayerKind;

TEST_CASE("feeders: contributions and bias add up to the unit") {
    const nn::Network network =
        random_network({2, 12, 11},
                       {conv(4, 3, 1, 1), plain(LayerKind::relu), max_pool(2, 2), conv(5, 2, 2, 0),
                        plain(LayerKind::tanh), fully_connected(6), plain(LayerKind::relu), fully_connected(3)},
                       70);
    const nn::Activations activations = run(network, random_values(2 * 12 * 11, 71));
    for (int layer : {0, 3, 5, 7}) {
        const nn::Shape& shape = network.shape(layer);
        for (int map = 0; map < shape.channels; ++map) {
            for (int unit = 0; unit < shape.plane(); ++unit) {
                const std::vector<float> sums = explain::contributions(network, activations, {layer, map, unit});
                REQUIRE(static_cast<int>(sums.size()) == network.input_shape(layer).channels);
                float sum = network.parameters[static_cast<std::size_t>(layer)].bias[static_cast<std::size_t>(map)];
                for (float s : sums) sum += s;
                CHECK(
                    sum ==
                    doctest::Approx(activations.output(layer).map(map)[static_cast<std::size_t>(unit)]).epsilon(1e-3));
            }
        }
    }
}

TEST_CASE("feeders: the way down to the unit that a pooled value comes from") {
    const nn::Network network =
        random_network({1, 9, 9}, {conv(3, 2), plain(LayerKind::relu), max_pool(2, 2), plain(LayerKind::dropout)}, 72);
    const nn::Activations activations = run(network, random_values(81, 73));
    for (int map = 0; map < 3; ++map) {
        for (int unit = 0; unit < 16; ++unit) {
            const auto source = explain::source_unit(network, activations, {3, map, unit});
            REQUIRE(source.has_value());
            CHECK(source->layer == 0);
            CHECK(source->map == map);
            const float value = activations.output(0).map(map)[static_cast<std::size_t>(source->unit)];
            CHECK(std::max(0.0f, value) == activations.output(3).map(map)[static_cast<std::size_t>(unit)]);
            CHECK(source->unit / 8 / 2 == unit / 4);
            CHECK(source->unit % 8 / 2 == unit % 4);
        }
    }
    const nn::Network pooled = random_network({1, 8, 8}, {average_pool(2, 2), plain(LayerKind::relu)}, 74);
    CHECK_FALSE(explain::source_unit(pooled, run(pooled, random_values(64, 75)), {1, 0, 3}).has_value());
}
