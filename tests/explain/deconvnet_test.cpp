// The deconvnet's steps one by one: hand-worked numbers, the adjoint identity of every linear layer, what is kept.
#include "tests/explain/support.h"

#include "explain/deconvnet.h"

using namespace explain_test;
using explain::Keep;

namespace {

nn::Tensor tensor(nn::Shape shape, std::vector<float> data) {
    nn::Tensor result(shape);
    REQUIRE(result.data.size() == data.size());
    result.data = std::move(data);
    return result;
}

/// <L x, y> = <x, L^T y> for a network of one linear layer.
void check_adjoint(const nn::Shape& input, const nn::LayerSpec& spec, unsigned seed) {
    const nn::Network network = random_network(input, {spec}, seed, false);
    const std::vector<float> x = random_values(input.size(), seed + 100);
    const nn::Activations activations = run(network, x);
    const nn::Tensor y = tensor(network.shape(0), random_values(network.shape(0).size(), seed + 200));
    nn::Tensor back;
    explain::step_down(network, activations, 0, y, back);
    CHECK(back.shape == input);
    const double forward = dot(activations.output(0).data, y.data);
    const double backward = dot(x, back.data);
    CHECK_MESSAGE(std::abs(forward - backward) <= 1e-4 * (1.0 + std::abs(forward)), nn::kind_name(spec.kind),
                  " kernel ", spec.kernel, " stride ", spec.stride, " padding ", spec.padding, ": ", forward,
                  " against ", backward);
}

/// Pixels of `start`.
std::vector<float> pixels_of(const nn::Network& network, const nn::Activations& activations,
                             const explain::Start& start) {
    explain::Projection projection;
    explain::project(network, activations, start, projection);
    return projection.pixels.data;
}

}  // namespace

TEST_CASE("one activation puts the kernel itself on its receptive field") {
    nn::Network network = random_network({1, 4, 5}, {conv(1, 3)}, 1, false);
    // No symmetry: flipped once too little or too often shows.
    network.parameters[0].weight = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const nn::Activations activations = run(network, random_values(20, 2));
    nn::Tensor below;
    explain::step_down(network, activations, 0, tensor({1, 2, 3}, {0, 0, 0, 0, 10, 0}), below);
    CHECK(below.data == std::vector<float>{0, 0,  0,  0,  0,  //
                                           0, 10, 20, 30, 0,  //
                                           0, 40, 50, 60, 0,  //
                                           0, 70, 80, 90, 0});
}

TEST_CASE("kernels go from output channels to input channels") {
    nn::Network network = random_network({2, 1, 1}, {conv(3, 1)}, 1, false);
    network.parameters[0].weight = {1, 2, 3, 4, 5, 6};  // (3 out, 2 in)
    const nn::Activations activations = run(network, std::vector<float>{1, 1});
    nn::Tensor below;
    explain::step_down(network, activations, 0, tensor({3, 1, 1}, {1, 10, 100}), below);
    CHECK(below.data == std::vector<float>{531, 642});
}

TEST_CASE("unpooling puts values where the maxima were and zeros elsewhere") {
    const nn::Network network = random_network({1, 2, 4}, {max_pool(2, 2)}, 1);
    const nn::Activations activations = run(network, std::vector<float>{1, 2, 0, 0,  //
                                                                        4, 3, 0, 7});
    nn::Tensor below;
    explain::step_down(network, activations, 0, tensor({1, 1, 2}, {-5, 6}), below);
    CHECK(below.data == std::vector<float>{0, 0, 0, 0, -5, 0, 0, 6});
}

TEST_CASE("relu rectifies the signal, whatever the forward pass had there") {
    const nn::Network network = random_network({1, 1, 4}, {plain(nn::LayerKind::relu)}, 1);
    const nn::Activations activations = run(network, std::vector<float>{-1, -1, 1, 1});
    nn::Tensor below;
    explain::step_down(network, activations, 0, tensor({1, 1, 4}, {2, -2, 3, -3}), below);
    CHECK(below.data == std::vector<float>{2, 0, 3, 0});
}

TEST_CASE("a leaky relu bends the signal, whatever the forward pass had there") {
    const nn::Network network = random_network({1, 1, 4}, {leaky_relu(0.5f)}, 1);
    const nn::Activations activations = run(network, std::vector<float>{-1, -1, 1, 1});
    nn::Tensor below;
    explain::step_down(network, activations, 0, tensor({1, 1, 4}, {2, -2, 3, -3}), below);
    CHECK(below.data == std::vector<float>{2, -1, 3, -1.5f});
}

TEST_CASE("tanh, dropout and softmax pass the signal on") {
    for (nn::LayerKind kind :
         {nn::LayerKind::tanh, nn::LayerKind::sigmoid, nn::LayerKind::dropout, nn::LayerKind::softmax}) {
        const nn::Network network = random_network({3, 1, 1}, {plain(kind)}, 1);
        const nn::Activations activations = run(network, std::vector<float>{-1, 0, 1});
        nn::Tensor below;
        explain::step_down(network, activations, 0, tensor({3, 1, 1}, {2, -2, 3}), below);
        CHECK(below.data == std::vector<float>{2, -2, 3});
        CHECK(explain::can_start(network, 0) == (kind != nn::LayerKind::softmax));
    }
}

