// Models as safetensors files, and architectures as JSON.
#include "io/model_file.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "io/foreign/open_model.h"
#include "io/half.h"
#include "io/json.h"
#include "io/safetensors.h"

namespace io {
namespace {

constexpr const char* kArchitectureKey = "architecture";
constexpr const char* kAssumedKey = "assumed";
constexpr std::int64_t kMaxSize = 1 << 20;  // of any number in a layer; make_network judges the whole

std::string shape_text(const std::vector<int>& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + ")";
}

/// Moves one tensor out of the file into the network.
base::Status take(Safetensors& file, const std::string& name, const std::vector<int>& shape, std::vector<float>& to) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end())
        return base::Error{"the model file has no tensor " + in_quotes(name) + ", expected with shape " +
                           shape_text(shape)};
    NamedTensor& tensor = found->second;
    if (tensor.dtype[0] == 'I')
        return base::Error{"tensor " + in_quotes(name) + " has dtype " + tensor.dtype +
                           ", and weights must be floating-point: save them as float32"};
    if (tensor.shape != shape)
        return base::Error{"tensor " + in_quotes(name) + " has shape " + shape_text(tensor.shape) + ", expected " +
                           shape_text(shape)};
    for (const float value : tensor.data) {
        if (!std::isfinite(value))
            return base::Error{"tensor " + in_quotes(name) + " holds a number that is NaN or infinite"};
    }
    to = std::move(tensor.data);
    return base::Done{};
}

const std::string kNoArchitecture = "the file says no architecture in its metadata, and none follows: ";

/// Neither an architecture in the metadata nor LeNet-5's tensors by name and shape.
bool is_unnamed(const Safetensors& file) {
    if (file.metadata.count(kArchitectureKey) > 0) return false;
    const auto lenet5 = nn::make_network(nn::lenet5());
    assert(lenet5.ok());
    for (int i = 0; i < lenet5.value().layer_count(); ++i) {
        if (nn::weight_count(lenet5.value(), i) == 0) continue;
        const auto found = file.tensors.find(lenet5.value().layer(i).name + ".weight");
        if (found == file.tensors.end() || found->second.shape != nn::weight_shape(lenet5.value(), i)) return true;
    }
    return false;
}

base::Result<nn::Network> network_of(const Safetensors& file) {
    const auto text = file.metadata.find(kArchitectureKey);
    if (text == file.metadata.end()) return nn::make_network(nn::lenet5());
    auto architecture = architecture_from_json(text->second);
    if (!architecture) return base::Error{architecture.message()};
    return nn::make_network(std::move(architecture.value()));
}

/// The shortest text that reads back as the same float, so that 0.1f is not written as 0.10000000149.
double shortest(float value) {
    for (int digits = 1; digits < 9; ++digits) {
        char text[32];
        std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
        const double back = std::strtod(text, nullptr);
        if (static_cast<float>(back) == value) return back;
    }
    return static_cast<double>(value);
}

nlohmann::json layer_to_json(const nn::LayerSpec& spec) {
    nlohmann::json layer = {{"kind", nn::kind_name(spec.kind)}, {"name", spec.name}};
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    if (kind.outputs) layer["outputs"] = spec.outputs;
    if (kind.window) layer["kernel"] = spec.kernel;
    if (kind.window) layer["stride"] = spec.stride;
    if (kind.padding) layer["padding"] = spec.padding;
    if (kind.rate) layer["rate"] = shortest(spec.rate);
    return layer;
}

/// Reads `key` into `to`; where it is absent, `to` keeps its default unless the field is required.
base::Status read_size(const nlohmann::json& layer, const char* key, bool required, std::int64_t low,
                       const std::string& who, int& to) {
    const nlohmann::json* value = member(layer, key);
    if (value == nullptr && !required) return base::Done{};
    const auto number = value == nullptr ? std::nullopt : integer_in(*value, low, kMaxSize);
    if (!number)
        return base::Error{who + " needs \"" + key + "\", a whole number from " + std::to_string(low) + " to " +
                           std::to_string(kMaxSize)};
    to = static_cast<int>(*number);
    return base::Done{};
}

