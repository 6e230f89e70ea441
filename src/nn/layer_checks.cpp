// See layer_checks.h.
#include "nn/layer_checks.h"

#include <algorithm>
#include <cmath>

#include "nn/cost.h"

namespace nn {
namespace {

constexpr int kMostOutputs = 1 << 20;  // of one layer
constexpr std::size_t kLongestName = 64;

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

/// What is wrong with a connection table, empty if nothing.
std::string complaint_about_table(const LayerSpec& layer, const Shape& in) {
    if (layer.connections.empty()) return {};
    if (layer.connections.size() != static_cast<std::size_t>(layer.outputs))
        return "expected connections for " + std::to_string(layer.outputs) + " outputs, found them for " +
               std::to_string(layer.connections.size());
    for (const std::vector<int>& row : layer.connections) {
        int before = -1;
        for (const int channel : row) {
            if (channel <= before || channel >= in.channels)
                return "expected connections as rising numbers of the input's " + std::to_string(in.channels) +
                       " maps, found " + std::to_string(channel);
            before = channel;
        }
        if (row.empty()) return "expected at least one connection for each output";
    }
    return {};
}

/// What is wrong with a layer's pictures, empty if nothing.
std::string complaint_about_pictures(const LayerSpec& layer, const Shape& in) {
    if (layer.pictures.size() != static_cast<std::size_t>(layer.outputs))
        return "expected " + std::to_string(layer.outputs) + " pictures, found " +
               std::to_string(layer.pictures.size());
    for (const std::string& picture : layer.pictures) {
        const auto marks =
            std::count(picture.begin(), picture.end(), '#') + std::count(picture.begin(), picture.end(), '.');
        const auto others = std::count(picture.begin(), picture.end(), '/');
        if (marks + others != static_cast<std::ptrdiff_t>(picture.size()) || marks != numbers(in))
            return "expected pictures of " + std::to_string(numbers(in)) +
                   " marks # and . in rows separated by /, found one that is not";
    }
    return {};
}

/// What is wrong with what only some kinds have, empty if nothing.
std::string complaint_about_data(const LayerSpec& layer, const Shape& in) {
    const LayerKindInfo& kind = info(layer.kind);
    if (!kind.connections && !layer.connections.empty()) return "expected connections in a convolution only";
    if (!kind.pictures && !layer.pictures.empty()) return "expected pictures in a radial basis layer only";
    constexpr float kMost = 1e3f;
    for (const float number : {layer.scale, layer.slope, layer.offset, layer.rubbish})
        if (!(std::fabs(number) <= kMost))
            return "expected scale, slope, offset and rubbish from -1000 to 1000, found " + std::to_string(number);
    if (kind.scale && (layer.scale == 0.0f || layer.slope == 0.0f)) return "expected a scale and a slope other than 0";
    if (kind.side ? layer.side < 1 || layer.side > kMostSide : layer.side != 0)
        return "expected a side of 1 to " + std::to_string(kMostSide) + ", and only where there is one, found " +
               std::to_string(layer.side);
    if (std::string wrong = complaint_about_table(layer, in); !wrong.empty()) return wrong;
    return kind.pictures ? complaint_about_pictures(layer, in) : std::string();
}

}  // namespace

std::string shape_words(const Shape& s) {
    return std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" + std::to_string(s.width);
}

std::string complaint_about_layer(const LayerSpec& layer, const Shape& in) {
    if (std::string wrong = complaint_about_name(layer.name); !wrong.empty()) return wrong;
    const std::string who = "layer " + layer.name + ": ";
    if (info(layer.kind).outputs && (layer.outputs < 1 || layer.outputs > kMostOutputs))
        return who + "expected 1 to " + std::to_string(kMostOutputs) + " outputs, found " +
               std::to_string(layer.outputs);
    if (info(layer.kind).rate && !(layer.rate >= 0.0f && layer.rate < 1.0f))
        return who + "expected a dropout rate from 0 to below 1, found " + std::to_string(layer.rate);
    if (std::string wrong = complaint_about_data(layer, in); !wrong.empty()) return who + wrong;
    if (!has_window(layer.kind)) {
        if (layer.padding < 0 || layer.padding > (info(layer.kind).padding ? kMostSide : 0))
            return who + "expected a padding of 0 or more, and only where there is one, found " +
                   std::to_string(layer.padding);
        return {};
    }
    if (layer.kernel < 1 || layer.kernel > kMostSide || layer.stride < 1 || layer.stride > kMostSide)
        return who + "expected a kernel and a stride of 1 or more, found " + std::to_string(layer.kernel) + " and " +
               std::to_string(layer.stride);
    const int padding = info(layer.kind).padding ? layer.padding : 0;
    if (layer.padding < 0 || layer.padding > kMostSide || layer.padding != padding)
        return who + "expected a padding of 0 or more, and none for a pool, found " + std::to_string(layer.padding);
    if (layer.kernel > in.height + 2 * padding || layer.kernel > in.width + 2 * padding)
        return who + "a window of " + std::to_string(layer.kernel) + " is larger than its input " + shape_words(in) +
               " with padding " + std::to_string(padding);
    return {};
}

}  // namespace nn
