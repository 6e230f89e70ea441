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
#include "nn/layer_checks.h"
#include "nn/random.h"
#include "nn/resize.h"

namespace nn {
namespace {

constexpr int kMostLayers = 64;
constexpr std::int64_t kFar = 1 << 24;  // pixels from the input

Shape output_shape(const LayerSpec& layer, const Shape& in) {
    const LayerKindInfo& kind = info(layer.kind);
    if (kind.side) return {in.channels, layer.side, layer.side};
    if (!kind.window)
        return kind.outputs ? Shape{layer.outputs, 1, 1}
                            : Shape{in.channels, in.height + 2 * layer.padding, in.width + 2 * layer.padding};
    return {kind.outputs ? layer.outputs : in.channels,
            (in.height + 2 * layer.padding - layer.kernel) / layer.stride + 1,
            (in.width + 2 * layer.padding - layer.kernel) / layer.stride + 1};
}

std::vector<int> weight_shape(const LayerSpec& layer, const Shape& in) {
    if (info(layer.kind).per_map) return {in.channels};
    if (!has_weights(layer.kind)) return {};
    if (has_window(layer.kind)) return {layer.outputs, in.channels, layer.kernel, layer.kernel};
    return {layer.outputs, in.size()};
}

/// Of a layer whose cost is within the limits.
std::int64_t weights_of(const LayerSpec& layer, const Shape& in) {
    const std::vector<int> shape = weight_shape(layer, in);
    return shape.empty() ? 0 : std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

int biases_of(const LayerSpec& layer, const Shape& in) {
    return info(layer.kind).per_map ? in.channels : has_weights(layer.kind) ? layer.outputs : 0;
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

bool is_connected(const LayerSpec& layer, int output, int channel) {
    if (layer.connections.empty()) return true;
    const std::vector<int>& row = layer.connections[static_cast<std::size_t>(output)];
    return std::binary_search(row.begin(), row.end(), channel);
}

void clear_unconnected(Network& network) {
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerSpec& layer = network.layer(i);
        if (layer.connections.empty()) continue;
        float* weight = network.parameters[static_cast<std::size_t>(i)].weight.data();
        const int area = layer.kernel * layer.kernel, channels = network.input_shape(i).channels;
        for (int o = 0; o < layer.outputs; ++o)
            for (int c = 0; c < channels; ++c, weight += area)
                if (!is_connected(layer, o, c)) std::fill_n(weight, area, 0.0f);
    }
}

int parameter_count(const Network& network, int layer) {
    const LayerSpec& spec = network.layer(layer);
    int weights = weight_count(network, layer);
    if (!spec.connections.empty()) {
        weights = 0;
        for (const std::vector<int>& row : spec.connections)
            weights += static_cast<int>(row.size()) * spec.kernel * spec.kernel;
    }
    return weights + bias_count(network, layer);
}

std::int64_t connection_count(const Network& network, int layer) {
    const LayerSpec& spec = network.layer(layer);
    const std::int64_t plane = network.shape(layer).plane();
    if (has_weights(spec.kind)) return plane * parameter_count(network, layer);
    if (info(spec.kind).per_map)
        return network.shape(layer).size() * (std::max<std::int64_t>(1, std::int64_t{spec.kernel} * spec.kernel) + 1);
    if (info(spec.kind).pictures) return std::int64_t{spec.outputs} * network.input_shape(layer).size();
    return 0;
}

std::vector<float> centres(const LayerSpec& layer) {
    std::vector<float> values;
    for (const std::string& picture : layer.pictures)
        for (const char mark : picture)
            if (mark != '/') values.push_back(mark == '#' ? 1.0f : -1.0f);
    return values;
}

int Network::parameter_count() const {
    int count = 0;
    for (int i = 0; i < layer_count(); ++i) count += nn::parameter_count(*this, i);
    return count;
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
        return base::Error{"expected an input with sides of 1 to 4096, found " + shape_words(input)};
    Network network;
    std::set<std::string_view> names;
    Shape shape = input;
    Cost sum;
    for (const LayerSpec& layer : architecture.layers) {
        if (std::string wrong = complaint_about_layer(layer, shape); !wrong.empty())
            return base::Error{std::move(wrong)};
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
        const LayerSpec& spec = network.layer(static_cast<int>(i));
        if (info(spec.kind).per_map) {  // it begins as a mean, or changes nothing
            const int area = std::max(1, spec.kernel * spec.kernel);
            std::fill(p.weight.begin(), p.weight.end(), 1.0f / static_cast<float>(area));
            std::fill(p.bias.begin(), p.bias.end(), 0.0f);
            continue;
        }
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
    clear_unconnected(network);
}

std::vector<int> weight_shape(const Network& network, int layer) {
    return weight_shape(network.layer(layer), network.input_shape(layer));
}

int weight_count(const Network& network, int layer) {
    return static_cast<int>(weights_of(network.layer(layer), network.input_shape(layer)));
}

int bias_count(const Network& network, int layer) {
    return biases_of(network.layer(layer), network.input_shape(layer));
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
        if (info(spec.kind).side) {
            const Shape& in = network.input_shape(i);
            const auto along = [&](int& begin, int& size, int from) {
                const auto inside = [&](int at) { return std::clamp(at, 0, spec.side - 1); };
                const int end = resize_tap(inside(begin + size - 1), from, spec.side).high + 1;
                begin = resize_tap(inside(begin), from, spec.side).low;
                size = end - begin;
            };
            along(field.row, field.height, in.height);
            along(field.column, field.width, in.width);
            continue;
        }
        if (!has_window(spec.kind)) {
            field.row = bounded(field.row - spec.padding);  // a frame
            field.column = bounded(field.column - spec.padding);
            continue;
        }
        const std::int64_t stride = spec.stride;
        field.row = bounded(field.row * stride - spec.padding);
        field.column = bounded(field.column * stride - spec.padding);
        field.height = bounded((field.height - 1) * stride + spec.kernel);
        field.width = bounded((field.width - 1) * stride + spec.kernel);
    }
    return field;
}

}  // namespace nn
