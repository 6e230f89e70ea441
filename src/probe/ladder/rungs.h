// The ladder's rungs: the strongest unit of every block, its reconstruction, and what feeds it.
#pragma once

#include <vector>

#include "explain/deconvnet.h"
#include "explain/feeders.h"

namespace probe {

/// A map below that feeds the rung's unit.
struct Feeder {
    int map = 0;
    float contribution = 0;
    std::vector<float> picture;  ///< reconstruction of a single unit; empty: the map itself
};

/// One column: a block from a layer with weights up to the next one, or up to a softmax, from which nothing is
/// projected.
struct Rung {
    explain::UnitAt at;      ///< at the block's end
    explain::UnitAt source;  ///< in the layer with weights
    enum class Why { strongest, selected, asked_about };
    Why why = Why::strongest;
    float value = 0;
    std::vector<float> pixels;  ///< reconstruction
    std::vector<Feeder> feeders;
};

/// From the pixels up.  A block that `start` is in has the selected map; the scores have class `of_class` where that is
/// not -1.
std::vector<Rung> rungs_of(const nn::Network& network, const nn::Activations& activations, const explain::Start& start,
                           int of_class);

}  // namespace probe
