// unpool info: a model's layers, parameters and card.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "cli/assumptions.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/model.h"
#include "explain/familiarity.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "The field is the receptive field: how many pixels of the input a unit of that layer sees.\n"
    "\n"
    "A framework's file (PyTorch, ONNX) says what it was found to be.  What it leaves open is tried on drawn digits:\n"
    "the table has what each choice reads while the others stay, and --assume KEY=CHOICE fixes one, for every "
    "command.\n"
    "\n"
    "Examples:\n"
    "  unpool info my.safetensors\n"
    "  unpool info checkpoint.pt --assume pooling=average --assume activation=tanh";

struct Options {
    std::string model, file;
    bool json = false;
};

/// "5x5, stride 1, pad 2"; empty for layers without settings.
std::string settings(const nn::LayerSpec& layer) {
    if (nn::info(layer.kind).rate) return text("rate %.2f", static_cast<double>(layer.rate));
    if (nn::info(layer.kind).scale) {
        const auto number = [](float v) { return static_cast<double>(v); };
        if (nn::info(layer.kind).padding)
            return (layer.padding > 0 ? text("frame %d, ", layer.padding) : std::string()) +
                   text("%.4g x %+.4g", number(layer.scale), number(layer.offset));
        if (layer.scale == 1.0f && layer.slope == 1.0f) return {};
        return text("%.5g tanh(%.4g x)", number(layer.scale), number(layer.slope));
    }
    if (nn::info(layer.kind).slope) return text("slope %.4g", static_cast<double>(layer.slope));
    if (nn::info(layer.kind).side) return text("to %dx%d", layer.side, layer.side);
    if (nn::info(layer.kind).pictures) return text("to %d pictures", layer.outputs);
    if (!nn::has_window(layer.kind)) return {};
    std::string line = text("%dx%d, stride %d", layer.kernel, layer.kernel, layer.stride);
    if (!layer.connections.empty()) line += ", by a table";
    if (layer.padding > 0) line += text(", pad %d", layer.padding);
    return line;
}

int parameters_of(const nn::Network& network, int layer) { return nn::parameter_count(network, layer); }

std::string field_text(const nn::Network& network, int layer) {
    const nn::Field field = nn::receptive_field(network, layer, 0, 0);
    return text("%dx%d", field.height, field.width);
}

void print_table(const nn::Network& network) {
    const nn::Architecture& architecture = network.architecture;
    std::printf("%s: input %s, %d layer%s, %d parameters\n\n",
                architecture.name.empty() ? "network" : printable(architecture.name).c_str(),
                shape_text(architecture.input).c_str(), network.layer_count(), network.layer_count() == 1 ? "" : "s",
                network.parameter_count());
    std::printf("%-10s %-16s %-22s %-10s %-7s %10s\n", "layer", "kind", "settings", "output", "field", "parameters");
    for (int i = 0; i < network.layer_count(); ++i) {
        const nn::LayerSpec& layer = network.layer(i);
        const int parameters = parameters_of(network, i);
        std::printf("%-10s %-16s %-22s %-10s %-7s %10s\n", printable(layer.name).c_str(),
                    std::string(nn::kind_name(layer.kind)).c_str(), settings(layer).c_str(),
                    shape_text(network.shape(i)).c_str(), field_text(network, i).c_str(),
                    parameters > 0 ? std::to_string(parameters).c_str() : "");
    }
    if (network.card.empty()) return;
    std::printf("\n");
    for (const auto& [key, value] : network.card)
        if (key != explain::kEnergyKey)  // 61 numbers, in --json
            std::printf("%-18s %s\n", printable(key).c_str(), printable(value).c_str());
}

void print_json(const LoadedModel& loaded) {
    const nn::Network& network = loaded.network;
    Json layers = Json::array();
    for (int i = 0; i < network.layer_count(); ++i) {
        const nn::LayerSpec& spec = network.layer(i);
        const nn::Shape& shape = network.shape(i);
        Json layer;
        layer["name"] = spec.name;
        layer["kind"] = std::string(nn::kind_name(spec.kind));
        layer["output"] = {shape.channels, shape.height, shape.width};
        layer["parameters"] = parameters_of(network, i);
        layers.push_back(std::move(layer));
    }
    const nn::Shape& input = network.architecture.input;
    Json result;
    result["name"] = network.architecture.name;
    result["input"] = {input.channels, input.height, input.width};
    result["parameters"] = network.parameter_count();
    result["layers"] = std::move(layers);
    result["card"] = network.card;
    if (!loaded.assumptions.empty()) result["assumptions"] = assumptions_json(loaded);
    std::printf("%s\n", to_text(result, 2).c_str());
}

int info(const Options& options) {
    const auto loaded = load_and_try(options.file.empty() ? options.model : options.file);
    if (!loaded) {
        complain(loaded.message());
        return kInputWrong;
    }
    if (options.json) {
        print_json(loaded.value());
    } else {
        print_table(loaded.value().network);
        print_assumptions(loaded.value());
    }
    return finish_output() ? kDone : kInputWrong;
}

}  // namespace

Action add_info(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_flag("--json", options->json, "The same as JSON");
    CLI::Option* file = command.add_option("FILE", options->file, "The model, as --model names it");
    add_model_option(command, options->model);
    file->excludes("--model");
    command.footer(kHelp);
    return [options] { return info(*options); };
}

}  // namespace cli
