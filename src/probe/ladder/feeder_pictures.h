// What feeds a rung's unit, in pictures.
#pragma once

#include <string>

#include "figure/figure.h"
#include "nn/forward.h"
#include "probe/ladder/rungs.h"

namespace probe {

/// "pool1 map 2", "input".
std::string feeder_name(const nn::Network& network, const Rung& rung, const Feeder& feeder);
/// Pairs: what feeds it, and the weights between.
void add_feeders(const nn::Network& network, const nn::Activations& activations, const Rung& rung,
                 figure::Group& group);

}  // namespace probe
