// Several maps with weights, as a text and as tiles to click.
#pragma once

#include <string>
#include <vector>

#include "explain/maximise.h"
#include "figure/figure.h"
#include "probe/probe.h"

namespace probe {

/// "3:1,7:-0.5"; a map without a weight has 1.  Terms that are no map of the layer, or weigh more than 100, are left
/// out.
std::vector<explain::Term> parse_map_weights(const std::string& text, int maps, explain::Term::Of of);

/// A card with a tile for each map of the selected layer: a click adds it with weight 1, then takes it with -1, then
/// drops it.
figure::Group map_weight_tiles(const Subject& subject, int layer);

}  // namespace probe
