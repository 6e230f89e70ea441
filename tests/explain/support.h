// What the tests of explain share: the PyTorch reference, random networks and tensors, the largest difference.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "io/model_file.h"
#include "io/safetensors.h"
#include "nn/forward.h"
#include "nn/network.h"
#include "paths.h"

namespace explain_test {

inline std::vector<std::uint8_t> reference_bytes(const char* name) {
    std::ifstream file(project_file(std::string("tests/reference/") + name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline nn::Network reference_network() {
    base::Result<nn::Network> network = io::parse_model(reference_bytes("lenet5_reference.safetensors"));
    REQUIRE(network.ok());
    return network.value();
}

inline io::Safetensors reference_explanations() {
    base::Result<io::Safetensors> content =
        io::parse_safetensors(reference_bytes("reference_explanations.safetensors"));
    REQUIRE(content.ok());
    return content.value();
}

/// The reference's picture of a digit, one of kReferenceDigits.
inline std::vector<float> reference_input(int digit) {
    return reference_explanations().tensors.at(std::to_string(digit) + "/input").data;
}

inline constexpr int kReferenceDigits[] = {3, 7, 8};

/// Largest difference, relative to the largest magnitude of `want`; infinite where sizes differ or a value is NaN.
inline double relative_error(std::span<const float> got, std::span<const float> want) {
    if (got.size() != want.size()) return INFINITY;
    double difference = 0, scale = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(got[i])) return INFINITY;
        difference = std::max(difference, std::abs(static_cast<double>(got[i]) - static_cast<double>(want[i])));
        scale = std::max(scale, std::abs(static_cast<double>(want[i])));
    }
    return scale > 0 ? difference / scale : difference;
}

inline double dot(std::span<const float> a, std::span<const float> b) {
    REQUIRE(a.size() == b.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

inline std::vector<float> random_values(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) value = static_cast<float>(random() % 20001) * 1e-4f - 1.0f;
    return values;
}

/// Random weights; random biases too unless the layers shall be linear.
inline nn::Network random_network(nn::Shape input, std::vector<nn::LayerSpec> layers, unsigned seed,
                                  bool biases = true) {
    for (std::size_t i = 0; i < layers.size(); ++i) layers[i].name = "layer" + std::to_string(i);
    nn::Architecture architecture;
    architecture.name = "random";
    architecture.input = input;
    architecture.layers = std::move(layers);
    base::Result<nn::Network> made = nn::make_network(architecture);
    REQUIRE(made.ok());
    nn::Network network = made.value();
    for (int i = 0; i < network.layer_count(); ++i) {
        nn::Parameters& parameters = network.parameters[static_cast<std::size_t>(i)];
        parameters.weight = random_values(nn::weight_count(network, i), seed + 2 * static_cast<unsigned>(i));
        parameters.bias = random_values(nn::bias_count(network, i), seed + 2 * static_cast<unsigned>(i) + 1);
        if (!biases) std::fill(parameters.bias.begin(), parameters.bias.end(), 0.0f);
    }
    return network;
}

inline nn::Activations run(const nn::Network& network, std::span<const float> input) {
    nn::Activations activations = nn::make_activations(network);
    nn::Engine(network).forward(input, activations);
    return activations;
}

inline nn::LayerSpec conv(int outputs, int kernel, int stride = 1, int padding = 0) {
    return {nn::LayerKind::conv, "", outputs, kernel, stride, padding, 0.0f};
}
inline nn::LayerSpec max_pool(int kernel, int stride) {
    return {nn::LayerKind::max_pool, "", 0, kernel, stride, 0, 0.0f};
}
inline nn::LayerSpec average_pool(int kernel, int stride) {
    return {nn::LayerKind::average_pool, "", 0, kernel, stride, 0, 0.0f};
}
inline nn::LayerSpec fully_connected(int outputs) {
    return {nn::LayerKind::fully_connected, "", outputs, 0, 1, 0, 0.0f};
}
inline nn::LayerSpec leaky_relu(float slope) {
    nn::LayerSpec spec{nn::LayerKind::leaky_relu, "", 0, 0, 1, 0, 0.0f};
    spec.slope = slope;
    return spec;
}
inline nn::LayerSpec resize(int side) {
    nn::LayerSpec spec{nn::LayerKind::resize, "", 0, 0, 1, 0, 0.0f};
    spec.side = side;
    return spec;
}
inline nn::LayerSpec plain(nn::LayerKind kind) { return {kind, "", 0, 0, 1, 0, 0.0f}; }

}  // namespace explain_test