base::Status read_sizes(const nlohmann::json& layer, const std::string& who, nn::LayerSpec& spec) {
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    if (kind.outputs) {
        base::Status read = read_size(layer, "outputs", true, 1, who, spec.outputs);
        if (!read) return read;
    }
    if (kind.window) {
        base::Status read = read_size(layer, "kernel", true, 1, who, spec.kernel);
        if (!read) return read;
        spec.stride = nn::is_pool(spec.kind) ? spec.kernel : 1;  // PyTorch's defaults
        read = read_size(layer, "stride", false, 1, who, spec.stride);
        if (!read) return read;
    }
    if (kind.padding) return read_size(layer, "padding", false, 0, who, spec.padding);
    return base::Done{};
}

base::Result<nn::LayerSpec> read_layer(const nlohmann::json& layer, std::size_t index) {
    std::string who = "layer " + std::to_string(index + 1) + " of the architecture";
    const nlohmann::json* kind = member(layer, "kind");
    const nlohmann::json* name = member(layer, "name");
    if (kind == nullptr || !kind->is_string() || name == nullptr || !name->is_string())
        return base::Error{who + " needs a \"kind\" and a \"name\""};
    nn::LayerSpec spec;
    spec.name = *name->get_ptr<const std::string*>();
    if (spec.name.empty() || spec.name.size() > 64) return base::Error{who + " needs a name of 1 to 64 bytes"};
    const auto& kind_text = *kind->get_ptr<const std::string*>();
    const auto known = nn::kind_from_name(kind_text);
    if (!known) return base::Error{who + " has the unknown kind " + in_quotes(kind_text)};
    spec.kind = *known;
    who += " (" + in_quotes(spec.name) + ")";
    const base::Status sizes = read_sizes(layer, who, spec);
    if (!sizes) return base::Error{sizes.message()};
    if (nn::info(spec.kind).rate) {
        const nlohmann::json* rate = member(layer, "rate");
        const double value = rate != nullptr && rate->is_number() ? rate->get<double>() : -1.0;
        if (!(value >= 0.0 && value < 1.0)) return base::Error{who + " needs a \"rate\" of at least 0 and below 1"};
        spec.rate = static_cast<float>(value);
        if (spec.rate >= 1.0f) return base::Error{who + " needs a \"rate\" of at least 0 and below 1"};
    }
    return spec;
}

}  // namespace

base::Result<nn::Network> parse_model(std::span<const std::uint8_t> bytes, const Assumed& assumed) {
    if (is_framework_file(bytes)) {
        auto opened = open_framework_file(bytes, assumed);
        if (!opened) return base::Error{opened.message()};
        return std::move(opened.value().network);
    }
    auto parsed = parse_safetensors(bytes);
    if (!parsed) return base::Error{parsed.message()};
    return model_of(std::move(parsed.value()), assumed);
}

base::Result<nn::Network> model_of(Safetensors file, const Assumed& assumed) {
    if (file.metadata.count(kHistoryKey) > 0)
        return base::Error{"this file holds several checkpoints of a run, and one network is expected"};
    if (is_unnamed(file)) {
        auto opened = open_tensors(std::move(file), assumed);
        if (!opened) return base::Error{kNoArchitecture + opened.message()};
        return std::move(opened.value().network);
    }
    auto made = network_of(file);
    if (!made) return made;
    nn::Network& network = made.value();

    std::set<std::string> known;
    for (int i = 0; i < network.layer_count(); ++i) {
        if (nn::weight_count(network, i) == 0) continue;
        const std::string weight = network.layer(i).name + ".weight", bias = network.layer(i).name + ".bias";
        nn::Parameters& parameters = network.parameters[static_cast<std::size_t>(i)];
        base::Status taken = take(file, weight, nn::weight_shape(network, i), parameters.weight);
        if (!taken) return base::Error{taken.message()};
        taken = take(file, bias, {network.layer(i).outputs}, parameters.bias);
        if (!taken) return base::Error{taken.message()};
        known.insert({weight, bias});
    }
    for (const auto& [name, tensor] : file.tensors) {
        if (known.count(name) == 0)
            return base::Error{"tensor " + in_quotes(name) + " belongs to no layer of the architecture"};
    }
    network.card = std::move(file.metadata);
    if (network.card.erase(kArchitectureKey) == 0)
        network.card[kAssumedKey] =
            "LeNet-5 with ReLU, max-pooling and pixels from 0 to 1; the file named no architecture";
    return made;
}

