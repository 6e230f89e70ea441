// Models as safetensors files.
#include "io/model_file.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "io/foreign/open_model.h"
#include "io/half.h"
#include "io/json.h"
#include "io/safetensors.h"

namespace io {
namespace {

constexpr const char* kArchitectureKey = "architecture";
constexpr const char* kAssumedKey = "assumed";

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

std::string complaint_about_history(const Safetensors& file) {
    return file.metadata.count(kHistoryKey) == 0
               ? ""
               : "this file holds several checkpoints of a run, and one network is expected";
}

/// Of a file that is not `is_unnamed`.
base::Result<nn::Network> named_model_of(Safetensors file) {
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
        taken = take(file, bias, {nn::bias_count(network, i)}, parameters.bias);
        if (!taken) return base::Error{taken.message()};
        const std::vector<float> as_read = parameters.weight;
        nn::clear_unconnected(network);
        if (parameters.weight != as_read)
            return base::Error{"tensor " + in_quotes(weight) +
                               " has weights where the architecture's \"connections\" have none"};
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
    if (const std::string wrong = complaint_about_history(file); !wrong.empty()) return base::Error{wrong};
    if (file.metadata.count(kArchitectureKey) > 0) return named_model_of(std::move(file));
    auto opened = open_tensors(std::move(file), assumed);
    if (!opened) return base::Error{kNoArchitecture + opened.message()};
    return std::move(opened.value().network);
}

base::Result<nn::Network> parse_own_model(std::span<const std::uint8_t> bytes) {
    auto parsed = parse_safetensors(bytes);
    if (!parsed) return base::Error{parsed.message()};
    Safetensors& file = parsed.value();
    if (const std::string wrong = complaint_about_history(file); !wrong.empty()) return base::Error{wrong};
    if (is_unnamed(file))
        return base::Error{kNoArchitecture +
                           "these are not LeNet-5's tensors; unpool convert writes files that say it"};
    return named_model_of(std::move(file));
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
        file.tensors[network.layer(i).name + ".bias"] = {{nn::bias_count(network, i)}, parameters.bias, dtype};
    }
    return file;
}

}  // namespace io
