// What is switched off: lesions by name, "pool2:3,fc1:12,relu3", and by selection.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/lesion.h"
#include "figure/figure.h"
#include "probe/probe.h"

namespace probe {

/// The layer whose zeros a lesion of `layer` makes: itself; below a softmax, which makes no zeros of zeros, the layer
/// whose scores go into it.
int zeroed_layer(const nn::Network& network, int layer);
/// Maps as layer:map, whole layers by their name alone; what is no map or layer of the network, or cannot be switched
/// off, goes to `unknown`.  Of softmax the layer below is meant.
std::vector<explain::Lesion> parse_lesions(const nn::Network& network, std::string_view text, std::string& unknown);
/// The way back.
std::string text_of_lesions(const nn::Network& network, const std::vector<explain::Lesion>& lesions);
/// What is done, in words: "pool2 map 3 is 0; relu3 passes its input on; no retraining."
std::string lesion_words(const nn::Network& network, const std::vector<explain::Lesion>& lesions,
                         const explain::WeightNoise& noise);

/// What the lesions probe is asked about.
struct LesionPlan {
    const nn::Network* network = nullptr;
    const nn::Activations* activations = nullptr;  ///< of the input, without lesions
    bool has_input = false;
    int layer = 0, map = 0;                ///< selected, or the nearest with something to switch off
    std::vector<explain::Lesion> named;    ///< by the setting
    std::vector<explain::Lesion> lesions;  ///< with the selection's
    explain::WeightNoise noise;
    std::string unknown;  ///< names without a meaning here

    /// Whether this map of a layer is off, by whatever way.
    bool is_off(int of_layer, int map) const;
    /// The named set with this map of the plan's layer in it, or out of it.
    figure::Click toggle(int map) const;
};

enum Selected { nothing, map_off, layer_off };  ///< of the setting "selection"
inline constexpr Choice kSelected[] = {{nothing, "stays on"}, {map_off, "map off"}, {layer_off, "layer off"}};
enum NoiseIn { all_layers, selected_layer };  ///< of "noise-in"
inline constexpr Choice kNoiseIn[] = {{all_layers, "all layers"}, {selected_layer, "selected layer"}};
enum Measure { by_accuracy, by_certainty };  ///< of "measure"
inline constexpr Choice kMeasures[] = {{by_accuracy, "accuracy"}, {by_certainty, "certainty"}};

/// Layer, map and everything that is off.  The subject has a network with layers.
LesionPlan plan_of(const Subject& subject);

}  // namespace probe
