// --model FILE, or the embedded weights.
#include "cli/model.h"

#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>

#include "assets/weights.h"
#include "cli/console.h"
#include "hand/pen_digits.h"
#include "image/digit.h"
#include "io/model_file.h"
#include "io/model_files.h"

namespace cli {

namespace {

constexpr std::size_t kLargestModel = std::size_t{256} << 20;

/// What this run of the program was told on its command line.
struct Told {
    std::vector<std::string> assumed;
    bool anyway = false;
};
Told& told() {
    static Told all;
    return all;
}

/// "pooling=average" as key and choice.
base::Result<io::Assumed> assumed() {
    io::Assumed all;
    for (const std::string& word : told().assumed) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
            return base::Error{"--assume: expected KEY=CHOICE, as in pooling=average, found " + word};
        all[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return all;
}

/// Tries what is open, and puts the network together.
base::Result<LoadedModel> tried(io::FoundModel found, const io::Assumed& fixed) {
    const auto shared = std::make_shared<const io::FoundModel>(std::move(found));
    LoadedModel loaded;
    auto trial = std::make_unique<io::Trial>(shared, fixed);
    if (!trial->error().empty()) return base::Error{trial->error()};
    hand::DrawnDigits drawn;
    if (trial->is_open()) {
        drawn.draw(io::kDrawnForTrial, io::kDrawnForTrial);
        trial->begin(drawn.digits());
        while (trial->advance()) continue;
        loaded.reads = trial->reads_digits();
    }
    auto opened = io::open_as(*shared, trial->taken());
    if (!opened) return base::Error{opened.message()};
    loaded.network = std::move(opened.value().network);
    loaded.assumptions = std::move(opened.value().assumptions);
    if (!trial->is_open()) {
        loaded.untried = trial->problem();
        return loaded;
    }
    loaded.network.card["tried"] = trial->summary(" drawn digits");
    loaded.trial = std::move(trial);
    return loaded;
}

}  // namespace

void add_model_option(CLI::App& command, std::string& path) {
    command
        .add_option("--model", path,
                    "A model (safetensors, PyTorch, ONNX, TensorFlow.js), or one that ships: lenet5, lenet5-seed5, "
                    "lenet5-1000, ...")
        ->type_name("FILE");
    add_assume_options(command);
}

void add_assume_options(CLI::App& command) {
    command
        .add_option(
            "--assume", told().assumed,
            "What a file does not say: pooling=average, activation=tanh, input=-1, ...; `unpool info` lists all")
        ->type_name("KEY=CHOICE")
        ->allow_extra_args(false);
    command.add_flag("--anyway", told().anyway, "Open a file even if no way of reading it reads digits");
}

base::Result<LoadedModel> load_and_try(const std::string& path) {
    LoadedModel loaded;
    const auto shipped = assets::weights(path.empty() ? "lenet5" : path);
    const auto bytes = shipped.empty() ? io::read_model_files(path, kLargestModel)
                                       : base::Result<std::vector<std::uint8_t>>(std::vector<std::uint8_t>());
    if (!bytes) return base::Error{bytes.message()};
    const auto fixed = assumed();
    if (!fixed) return base::Error{fixed.message()};
    if (shipped.empty()) {
        auto found = io::find_model(bytes.value());
        if (!found) return base::Error{path + ": " + found.message()};
        if (found.value()) {
            auto open = tried(std::move(*found.value()), fixed.value());
            if (!open) return base::Error{path + ": " + open.message()};
            return open;
        }
    }
    auto network = io::parse_model(shipped.empty() ? std::span<const std::uint8_t>(bytes.value()) : shipped);
    if (!network) return base::Error{(path.empty() ? "" : path + ": ") + network.message()};
    loaded.network = std::move(network.value());
    return loaded;
}

base::Result<nn::Network> load_model(const std::string& path) {
    auto loaded = load_and_try(path);
    if (!loaded) return base::Error{loaded.message()};
    LoadedModel& model = loaded.value();
    const std::string said = io::as_said(model.assumptions);
    if (!model.reads && !told().anyway)
        return base::Error{path + ": no way of reading it reads more than " + model.trial->share_words() +
                           " of the digits it was tried on (" + said +
                           "); --anyway opens it so, --assume KEY=CHOICE fixes what `unpool info` lists"};
    if (model.trial) note(path + ": taken as " + said + ": " + model.network.card["tried"]);
    if (!model.untried.empty() && !said.empty())
        note(path + ": taken as " + said + "; nothing was tried, for " + model.untried);
    return std::move(model.network);
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
