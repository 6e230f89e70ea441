// The network that answers with signs of one's own.
#pragma once

#include "base/result.h"
#include "nn/network.h"
#include "probe/signs.h"

namespace probe {

/// The layers of `signs.base` up to `layer` as they are, a softmax trained on all drawings behind them; its card names
/// the signs as its classes.  `signs.base` is not null; two signs at least, each with a drawing.
/// Errors: those of explain::with_head; features that are not finite.
base::Result<nn::Network> sign_network(const Signs& signs, int layer);

}  // namespace probe
