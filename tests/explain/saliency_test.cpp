// Gradients' means and Grad-CAM: completeness, identities, differences and naive loops.
#include "tests/explain/support.h"

#include "explain/gradient.h"
#include "explain/saliency.h"

using namespace explain_test;
using explain::GradientMean;
using nn::LayerKind;

namespace {

explain::Target unit_of(const nn::Network& network, int layer, int unit) {
    explain::Target target{layer, std::vector<float>(static_cast<std::size_t>(network.shape(layer).size()), 0.0f)};
    target.signal[static_cast<std::size_t>(unit)] = 1;
    return target;
}

std::vector<float> mean_of(GradientMean mean, explain::Differ& differ, const explain::Target& target,
                           const std::vector<float>& input, int slice) {
    mean.begin(input.size());
    while (mean.advance(differ, target, input, slice)) {
    }
    return mean.picture(input);
}

double sum_of(const std::vector<float>& values) {
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    return sum;
}

}  // namespace

TEST_CASE("gradients of a target agree with the reference and with those of explain::gradient") {
    const nn::Network network = reference_network();
    explain::Differ differ(network);
    const std::vector<float> input = reference_input(8);
    const int layer = *network.find("fc3");
    CHECK(relative_error(differ.gradients(unit_of(network, layer, 8), input).input.data,
                         reference_explanations().tensors.at("8/gradient_of_class").data) < 1e-4);
    const explain::Target mixed{5, random_values(400, 60)};
    explain::Projection projection;
    explain::gradient(network, run(network, input), 5, mixed.signal, explain::ReluRule::gradient, projection);
    CHECK(relative_error(differ.gradients(mixed, input).input.data, projection.pixels.data) < 1e-5);
}

TEST_CASE("integrated gradients are complete") {
    const nn::Network network = reference_network();
    explain::Differ differ(network);
    for (const int digit : kReferenceDigits) {
        const std::vector<float> input = reference_explanations().tensors.at(std::to_string(digit) + "/input").data,
                                 black(784, 0.0f);
        const explain::Target target = unit_of(network, *network.find("fc3"), digit);
        const double rise = differ.value(target, input) - differ.value(target, black);
        GradientMean mean;
        mean.count = 256;
        const double gap = std::abs(sum_of(mean_of(mean, differ, target, input, 10)) - rise);
        CHECK(gap < 0.01 * std::abs(rise));
        mean.count = 16;
        MESSAGE("digit ", digit, ": rise ", rise, ", gap of 256 steps ", gap, ", of 16 ",
                std::abs(sum_of(mean_of(mean, differ, target, input, 10)) - rise));
    }
}

TEST_CASE("few points are enough for integrated gradients of a smooth network: the midpoint rule") {
    const nn::Network network =
        random_network({1, 3, 3}, {fully_connected(5), plain(LayerKind::tanh), fully_connected(1)}, 66);
    explain::Differ differ(network);
    const std::vector<float> input = random_values(9, 67);
    const explain::Target target = unit_of(network, 2, 0);
    const double rise = differ.value(target, input) - differ.value(target, std::vector<float>(9, 0.0f));
    GradientMean mean;
    mean.count = 32;
    CHECK(std::abs(sum_of(mean_of(mean, differ, target, input, 7)) - rise) < 1e-3 * std::abs(rise));
}

TEST_CASE("in a linear network integrated gradients are gradient times input, SmoothGrad the gradient") {
    const nn::Network network = random_network({1, 6, 6}, {conv(3, 3), fully_connected(4)}, 61);
    explain::Differ differ(network);
    const std::vector<float> input = random_values(36, 62),
                             gradient = differ.gradients(unit_of(network, 1, 2), input).input.data;
    std::vector<float> times_input = gradient;
    for (std::size_t i = 0; i < input.size(); ++i) times_input[i] *= input[i];
    CHECK(relative_error(mean_of({}, differ, unit_of(network, 1, 2), input, 5), times_input) < 1e-5);
    CHECK(relative_error(
              mean_of({GradientMean::Kind::smooth, 9, 0.5f, 3, 0, {}}, differ, unit_of(network, 1, 2), input, 5),
              gradient) < 1e-5);
}

TEST_CASE("SmoothGrad without noise is the gradient; with noise it depends on the seed, not on the slices") {
    const nn::Network network = reference_network();
    explain::Differ differ(network);
    const std::vector<float> input = reference_input(3);
    const explain::Target target = unit_of(network, *network.find("fc3"), 3);
    const std::vector<float> gradient = differ.gradients(target, input).input.data;
    CHECK(mean_of({GradientMean::Kind::smooth, 4, 0.0f, 1, 0, {}}, differ, target, input, 1) == gradient);
    const GradientMean noisy{GradientMean::Kind::smooth, 12, 0.2f, 1, 0, {}};
    const std::vector<float> picture = mean_of(noisy, differ, target, input, 5);
    CHECK(picture == mean_of(noisy, differ, target, input, 12));
    CHECK(relative_error(picture, gradient) > 0.05);
    CHECK(picture != mean_of({GradientMean::Kind::smooth, 12, 0.2f, 2, 0, {}}, differ, target, input, 5));
}

TEST_CASE("Grad-CAM below a linear layer weights maps by the mean of its weights") {
    const nn::Network network =
        random_network({1, 10, 10}, {conv(4, 3), plain(LayerKind::relu), fully_connected(3)}, 63);
    const std::vector<float> input = random_values(100, 64);
    explain::Differ differ(network);
    const explain::Target target = unit_of(network, 2, 1);
    const nn::Gradients& gradients = differ.gradients(target, input);
    CHECK(explain::cam_layer(network, 2) == 1);
    CHECK(explain::cam_layer(network, 1) == 1);
    CHECK(explain::cam_layer(network, 0) == 0);
    const nn::Tensor cam = explain::grad_cam(differ.activations(), gradients, 1);
    const nn::Tensor& maps = differ.activations().output(1);
    std::vector<float> want(64, 0.0f);
    for (int map = 0; map < 4; ++map) {
        double weight = 0;  // of the fully connected layer: its output is linear in the maps
        for (int i = 0; i < 64; ++i)
            weight += static_cast<double>(network.parameters[2].weight[static_cast<std::size_t>(256 + map * 64 + i)]);
        for (int i = 0; i < 64; ++i)
            want[static_cast<std::size_t>(i)] +=
                static_cast<float>(weight / 64) * maps.map(map)[static_cast<std::size_t>(i)];
    }
    for (float& value : want) value = std::max(0.0f, value);
    CHECK(relative_error(cam.data, want) < 1e-5);
    CHECK(explain::cam_layer(random_network({1, 4, 4}, {fully_connected(2)}, 65), 0) == -1);
}

TEST_CASE("upsampling keeps constants, corners and the mean of a ramp") {
    nn::Tensor map({1, 3, 3});
    map.data = {0, 1, 2, 0, 1, 2, 0, 1, 2};
    const std::vector<float> large = explain::upsampled(map, 12, 12);
    CHECK(large[0] == 0);
    CHECK(large[11] == 2);
    CHECK(sum_of(large) == doctest::Approx(144));
    for (int x = 1; x < 12; ++x) CHECK(large[static_cast<std::size_t>(x)] >= large[static_cast<std::size_t>(x - 1)]);
    std::fill(map.data.begin(), map.data.end(), 0.5f);
    for (const float value : explain::upsampled(map, 5, 7)) CHECK(value == 0.5f);
}
