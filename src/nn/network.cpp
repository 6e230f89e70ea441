// Architectures: shapes, checks, sizes of parameters, first weights, receptive fields.
#include "nn/network.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <set>
#include <utility>

#include "nn/cost.h"
#include "nn/finite.h"
#include "nn/random.h"

namespace nn {
namespace {

constexpr int kMostLayers = 64;
constexpr int kMostSide = 4096;        // of a window, stride, padding
constexpr int kMostOutputs = 1 << 20;  // of one layer
constexpr std::size_t kLongestName = 64;
constexpr std::int64_t kFar = 1 << 24;  // pixels from the input

std::string text(const Shape& s) {
    return std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" + std::to_string(s.width);
}

/// Names stand in panels, messages, files and links: letters of any script, no control characters, no broken UTF-8.
std::string complaint_about_name(const std::string& name) {
    if (name.empty()) return "every layer needs a name";
    if (name.size() > kLongestName)
        return "expected names of layers of at most 64 bytes, found one of " + std::to_string(name.size());
    const bool has_control = std::any_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
    if (!has_control) return {};
    std::string shown = name;
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return "expected names of layers without line breaks and other control characters, found one in \"" + shown + "\"";
}

/// What is wrong with the numbers of one layer, empty if nothing.
std::string complaint(const LayerSpec& layer, const Shape& in) {
    if (std::string wrong = complaint_about_name(layer.name); !wrong.empty()) return wrong;
    const std::string who = "layer " + layer.name + ": ";
    if (has_weights(layer.kind) && (layer.outputs < 1 || layer.outputs > kMostOutputs))
        return who + "expected 1 to " + std::to_string(kMostOutputs) + " outputs, found " +
               std::to_string(layer.outputs);
    if (info(layer.kind).rate && !(layer.rate >= 0.0f && layer.rate < 1.0f))
        return who + "expected a dropout rate from 0 to below 1, found " + std::to_string(layer.rate);
    if (!has_window(layer.kind)) return {};
    if (layer.kernel < 1 || layer.kernel > kMostSide || layer.stride < 1 || layer.stride > kMostSide)
        return who + "expected a kernel and a stride of 1 or more, found " + std::to_string(layer.kernel) + " and " +
               std::to_string(layer.stride);
    const int padding = info(layer.kind).padding ? layer.padding : 0;
    if (layer.padding < 0 || layer.padding > kMostSide || layer.padding != padding)
        return who + "expected a padding of 0 or more, and none for a pool, found " + std::to_string(layer.padding);
    if (layer.kernel > in.height + 2 * padding || layer.kernel > in.width + 2 * padding)
        return who + "a window of " + std::to_string(layer.kernel) + " is larger than its input " + text(in) +
               " with padding " + std::to_string(padding);
    return {};
}

Shape output_shape(const LayerSpec& layer, const Shape& in) {
    const LayerKindInfo& kind = info(layer.kind);
    if (!kind.window) return kind.outputs ? Shape{layer.outputs, 1, 1} : in;
    return {kind.outputs ? layer.outputs : in.channels,
            (in.height + 2 * layer.padding - layer.kernel) / layer.stride + 1,
            (in.width + 2 * layer.padding - layer.kernel) / layer.stride + 1};
}

std::vector<int> weight_shape(const LayerSpec& layer, const Shape& in) {
    if (!has_weights(layer.kind)) return {};
    if (has_window(layer.kind)) return {layer.outputs, in.channels, layer.kernel, layer.kernel};
    return {layer.outputs, in.size()};
}

/// Of a layer whose cost is within the limits.
std::int64_t weights_of(const LayerSpec& layer, const Shape& in) {
    const std::vector<int> shape = weight_shape(layer, in);
    return shape.empty() ? 0 : std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

/// Whether the next activation function after this layer squashes; it decides how large the first weights are.
bool squashed_next(const Architecture& a, std::size_t layer) {
    for (std::size_t i = layer + 1; i < a.layers.size(); ++i) {
        const LayerKind kind = a.layers[i].kind;
        if (is_activation(kind) || has_weights(kind)) return info(kind).squashes;
    }
    return false;
}

}  // namespace

Architecture lenet5() {
    using K = LayerKind;
    Architecture a;
    a.name = "LeNet-5";
    a.input = {1, 28, 28};
    a.layers = {
        {K::conv, "conv1", 6, 5, 1, 2, 0.0f},
        {K::relu, "relu1", 0, 0, 1, 0, 0.0f},
        {K::max_pool, "pool1", 0, 2, 2, 0, 0.0f},
        {K::conv, "conv2", 16, 5, 1, 0, 0.0f},
        {K::relu, "relu2", 0, 0, 1, 0, 0.0f},
        {K::max_pool, "pool2", 0, 2, 2, 0, 0.0f},
        {K::fully_connected, "fc1", 120, 0, 1, 0, 0.0f},
        {K::relu, "relu3", 0, 0, 1, 0, 0.0f},
        {K::fully_connected, "fc2", 84, 0, 1, 0, 0.0f},
        {K::relu, "relu4", 0, 0, 1, 0, 0.0f},
        {K::fully_connected, "fc3", 10, 0, 1, 0, 0.0f},
        {K::softmax, "softmax", 0, 0, 1, 0, 0.0f},
    };
    return a;
}

int Network::parameter_count() const {
    std::size_t count = 0;
    for (const Parameters& p : parameters) count += p.weight.size() + p.bias.size();
    return static_cast<int>(count);
}

std::optional<int> Network::find(std::string_view name) const {
    for (int i = 0; i < layer_count(); ++i)
        if (layer(i).name == name) return i;
    return std::nullopt;
}

base::Result<Network> make_shapes(Architecture architecture) {
    if (architecture.layers.empty() || architecture.layers.size() > kMostLayers)
        return base::Error{"expected a network of 1 to 64 layers, found " + std::to_string(architecture.layers.size())};
    const Shape input = architecture.input;
    if (std::min({input.channels, input.height, input.width}) < 1 ||
        std::max({input.channels, input.height, input.width}) > kMostSide)
        return base::Error{"expected an input with sides of 1 to 4096, found " + text(input)};
    Network network;
    std::set<std::string_view> names;
    Shape shape = input;
    Cost sum;
    for (const LayerSpec& layer : architecture.layers) {
        if (std::string wrong = complaint(layer, shape); !wrong.empty()) return base::Error{std::move(wrong)};
        if (!names.insert(layer.name).second)
            return base::Error{"expected layers of different names, found two called " + layer.name};
        // Counted before it is taken; what stands so far is within the limits, so that the sums are, too.
        const Shape next = output_shape(layer, shape);
        const Cost part = cost_of_layer(layer, input, shape, next);
        sum = sum + part;
        if (std::string wrong = complaint_about(sum, part, layer.name); !wrong.empty())
            return base::Error{std::move(wrong)};
        network.shapes.push_back(shape = next);
    }
    const Cost end = cost_of_output(shape);
    if (std::string wrong = complaint_about(sum + end, end, architecture.layers.back().name); !wrong.empty())
        return base::Error{std::move(wrong)};
    network.architecture = std::move(architecture);
    return network;
}

base::Result<Network> make_network(Architecture architecture) {
    auto network = make_shapes(std::move(architecture));
    if (!network) return network;
    for (int i = 0; i < network.value().layer_count(); ++i) {
        Parameters p;
        p.weight.resize(static_cast<std::size_t>(weight_count(network.value(), i)));
        p.bias.resize(static_cast<std::size_t>(bias_count(network.value(), i)));
        network.value().parameters.push_back(std::move(p));
    }
    return network;
}

void initialise(Network& network, unsigned long long seed) {
    for (std::size_t i = 0; i < network.parameters.size(); ++i) {
        Parameters& p = network.parameters[i];
        if (p.weight.empty()) continue;
        const std::size_t inputs = p.weight.size() / p.bias.size();
        const float fan_in = static_cast<float>(inputs);
        const int layer = static_cast<int>(i);
        const float area = static_cast<float>(std::max(1, network.layer(layer).kernel * network.layer(layer).kernel));
        const float fan_out = static_cast<float>(network.layer(layer).outputs) * area;
        // Uniform in +-limit has variance limit^2 / 3: He 2 / fan_in, Xavier 2 / (fan_in + fan_out).
        const float limit =
            squashed_next(network.architecture, i) ? std::sqrt(6.0f / (fan_in + fan_out)) : std::sqrt(6.0f / fan_in);
        Random random(seed, i + 1);
        for (float& w : p.weight) w = random.uniform(-limit, limit);
        std::fill(p.bias.begin(), p.bias.end(), 0.0f);
    }
}

std::vector<int> weight_shape(const Network& network, int layer) {
    return weight_shape(network.layer(layer), network.input_shape(layer));
}

int weight_count(const Network& network, int layer) {
    return static_cast<int>(weights_of(network.layer(layer), network.input_shape(layer)));
}

int bias_count(const Network& network, int layer) {
    return has_weights(network.layer(layer).kind) ? network.layer(layer).outputs : 0;
}

bool ends_in_softmax(const Network& network) {
    return network.layer_count() > 0 && network.layer(network.layer_count() - 1).kind == LayerKind::softmax;
}

int score_layer(const Network& network) {
    int layer = network.layer_count() - 1;
    while (layer > 0 &&
           (network.layer(layer).kind == LayerKind::softmax || info(network.layer(layer).kind).only_trains))
        --layer;
    return layer;
}

bool is_finite(const Network& network) {
    return std::all_of(network.parameters.begin(), network.parameters.end(),
                       [](const Parameters& p) { return all_finite(p.weight) && all_finite(p.bias); });
}

Field receptive_field(const Network& network, int layer, int row, int column) {
    // Strides multiply from layer to layer: what lies that far outside of the input is outside.
    const auto bounded = [](std::int64_t v) { return static_cast<int>(std::clamp<std::int64_t>(v, -kFar, kFar)); };
    Field field{row, column, 1, 1};
    for (int i = layer; i >= 0; --i) {
        const LayerSpec& spec = network.layer(i);
        if (reads_everything(spec.kind))
            return {0, 0, network.architecture.input.height, network.architecture.input.width};
        if (!has_window(spec.kind)) continue;
        const std::int64_t stride = spec.stride;
        field.row = bounded(field.row * stride - spec.padding);
        field.column = bounded(field.column * stride - spec.padding);
        field.height = bounded((field.height - 1) * stride + spec.kernel);
        field.width = bounded((field.width - 1) * stride + spec.kernel);
    }
    return field;
}

}  // namespace nn
