// Questions about a network, what is selected of it, and the digits: names, where a deconvnet can start, what a subject
// has.
#pragma once

#include <string>
#include <vector>

#include "explain/deconvnet.h"
#include "nn/network.h"
#include "probe/probe.h"

namespace probe {

/// The layer's name; "input" below the first one.
std::string layer_name(const nn::Network& network, int layer);
/// Of all layers.
std::vector<std::string> layer_names(const nn::Network& network);
/// "conv2 map 3", "fc1 unit 12".
std::string map_name(const nn::Network& network, int layer, int map);
/// "pool2 map 7", "pool2 map 7, strongest", "fc1 unit 30", "conv1 map 2, unit (4, 11)", "pool1, all maps".
std::string start_name(const nn::Network& network, const explain::Start& start);
/// Whether the layer's maps have an extent: not 1 x 1.
bool has_maps(const nn::Network& network, int layer);

/// The highest layer from which a deconvnet can start, not above `layer`; -1 where there is none.
int startable(const nn::Network& network, int layer);
/// `start` with its layer startable and map and unit inside; layer -1 where the network has no such layer.  From the
/// input it goes to map `fallback` (the predicted class, say) of the last layer that can start, from softmax to the
/// same unit there; where the scores are distances, to all units of the layer below.
explain::Start start_within(const nn::Network& network, explain::Start start, int fallback = 0);
/// Why class_start or start_within gave none, in a sentence.
std::string no_start_words(const nn::Network& network);
/// The score of a class, below softmax where there is one; -1, or no such class: the network's answer.  Layer -1 where
/// no deconvnet can start there.
explain::Start class_start(const Subject& subject, int wanted);
/// The selected layer, or the nearest one that has maps to ask about: the first for the input, the one below for
/// softmax.
int nearest_layer(const nn::Network& network, int selected);
/// The selected map where the selected layer is `layer` and has it, else 0.
int nearest_map(const nn::Network& network, const explain::Start& start, int layer);

/// Whether the subject has an input that fits its network.
bool has_input(const Subject& subject);
/// Whether the subject has digits that fit its network.
bool has_digits(const Subject& subject);
/// A digit as the network's input.
std::vector<float> digit_input(const nn::Digits& digits, int digit);
/// Up to `count` different digits by chance, in the order drawn; of different labels as far as there are some.
std::vector<int> some_digits(const nn::Digits& digits, int count, unsigned long long seed, bool of_different_classes);
/// Mean picture of the data set, from the cache after the first time; without digits the input's mean everywhere.
std::vector<float> mean_picture(const Subject& subject);

}  // namespace probe
