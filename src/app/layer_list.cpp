// See layer_list.h.
#include "app/layer_list.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "app/state.h"
#include "app/training.h"
#include "app/training_words.h"
#include "nn/train_checks.h"

namespace app {
namespace {

using Kind = nn::LayerKind;
using Layers = std::vector<nn::LayerSpec>;

constexpr int kOutputs[] = {1,  2,  3,  4,  6,   8,   10,  12,  16,  20,  24,  32,
                            48, 64, 84, 96, 120, 128, 160, 192, 256, 384, 512, 1024};
constexpr float kLeak = 0.01f;  // the slope below zero that leaky ReLUs mostly have
constexpr float kRates[] = {0.0f, 0.1f, 0.2f, 0.3f, 0.5f, 0.7f, 0.9f};

/// The next of rising values; the same where there is none.
template <class T, std::size_t N>
T stepped_in(const T (&offers)[N], T value, int way) {
    if (way > 0) {
        const T* next = std::upper_bound(std::begin(offers), std::end(offers), value);
        return next == std::end(offers) ? value : *next;
    }
    const T* at = std::lower_bound(std::begin(offers), std::end(offers), value);
    return at == std::begin(offers) ? value : *std::prev(at);
}

std::string base_name(Kind kind) {
    if (nn::is_pool(kind)) return "pool";
    if (kind == Kind::fully_connected) return "fc";
    return std::string(nn::kind_name(kind));
}

/// With the fields that its kind has, as they mostly are; what stood before stays where it fits.
void become(nn::LayerSpec& layer, Kind kind) {
    const nn::LayerKindInfo& is = nn::info(kind);
    nn::LayerSpec made;
    made.kind = kind;
    if (is.outputs) made.outputs = layer.outputs > 0 ? layer.outputs : is.window ? 16 : 64;
    if (is.window) made.kernel = layer.kernel > 0 ? layer.kernel : is.outputs ? 3 : 2;
    if (is.window) made.stride = layer.kernel > 0 ? layer.stride : is.outputs ? 1 : 2;
    if (is.padding) made.padding = layer.kernel > 0 ? layer.padding : made.kernel / 2;
    if (is.rate) made.rate = 0.5f;
    if (is.slope) made.slope = kLeak;
    layer = std::move(made);
}

/// Kinds that hold data of their own, which this list cannot set: pictures, numbers that have no usual value, means and
/// variances of another training.
bool needs_data(const nn::LayerKindInfo& kind) {
    return kind.pictures || kind.side || (kind.scale && kind.linear) || (kind.per_map && !kind.window);
}

/// Kinds that a layer within the network can be of.
Kind next_kind(Kind kind, int way) {
    const auto kinds = nn::layer_kinds();
    const auto count = static_cast<int>(kinds.size());
    int at = static_cast<int>(kind);
    do at = (at + way + count) % count;
    while (kinds[static_cast<std::size_t>(at)].kind == Kind::softmax ||
           needs_data(kinds[static_cast<std::size_t>(at)]));
    return kinds[static_cast<std::size_t>(at)].kind;
}

/// Place of the layer that scores the classes: the last one, or that before softmax.
int scores_at(const Layers& layers) {
    const int last = static_cast<int>(layers.size()) - 1;
    return last > 0 && layers.back().kind == Kind::softmax ? last - 1 : last;
}

bool is_within(const Layers& layers, int layer) { return layer >= 0 && layer < scores_at(layers); }

/// The recipe's layers become these, or the sentence says why not.
bool try_layers(State& state, Layers layers) {
    Training& training = state.training;
    name_layers(layers);
    nn::Architecture changed = architecture_of(training.recipe);
    changed.layers = layers;
    training.layers_problem = complaint_about_layers(changed);
    if (!training.layers_problem.empty()) return false;
    training.recipe.layers = training.own_layers = std::move(layers);
    return true;
}

std::string shape_words(const nn::Shape& s) {
    if (s.plane() == 1) return grouped(s.channels);
    return std::to_string(s.channels) + " x " + std::to_string(s.height) + " x " + std::to_string(s.width);
}

std::string rate_words(float rate) {
    char words[16];
    std::snprintf(words, sizeof words, "%g", static_cast<double>(rate));
    return words;
}

std::string kind_words(const nn::LayerSpec& layer) {
    const nn::LayerKindInfo& is = nn::info(layer.kind);
    const std::string window = std::to_string(layer.kernel) + " x " + std::to_string(layer.kernel);
    std::string words(is.called);
    if (is.outputs) words += ", " + grouped(layer.outputs) + (is.window ? " maps of " + window : " units");
    if (is.window && !is.outputs) words += ", " + window;
    if (is.window && layer.stride != 1) words += ", stride " + std::to_string(layer.stride);
    if (layer.padding > 0) words += ", padding " + std::to_string(layer.padding);
    return is.rate ? words + " " + rate_words(layer.rate) : words;
}

std::string brief_words(const nn::LayerSpec& layer) {
    const nn::LayerKindInfo& is = nn::info(layer.kind);
    const std::string window = std::to_string(layer.kernel) + " x " + std::to_string(layer.kernel);
    if (is.outputs) return grouped(layer.outputs) + (is.window ? " maps, " + window : " units");
    const char* takes = is.per_map ? "sum of " : layer.kind == Kind::average_pool ? "mean of " : "most of ";
    return is.window ? takes + window : std::string(is.called);
}

base::Status read_layer(std::string_view text, nn::LayerSpec& layer) {
    const std::string quoted = "'" + std::string(text.substr(0, 40)) + "'";
    const std::string_view name = text.substr(0, text.find('-'));
    const auto kind = nn::kind_from_name(name);
    if (!kind) return base::Error{"the recipe has no layer " + quoted};
    layer.kind = *kind;
    const nn::LayerKindInfo& is = nn::info(*kind);
    if (is.side || (is.per_map && !is.window))
        return base::Error{"the recipe's layer " + quoted + " is read from files, and not trained from the beginning"};
    if (is.slope) layer.slope = kLeak;
    text.remove_prefix(std::min(name.size() + 1, text.size()));
    while (!text.empty()) {
        const std::string part(text.substr(0, text.find('-')));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        char* end = nullptr;
        const char* digits = part.empty() ? "" : part.c_str() + 1;
        const double value = std::strtod(digits, &end);
        const bool whole = value == std::floor(value) && value >= 0 && value <= 1 << 20;
        const bool read = *digits >= '0' && *digits <= '9' && *end == 0;
        if (read && part[0] == 'r' && is.rate && value < 1)
            layer.rate = static_cast<float>(value);
        else if (read && whole && part[0] == 'o' && is.outputs)
            layer.outputs = static_cast<int>(value);
        else if (read && whole && part[0] == 'k' && is.window)
            layer.kernel = static_cast<int>(value);
        else if (read && whole && part[0] == 's' && is.window)
            layer.stride = static_cast<int>(value);
        else if (read && whole && part[0] == 'p' && is.padding)
            layer.padding = static_cast<int>(value);
        else
            return base::Error{"the recipe's layer " + quoted + " cannot be read"};
    }
    return base::Done{};
}

}  // namespace

void name_layers(Layers& layers) {
    std::map<std::string, int> count;
    for (nn::LayerSpec& layer : layers) {
        const std::string name = base_name(layer.kind);
        layer.name = layer.kind == Kind::softmax ? name : name + std::to_string(++count[name]);
    }
}

std::string layers_text(std::span<const nn::LayerSpec> layers) {
    std::string text;
    for (const nn::LayerSpec& layer : layers) {
        const nn::LayerKindInfo& is = nn::info(layer.kind);
        text += (text.empty() ? "" : "~") + std::string(is.name);
        if (is.outputs) text += "-o" + std::to_string(layer.outputs);
        if (is.window) text += "-k" + std::to_string(layer.kernel);
        if (is.window && layer.stride != 1) text += "-s" + std::to_string(layer.stride);
        if (is.padding && layer.padding != 0) text += "-p" + std::to_string(layer.padding);
        if (is.rate) text += "-r" + rate_words(layer.rate);
    }
    return text;
}

base::Result<Layers> read_layers_text(std::string_view text) {
    constexpr std::size_t kMost = 64;
    Layers layers;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('~'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (layers.size() == kMost) return base::Error{"the recipe has more than 64 layers"};
        if (const base::Status read = read_layer(part, layers.emplace_back()); !read)
            return base::Error{read.message()};
    }
    if (layers.empty()) return base::Error{"the recipe's list of layers is empty"};
    name_layers(layers);
    return layers;
}

std::string complaint_about_layers(const nn::Architecture& architecture) {
    const Layers& layers = architecture.layers;
    if (layers.empty()) return "a network has at least one layer";
    const Kind scores = layers[static_cast<std::size_t>(scores_at(layers))].kind;
    if (nn::info(scores).pictures)
        return "LeNet-5 of 1998 stays as it was: choose another network to change its layers";
    if (scores != Kind::fully_connected)
        return "the last layer before softmax is a fully connected one: it scores the classes";
    const auto network = nn::make_shapes(architecture);
    return network ? nn::complaint_about_training_memory(network.value()) : network.message();
}

std::vector<LayerLine> layer_lines(const nn::Architecture& architecture) {
    std::vector<LayerLine> lines;
    const auto network = nn::make_shapes(architecture);
    if (!network) return lines;
    for (int i = 0; i < network.value().layer_count(); ++i) {
        const nn::LayerSpec& layer = network.value().layer(i);
        const long parameters = nn::parameter_count(network.value(), i);
        lines.push_back({layer.name, kind_words(layer), brief_words(layer), shape_words(network.value().shape(i)),
                         parameters > 0 ? grouped(parameters) : "", !is_within(architecture.layers, i)});
    }
    return lines;
}

std::vector<LayerSetting> layer_settings(const nn::Architecture& architecture, int layer) {
    std::vector<LayerSetting> settings;
    if (!is_within(architecture.layers, layer)) return settings;
    const nn::LayerSpec& spec = architecture.layers[static_cast<std::size_t>(layer)];
    const nn::LayerKindInfo& is = nn::info(spec.kind);
    settings.push_back({LayerPart::kind, "kind", "Kind", std::string(is.called)});
    if (is.outputs)
        settings.push_back({LayerPart::outputs, "outputs", is.window ? "Maps" : "Units", grouped(spec.outputs)});
    if (is.window) {
        settings.push_back({LayerPart::kernel, "kernel", is.outputs ? "Kernel" : "Window",
                            std::to_string(spec.kernel) + " x " + std::to_string(spec.kernel)});
        settings.push_back({LayerPart::stride, "stride", "Stride", std::to_string(spec.stride)});
    }
    if (is.padding) settings.push_back({LayerPart::padding, "padding", "Padding", std::to_string(spec.padding)});
    if (is.rate) settings.push_back({LayerPart::rate, "rate", "Share off", rate_words(spec.rate)});
    return settings;
}

void choose_layer(State& state, int layer) {
    state.training.layer = state.training.layer == layer ? -1 : layer;
    state.training.layers_problem.clear();
}

void change_layer(State& state, int layer, LayerPart part, int way) {
    Layers layers = architecture_of(state.training.recipe).layers;
    if (!is_within(layers, layer)) return;
    nn::LayerSpec& spec = layers[static_cast<std::size_t>(layer)];
    switch (part) {
        case LayerPart::kind:
            become(spec, next_kind(spec.kind, way));
            break;
        case LayerPart::outputs:
            spec.outputs = stepped_in(kOutputs, spec.outputs, way);
            break;
        case LayerPart::kernel:
            spec.kernel += way;
            break;
        case LayerPart::stride:
            spec.stride += way;
            break;
        case LayerPart::padding:
            spec.padding += way;
            break;
        case LayerPart::rate:
            spec.rate = stepped_in(kRates, spec.rate, way);
            break;
    }
    if (spec == architecture_of(state.training.recipe).layers[static_cast<std::size_t>(layer)]) return;
    try_layers(state, std::move(layers));
}

void add_layer(State& state, int after) {
    Layers layers = architecture_of(state.training.recipe).layers;
    after = std::clamp(after, -1, scores_at(layers) - 1);
    layers.insert(layers.begin() + after + 1, nn::LayerSpec{});
    if (try_layers(state, std::move(layers))) state.training.layer = after + 1;
}

void remove_layer(State& state, int layer) {
    Layers layers = architecture_of(state.training.recipe).layers;
    if (!is_within(layers, layer)) return;
    layers.erase(layers.begin() + layer);
    if (try_layers(state, std::move(layers))) state.training.layer = -1;
}

void move_layer(State& state, int layer, int way) {
    Layers layers = architecture_of(state.training.recipe).layers;
    if (!is_within(layers, layer) || !is_within(layers, layer + way)) return;
    std::swap(layers[static_cast<std::size_t>(layer)], layers[static_cast<std::size_t>(layer + way)]);
    if (try_layers(state, std::move(layers))) state.training.layer = layer + way;
}

void own_layers_again(State& state) {
    if (!state.training.own_layers.empty()) try_layers(state, state.training.own_layers);
}

}  // namespace app
