// The deconvnet's steps in words: what each layer does on the way down.
#pragma once

#include <string>

#include "explain/deconvnet.h"
#include "nn/network.h"

namespace probe {

/// The layer that step 2, 3 ... goes down through; step 1 keeps what is chosen.
inline int layer_of_step(const explain::Start& start, int step) { return start.layer - (step - 2); }

/// "kept", "unpooled", "filtered" ...
std::string step_title(const nn::Network& network, const explain::Start& start, int step);
/// What happens there and why.
std::string step_note(const nn::Network& network, const explain::Start& start, int step);

/// "1 map", "3 maps".
std::string count_of(int n, const char* what);

}  // namespace probe
