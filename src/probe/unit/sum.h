// The sum of one unit of a layer with weights, in parts: by map of its input, and the strongest of its products.
#pragma once

#include <string>
#include <vector>

#include "explain/inside.h"

namespace probe {

struct UnitSum {
    explain::UnitAt at;        ///< of a layer with weights
    nn::Field window;          ///< what it reads of each map below
    std::vector<double> maps;  ///< by map below: its products, added
    double products = 0;       ///< all of them
    double bias = 0;
    float value = 0;  ///< what the network has: products + bias, up to float rounding
    int terms = 0;    ///< how many products there are
};
UnitSum sum_of(const nn::Network& network, const nn::Activations& activations, explain::UnitAt at);

/// Patch times kernel, cell by cell, for one map below.
std::vector<float> products_of(const nn::Network& network, const nn::Activations& activations, const UnitSum& sum,
                               int map);

/// One input of a unit, and what it brings.
struct Term {
    int map = 0, unit = 0;  ///< of the layer below
    float input = 0, weight = 0, product = 0;
};
/// The `count` products of largest magnitude, the most positive first, the most negative last.
std::vector<Term> strongest_terms(const nn::Network& network, const nn::Activations& activations, const UnitSum& sum,
                                  int count);

}  // namespace probe
