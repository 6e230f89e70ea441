// The fast path for all maps at once against `project`, over many kinds of network.
#include "tests/explain/support.h"

#include "explain/deconvnet.h"

using namespace explain_test;
using nn::LayerKind;

namespace {

void check_against_project(const nn::Network& network, unsigned seed) {
    explain::Reconstructor reconstructor(network);
    explain::Projection projection;
    nn::Tensor pixels;
    const std::size_t size = static_cast<std::size_t>(network.architecture.input.size());
    for (unsigned round = 0; round < 2; ++round) {  // twice: scratch memory left from before must not show
        const nn::Activations activations = run(network, random_values(static_cast<int>(size), seed + 50 + round));
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            if (!explain::can_start(network, layer)) continue;
            reconstructor.reconstruct(activations, layer, pixels);
            REQUIRE(pixels.data.size() == size * static_cast<std::size_t>(network.shape(layer).channels));
            double worst = 0;
            for (int map = 0; map < network.shape(layer).channels; ++map) {
                explain::project(network, activations, {layer, explain::Keep::whole_map, map, 0}, projection);
                const auto got = std::span(pixels.data).subspan(static_cast<std::size_t>(map) * size, size);
                worst = std::max(worst, relative_error(got, projection.pixels.data));
            }
            CHECK_MESSAGE(worst < 1e-5, "layer ", layer, " (", nn::kind_name(network.layer(layer).kind), "): ", worst);
        }
    }
}

}  // namespace

TEST_CASE("LeNet-5 with random weights") {
    const auto lenet5 = nn::make_network(nn::lenet5());
    REQUIRE(lenet5.ok());
    check_against_project(random_network({1, 28, 28}, lenet5.value().architecture.layers, 1), 2);
}

TEST_CASE("strides, paddings, colours, more maps than lanes") {
    check_against_project(
        random_network({3, 20, 17},
                       {conv(9, 3, 2, 1), plain(LayerKind::relu), conv(19, 4, 1, 2), plain(LayerKind::relu),
                        max_pool(2, 3), conv(33, 2), plain(LayerKind::tanh), plain(LayerKind::dropout)},
                       3),
        4);
}

TEST_CASE("pictures narrower than a vector") {
    check_against_project(random_network({1, 6, 5},
                                         {conv(3, 2), max_pool(2, 2), plain(LayerKind::relu), conv(2, 1),
                                          fully_connected(4), plain(LayerKind::softmax)},
                                         5),
                          6);
}

TEST_CASE("fully connected layers only") {
    check_against_project(
        random_network({2, 9, 10}, {fully_connected(20), plain(LayerKind::relu), fully_connected(5)}, 7), 8);
}

TEST_CASE("kernels wider than a vector, a single map") {
    check_against_project(random_network({1, 24, 24}, {conv(1, 11, 1, 4), plain(LayerKind::relu), conv(12, 9, 3)}, 9),
                          10);
}

TEST_CASE("layers that go the plain way") {
    check_against_project(
        random_network({1, 12, 12}, {conv(4, 3), plain(LayerKind::relu), average_pool(2, 2), conv(5, 3)}, 11), 12);
    check_against_project(
        random_network({1, 12, 12}, {conv(4, 3), max_pool(3, 2), plain(LayerKind::relu), conv(5, 3)}, 13), 14);
    check_against_project(random_network({1, 12, 12}, {conv(4, 3), max_pool(2, 2), max_pool(2, 2), conv(5, 2)}, 15),
                          16);
    check_against_project(random_network({1, 12, 12}, {max_pool(2, 2), conv(4, 3), plain(LayerKind::relu)}, 17), 18);
    check_against_project(random_network({1, 10, 10},
                                         {resize(12), conv(4, 3), plain(LayerKind::batch_norm), leaky_relu(0.2f),
                                          max_pool(2, 2), conv(5, 3), plain(LayerKind::sigmoid)},
                                         19),
                          20);
}
