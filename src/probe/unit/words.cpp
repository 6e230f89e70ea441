#include "probe/unit/words.h"

#include <algorithm>
#include <cmath>

#include "figure/figure.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = nn::LayerKind;

std::string number_at(const nn::Activations& activations, const explain::UnitAt& at) {
    return figure::number(static_cast<double>(activations.output(at.layer).map(at.map)[index(at.unit)]));
}

/// "at row 1, column 0 of the window"
std::string place_words(const nn::Network& network, const explain::Stage& stage) {
    const int width = stage.layer < 0 ? network.architecture.input.width : network.shape(stage.layer).width;
    return "row " + std::to_string(*stage.unit / width - stage.cells.row) + ", column " +
           std::to_string(*stage.unit % width - stage.cells.column) + " of its window";
}

/// What the topmost layer did; "" where it is the sum itself.
std::string last_words(const nn::Network& network, const nn::Activations& activations, const explain::UnitAt& at,
                       const std::vector<explain::Stage>& stages, const UnitSum* sum) {
    if (stages.size() < 2) return {};
    const nn::LayerSpec& spec = network.layer(at.layer);
    const explain::Stage& before = stages[stages.size() - 2];
    const std::string value = number_at(activations, at);
    const bool is_said = sum && figure::number(static_cast<double>(sum->value)) == value;
    switch (spec.kind) {
        case Kind::relu:
            return activations.output(at.layer).map(at.map)[index(at.unit)] > 0
                       ? spec.name + " lets it through."
                       : spec.name + " makes 0 of it, because it is not above 0.";
        case Kind::tanh:
        case Kind::sigmoid:
            return spec.name + " makes " + value + " of it.";
        case Kind::leaky_relu:
            return activations.output(at.layer).map(at.map)[index(at.unit)] > 0
                       ? spec.name + " lets it through."
                       : spec.name + " makes " + value + " of it, because it is not above 0.";
        case Kind::batch_norm:
            return spec.name + " multiplies it by the map's gain and adds its shift: " + value + ".";
        case Kind::resize:
            return spec.name + " mixes the nearest pixels: " + value + ".";
        case Kind::dropout:
            return spec.name + " passes it on: it drops units only in training.";
        case Kind::max_pool:
            return spec.name + " keeps the largest of " + std::to_string(spec.kernel * spec.kernel) +
                   (is_said ? "" : ", " + value) + (before.unit ? ", from " + place_words(network, before) + "." : ".");
        case Kind::average_pool:
            return spec.name + " takes the mean of " + std::to_string(spec.kernel * spec.kernel) + ": " + value + ".";
        case Kind::subsample:
            return spec.name + " adds " + std::to_string(spec.kernel * spec.kernel) +
                   " up, times the map's coefficient, plus its bias: " + value + ".";
        case Kind::rescale:
            return spec.name + " makes " + value + " of it: paper and ink have other numbers there.";
        case Kind::radial_basis:
            return "Minus the squared distance to its picture is " + value + ": 0 would be the picture itself.";
        case Kind::softmax:
            return "Its exponential is " +
                   figure::percent(static_cast<double>(activations.output(at.layer).map(at.map)[index(at.unit)])) +
                   " of the sum of all.";
        case Kind::conv:
        case Kind::fully_connected:
            break;
    }
    return {};
}

}  // namespace

std::string unit_name(const nn::Network& network, const explain::UnitAt& at) {
    const std::string map = map_name(network, at.layer, at.map);
    if (!has_maps(network, at.layer)) return map;
    const int width = network.shape(at.layer).width;
    return map + " at (" + std::to_string(at.unit / width) + ", " + std::to_string(at.unit % width) + ")";
}

std::string signed_number(double value) { return (value > 0 ? "+" : "") + figure::number(value); }

std::string stage_words(const nn::Network& network, int layer) {
    if (layer < 0) return "input";
    const nn::LayerSpec& spec = network.layer(layer);
    switch (spec.kind) {
        case Kind::conv:
        case Kind::fully_connected:
            return spec.name + ": the sum";
        case Kind::relu:
            return spec.name + ": below 0 becomes 0";
        case Kind::tanh:
            return spec.name + (spec.scale == 1.0f
                                    ? ": to between \xE2\x88\x92"
                                      "1 and 1"
                                    : ": below " + figure::short_number(static_cast<double>(spec.scale)) + " in size");
        case Kind::leaky_relu:
            return spec.name + ": below 0 times " + figure::short_number(static_cast<double>(spec.slope));
        case Kind::sigmoid:
            return spec.name + ": to between 0 and 1";
        case Kind::batch_norm:
            return spec.name + ": by a gain, and shifted";
        case Kind::resize:
            return spec.name + ": between pixels";
        case Kind::dropout:
            return spec.name + ": passes it on";
        case Kind::max_pool:
            return spec.name + ": keeps the largest";
        case Kind::average_pool:
            return spec.name + ": the mean";
        case Kind::subsample:
            return spec.name + ": the sum, weighted";
        case Kind::rescale:
            return spec.name + ": in other numbers";
        case Kind::radial_basis:
            return spec.name + ": minus the distance";
        case Kind::softmax:
            return spec.name + ": its share";
    }
    return spec.name;
}

std::string unit_finding(const nn::Network& network, const nn::Activations& activations, const explain::UnitAt& at,
                         const std::vector<explain::Stage>& stages, const UnitSum* sum) {
    const std::string after = last_words(network, activations, at, stages, sum);
    if (!sum) return unit_name(network, at) + ": " + (after.empty() ? number_at(activations, at) + "." : after);
    const std::string bias = figure::number(sum->bias);
    return unit_name(network, sum->at) + ": " + grouped(sum->terms) + " products add up to " +
           figure::number(sum->products) + "; with the bias " + bias + " it is " +
           figure::number(static_cast<double>(sum->value)) + "." + (after.empty() ? "" : " " + after);
}

}  // namespace probe