std::string assumed(const nn::Network& network) {
    const auto found = network.card.find(kAssumedKey);
    return found == network.card.end() ? std::string() : found->second;
}

bool fits_half(const nn::Network& network) {
    const auto fits = [](const std::vector<float>& values) {
        return std::all_of(values.begin(), values.end(), [](float v) { return std::fabs(v) <= kLargestHalf; });
    };
    return std::all_of(network.parameters.begin(), network.parameters.end(),
                       [&](const nn::Parameters& p) { return fits(p.weight) && fits(p.bias); });
}

std::vector<std::uint8_t> write_model(const nn::Network& network, Precision precision) {
    return write_safetensors(tensors_of(network, precision));
}

Safetensors tensors_of(const nn::Network& network, Precision precision) {
    const char* dtype = precision == Precision::half ? "F16" : "F32";
    Safetensors file;
    file.metadata = network.card;
    file.metadata[kArchitectureKey] = architecture_to_json(network.architecture);
    for (int i = 0; i < network.layer_count(); ++i) {
        if (nn::weight_count(network, i) == 0) continue;
        const nn::Parameters& parameters = network.parameters[static_cast<std::size_t>(i)];
        file.tensors[network.layer(i).name + ".weight"] = {nn::weight_shape(network, i), parameters.weight, dtype};
        file.tensors[network.layer(i).name + ".bias"] = {{network.layer(i).outputs}, parameters.bias, dtype};
    }
    return file;
}

std::string architecture_to_json(const nn::Architecture& architecture) {
    nlohmann::json root = {
        {"name", architecture.name},
        {"input", {architecture.input.channels, architecture.input.height, architecture.input.width}}};
    root["layers"] = nlohmann::json::array();
    for (const nn::LayerSpec& spec : architecture.layers) root["layers"].push_back(layer_to_json(spec));
    return to_text(root);
}

base::Result<nn::Architecture> architecture_from_json(std::string_view text) {
    const auto parsed = parse_json(text, "the architecture", 10'000);
    if (!parsed) return base::Error{parsed.message()};
    const nlohmann::json& root = parsed.value();
    if (!root.is_object()) return base::Error{"the architecture is not a JSON object"};
    nn::Architecture architecture;
    if (const nlohmann::json* name = member(root, "name")) {
        if (!name->is_string()) return base::Error{"the architecture's \"name\" is not a text"};
        architecture.name = *name->get_ptr<const std::string*>();
    }
    const nlohmann::json* input = member(root, "input");
    const std::string input_message =
        "the architecture needs \"input\": [channels, height, width], whole numbers from 1 to 4096";
    if (input == nullptr || !input->is_array() || input->size() != 3) return base::Error{input_message};
    int sides[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto side = integer_in((*input)[i], 1, 4096);
        if (!side) return base::Error{input_message};
        sides[i] = static_cast<int>(*side);
    }
    architecture.input = {sides[0], sides[1], sides[2]};
    const nlohmann::json* layers = member(root, "layers");
    if (layers == nullptr || !layers->is_array() || layers->empty())
        return base::Error{"the architecture needs \"layers\", a list of at least one layer"};
    for (std::size_t i = 0; i < layers->size(); ++i) {
        auto spec = read_layer((*layers)[i], i);
        if (!spec) return base::Error{spec.message()};
        architecture.layers.push_back(std::move(spec.value()));
    }
    return architecture;
}

}  // namespace io