TEST_CASE("linear layers are adjoints of their forward pass") {
    unsigned seed = 10;
    for (int kernel : {1, 2, 3, 5})
        for (int stride : {1, 2, 3})
            for (int padding : {0, 1, 2}) check_adjoint({3, 9, 11}, conv(4, kernel, stride, padding), seed += 7);
    check_adjoint({2, 3, 4}, fully_connected(7), 1);
    check_adjoint({50, 1, 1}, fully_connected(9), 2);
    check_adjoint({5, 6, 7}, plain(nn::LayerKind::batch_norm), 3);
    for (int side : {1, 5, 8, 9, 13}) check_adjoint({2, 8, 9}, resize(side), 4);
    for (int kernel : {2, 3})
        for (int stride : {1, 2, 3}) {
            check_adjoint({3, 9, 8}, average_pool(kernel, stride), seed += 7);
            check_adjoint({3, 9, 8}, max_pool(kernel, stride), seed += 7);  // linear while its switches stay
        }
}

TEST_CASE("unpool is the adjoint of reading through the same switches, for any other input too") {
    const nn::Network network = random_network({2, 7, 7}, {max_pool(3, 2)}, 3);
    const nn::Activations activations = run(network, random_values(98, 4));
    const nn::Tensor x = tensor({2, 7, 7}, random_values(98, 5)), y = tensor({2, 3, 3}, random_values(18, 6));
    double forward = 0;
    for (std::size_t i = 0; i < 18; ++i) {
        const auto place = i / 9 * 49 + static_cast<std::size_t>(activations.switches[0][i]);
        forward += static_cast<double>(x.data[place]) * static_cast<double>(y.data[i]);
    }
    nn::Tensor back;
    explain::step_down(network, activations, 0, y, back);
    CHECK(dot(x.data, back.data) == doctest::Approx(forward).epsilon(1e-5));
}

TEST_CASE("where nothing is rectified away, units add up to their map and maps to the layer") {
    const nn::Network network = reference_network();
    const nn::Activations activations = run(network, reference_input(7));
    for (const char* name : {"conv1", "pool1"}) {
        const int layer = *network.find(name);
        std::vector<float> layer_sum(784, 0.0f);
        for (int map = 0; map < network.shape(layer).channels; ++map) {
            std::vector<float> map_sum(784, 0.0f);
            for (int unit = 0; unit < network.shape(layer).plane(); ++unit) {
                const std::vector<float> pixels = pixels_of(network, activations, {layer, Keep::unit, map, unit});
                for (std::size_t i = 0; i < 784; ++i) map_sum[i] += pixels[i];
            }
            CHECK(relative_error(map_sum, pixels_of(network, activations, {layer, Keep::whole_map, map, 0})) < 1e-5);
            for (std::size_t i = 0; i < 784; ++i) layer_sum[i] += map_sum[i];
        }
        CHECK(relative_error(layer_sum, pixels_of(network, activations, {layer, Keep::all_maps, 0, 0})) < 1e-5);
    }
}

TEST_CASE("the strongest activation is the first of the largest, and every intermediate is kept") {
    const nn::Network network = random_network({1, 4, 4}, {conv(2, 3), plain(nn::LayerKind::relu), max_pool(2, 2)}, 8);
    nn::Activations activations = run(network, random_values(16, 9));
    activations.outputs[0].data = {1, 3, 3, 2, 9, 9, 9, 9};
    explain::Projection projection;
    explain::project(network, activations, {0, Keep::strongest, 0, 0}, projection);
    REQUIRE(projection.signals.size() == 1);
    CHECK(projection.signals[0].data == std::vector<float>{0, 3, 0, 0, 0, 0, 0, 0});
    explain::project(network, activations, {2, Keep::whole_map, 1, 0}, projection);
    REQUIRE(projection.signals.size() == 3);
    for (int i = 0; i < 3; ++i) CHECK(projection.signals[static_cast<std::size_t>(i)].shape == network.shape(i));
    CHECK(projection.pixels.shape == nn::Shape{1, 4, 4});
}

TEST_CASE("an empty map gives zeros") {
    const nn::Network network = reference_network();
    nn::Activations activations = run(network, std::vector<float>(784, 0.0f));
    for (nn::Tensor& output : activations.outputs) std::fill(output.data.begin(), output.data.end(), 0.0f);
    explain::Reconstructor reconstructor(network);
    nn::Tensor all;
    for (int layer = 0; layer < network.layer_count() - 1; ++layer) {
        for (Keep keep : {Keep::whole_map, Keep::strongest, Keep::unit, Keep::all_maps})
            CHECK(pixels_of(network, activations, {layer, keep, 1, 0}) == std::vector<float>(784, 0.0f));
        reconstructor.reconstruct(activations, layer, all);
        CHECK(all.data == std::vector<float>(all.data.size(), 0.0f));
    }
}
