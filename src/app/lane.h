// A lane: one network on show, and what it computes of the current input.  The input is the same for all lanes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "explain/deconvnet.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace app {

struct Lane {
    std::string name;                          ///< of the network, as shown
    std::shared_ptr<const nn::Network> shown;  ///< never null; others may hold it longer than the lane does
    nn::Engine engine;
    explain::Reconstructor reconstructor;
    nn::Activations activations;
    bool is_finite = true;                    ///< whether all of them are
    std::vector<nn::Tensor> reconstructions;  ///< by layer: (maps, 28, 28); empty where not shown
    int next_layer = 0, next_map = 0;         ///< what is still to be reconstructed begins here: see update.cpp

    Lane(std::string network_name, nn::Network network);

    const nn::Network& network() const { return *shown; }
};

}  // namespace app
