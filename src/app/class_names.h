// What classes are called, of networks and of data sets: a digit of MNIST is "7", a shoe of Fashion-MNIST a "Sneaker".
#pragma once

#include <optional>
#include <string>

#include "app/data_set.h"
#include "nn/class_names.h"

namespace app {

struct Lane;
struct State;

/// Whether the labels of the set are the network's classes, by their names.
bool knows_classes(const nn::Network& network, const DataSet& set);
/// The label of what is on the pad, as a class of the lane's network; nothing where it is a class of other things.
std::optional<int> truth_in(const State& state, const Lane& lane);
/// What it is called, whatever the network knows; "" where it has no label.
std::string truth_name(const State& state);

}  // namespace app
