// Gradients against the PyTorch reference and against differences.
#include "tests/explain/support.h"

#include "explain/gradient.h"

using namespace explain_test;
using explain::ReluRule;
using nn::LayerKind;

TEST_CASE("gradient and guided backpropagation of the class agree with the reference") {
    const nn::Network network = reference_network();
    const io::Safetensors reference = reference_explanations();
    const int layer = *network.find("fc3");
    explain::Projection projection;
    for (int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const nn::Activations activations = run(network, reference.tensors.at(prefix + "input").data);
        explain::gradient(network, activations, layer, digit, ReluRule::gradient, projection);
        const double plain_error =
            relative_error(projection.pixels.data, reference.tensors.at(prefix + "gradient_of_class").data);
        CHECK(plain_error < 1e-4);
        explain::gradient(network, activations, layer, digit, ReluRule::guided, projection);
        const double guided_error =
            relative_error(projection.pixels.data, reference.tensors.at(prefix + "guided_backprop_of_class").data);
        CHECK(guided_error < 1e-4);
        MESSAGE("digit ", digit, ": relative error of the gradient ", plain_error, ", guided ", guided_error);
    }
}

namespace {

void check_differences(const nn::Network& network) {
    const std::vector<float> input = random_values(128, 22);
    explain::Projection projection;
    explain::gradient(network, run(network, input), network.layer_count() - 1, 2, ReluRule::gradient, projection);
    std::vector<float> differences;
    constexpr float kStep = 2e-3f;
    for (std::size_t i = 0; i < input.size(); ++i) {
        std::vector<float> more = input, less = input;
        more[i] += kStep;
        less[i] -= kStep;
        const float up = run(network, more).outputs.back().data[2], down = run(network, less).outputs.back().data[2];
        differences.push_back((up - down) / (more[i] - less[i]));
    }
    CHECK(relative_error(projection.pixels.data, differences) < 1e-2);
}

}  // namespace

TEST_CASE("the gradient is what small differences say, through every kind of layer") {
    check_differences(random_network(
        {2, 8, 8},
        {conv(3, 3, 1, 1), plain(LayerKind::tanh), average_pool(2, 2), conv(4, 2), plain(LayerKind::relu),
         max_pool(2, 1), plain(LayerKind::dropout), fully_connected(5), plain(LayerKind::softmax)},
        21));
    check_differences(random_network(
        {2, 8, 8},
        {resize(11), conv(3, 3, 1, 1), plain(LayerKind::batch_norm), leaky_relu(0.3f), average_pool(2, 2), conv(4, 2),
         plain(LayerKind::sigmoid), fully_connected(5), plain(LayerKind::batch_norm), plain(LayerKind::softmax)},
        23));
}

TEST_CASE("guided backpropagation lets through a leaky ReLU what is positive, bent where the input was below zero") {
    const nn::Network network = random_network({1, 1, 4}, {leaky_relu(0.5f)}, 1);
    explain::Projection projection;
    explain::gradient(network, run(network, std::vector<float>{-1, -1, 1, 1}), 0, std::vector<float>{2, -2, 3, -3},
                      ReluRule::guided, projection);
    CHECK(projection.pixels.data == std::vector<float>{1, 0, 3, 0});
}
