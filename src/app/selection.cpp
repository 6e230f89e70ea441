#include "app/selection.h"

#include <algorithm>

namespace app {
namespace {

bool has_switches(const nn::Network& network) {
    return std::any_of(network.architecture.layers.begin(), network.architecture.layers.end(),
                       [](const nn::LayerSpec& layer) { return layer.kind == nn::LayerKind::max_pool; });
}

}  // namespace

bool selects_units(const State& state) {
    return state.selection.layer >= 0 && state.lane().network().shape(state.selection.layer).plane() == 1;
}

std::string layer_words(const State& state) {
    return state.selection.layer < 0 ? "input" : state.lane().network().layer(state.selection.layer).name;
}

std::string map_words(const State& state) {
    const Selection& s = state.selection;
    if (s.layer < 0) return {};
    std::string words = (selects_units(state) ? "unit " : "map ") + std::to_string(s.map);
    if (s.unit >= 0 && !selects_units(state)) {
        const int wide = state.lane().network().shape(s.layer).width;
        words += ", unit " + std::to_string(s.unit / wide) + ", " + std::to_string(s.unit % wide);
    }
    return words;
}

const char* reconstruction_words(const State& state) {
    if (!state.input) return "Draw a digit: this picture will show which of its pixels made this map respond.";
    if (selects_units(state))
        return "Which pixels spoke for (orange) and against (blue) this unit. Going down from fully connected layers "
               "extends the paper.";
    switch (state.selection.keep) {
        case explain::Keep::whole_map:
            if (!has_switches(state.lane().network()))
                return "Which pixels made this map fire, filtered by the flipped kernels (Zeiler & Fergus 2013, "
                       "section "
                       "2.1). This network has no switches: what it pooled is spread evenly.";
            return "Which pixels made this map fire: unpooled through the switches, rectified, filtered by the flipped "
                   "kernels (Zeiler & Fergus 2013, section 2.1).";
        case explain::Keep::strongest:
            return "What caused the map's one strongest activation: all others set to zero, then down to the pixels "
                   "(section 2.1, Fig. 2).";
        case explain::Keep::unit:
            return "What caused this one activation. Click another below.";
        case explain::Keep::all_maps:
            return "All maps of the layer projected jointly: what is left of the digit at this depth.";
    }
    return "";
}

int unit_shown(const State& state) {
    const Selection& s = state.selection;
    if (s.unit >= 0) return s.unit;
    const auto values = state.lane().activations.output(s.layer).map(s.map);
    return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

nn::Field field_shown(const State& state) {
    const int wide = state.lane().network().shape(state.selection.layer).width, unit = unit_shown(state);
    return nn::receptive_field(state.lane().network(), state.selection.layer, unit / wide, unit % wide);
}

Summary selected_numbers(const State& state) {
    const nn::Tensor& output = state.lane().activations.output(state.selection.layer);
    return summarise(output.data, state.selection.map * output.shape.plane(), output.shape.plane());
}

std::uint64_t weights_stamp(const State& state, const WeightPictures& weights) {
    // A network has at most 64 layers, and a layer 2^20 maps: none of the four runs into another.
    return (static_cast<std::uint64_t>(state.revision.lanes) << 32) | (static_cast<std::uint64_t>(state.focus) << 31) |
           (static_cast<std::uint64_t>(weights.layer) << 24) | static_cast<std::uint64_t>(state.selection.map);
}

}  // namespace app
