// --model FILE, or the embedded weights.
#include "cli/model.h"

#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>

#include "assets/weights.h"
#include "cli/console.h"
#include "image/digit.h"
#include "io/model_file.h"
#include "io/model_files.h"

namespace cli {

namespace {

constexpr std::size_t kLargestModel = std::size_t{256} << 20;

}  // namespace

void add_model_option(CLI::App& command, std::string& path) {
    command
        .add_option("--model", path,
                    "A model (safetensors, PyTorch, ONNX, TensorFlow.js), or one that ships: lenet5, lenet5-seed5, "
                    "lenet5-1000, ...")
        ->type_name("FILE");
}

void add_assume_option(CLI::App& command, std::vector<std::string>& assumed) {
    command.add_option("--assume", assumed, "What the file does not say: pooling=average, activation=tanh, ...")
        ->type_name("KEY=CHOICE")
        ->allow_extra_args(false);
}

base::Result<io::Assumed> assumed_of(const std::vector<std::string>& words) {
    io::Assumed assumed;
    for (const std::string& word : words) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
            return base::Error{"--assume: expected KEY=CHOICE, as in pooling=average, found " + word};
        assumed[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return assumed;
}

base::Result<nn::Network> load_model(const std::string& path, const io::Assumed& assumed) {
    const auto shipped = assets::weights(path.empty() ? "lenet5" : path);
    if (!shipped.empty()) return io::parse_model(shipped);
    const auto bytes = io::read_model_files(path, kLargestModel);
    if (!bytes) return base::Error{bytes.message()};
    auto network = io::parse_model(bytes.value(), assumed);
    if (!network) return base::Error{path + ": " + network.message()};
    if (const std::string taken = io::assumed(network.value()); !taken.empty()) note(path + ": taken as " + taken);
    return network;
}

base::Result<nn::Network> load_digit_model(const std::string& path) {
    auto network = load_model(path);
    if (!network) return network;
    const nn::Shape& input = network.value().architecture.input;
    const nn::Shape expected{1, image::kDigitSide, image::kDigitSide};
    if (!(input == expected)) {
        return base::Error{path + ": the model takes inputs of " + shape_text(input) + "; digits are made as " +
                           shape_text(expected)};
    }
    return network;
}

std::string shape_text(const nn::Shape& shape) {
    std::string text = std::to_string(shape.channels);
    if (shape.plane() > 1) text += "x" + std::to_string(shape.height) + "x" + std::to_string(shape.width);
    return text;
}

void make_probabilities(const nn::Network& network, std::span<float> outputs) {
    if (nn::ends_in_softmax(network)) return;
    const float top = *std::max_element(outputs.begin(), outputs.end());
    float sum = 0;
    for (float& value : outputs) sum += value = std::exp(value - top);
    for (float& value : outputs) value /= sum;
}

std::string lacks_classes(const nn::Network& network) {
    if (network.has_classes()) return {};
    return "expected a model that ends in one number a class, and this one ends in " +
           shape_text(network.shapes.back()) + ": it names no class";
}

}  // namespace cli
