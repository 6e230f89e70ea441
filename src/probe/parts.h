// More that probes have in common: what a subject has, the map that is asked about, crops to a receptive field, digits by chance.
#pragma once

#include <span>
#include <string>

#include "figure/figure.h"
#include "nn/network.h"
#include "probe/probe.h"

namespace probe {

/// "conv2 map 3", "fc1 unit 12".
std::string map_name(const nn::Network& network, int layer, int map);
/// The selected layer, or the nearest one that has maps to ask about: the first for the input, the one below for softmax.
int nearest_layer(const nn::Network& network, int selected);
/// The selected map where the selected layer is `layer` and has it, else 0.
int nearest_map(const nn::Network& network, const explain::Start& start, int layer);

/// Whether the subject has an input that fits its network.
bool has_input(const Subject& subject);
/// Whether the subject has digits that fit its network.
bool has_digits(const Subject& subject);

/// The part of a picture (one channel of height x width) that `field` covers; paper (0) where it reaches over the border.
figure::Picture crop(std::string name, std::string caption, std::span<const float> plane, const nn::Shape& shape, const nn::Field& field, image::Map map);
/// A frame around `field`, cut at the border.
figure::Mark frame(const nn::Field& field, const nn::Shape& shape);
/// Bars at 0, 1, 2 ...
figure::Series bars_of(std::string name, std::span<const float> values, int colour);
/// "2,310": whole numbers with separators.
std::string grouped(int number);
/// Up to `count` different digits by chance, in the order drawn; of different labels as far as there are some.
std::vector<int> some_digits(const nn::Digits& digits, int count, unsigned long long seed, bool of_different_classes);

}  // namespace probe
