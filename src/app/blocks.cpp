#include "app/blocks.h"

#include "explain/deconvnet.h"

namespace app {

using nn::LayerKind;

std::vector<Block> blocks(const nn::Network& network) {
    std::vector<Block> found;
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerKind kind = network.layer(i).kind;
        const bool opens = kind == LayerKind::conv || kind == LayerKind::fully_connected;
        if (opens || found.empty()) found.push_back({i, i, false});
        found.back().last = i;
        if (network.shape(i).plane() == 1) found.back().flat = true;
    }
    return found;
}

int default_layer(const nn::Network& network, const Block& block) {
    for (int i = block.last; i > block.first; --i)
        if (explain::can_start(network, i)) return i;
    return block.first;
}

int map_count(const nn::Network& network, int layer) { return network.shape(layer).channels; }

bool is_signed(const nn::Network& network, int layer) {
    for (int i = layer; i >= 0; --i) {
        switch (network.layer(i).kind) {
            case LayerKind::relu:
            case LayerKind::softmax:
                return false;
            case LayerKind::max_pool:
            case LayerKind::average_pool:
            case LayerKind::dropout:
                continue;  // as signed as what it reads
            case LayerKind::conv:
            case LayerKind::fully_connected:
            case LayerKind::tanh:
                return true;
        }
    }
    return false;
}

nn::Field field_of_map_unit(const nn::Network& network, int layer) {
    const nn::Shape& shape = network.shape(layer);
    return nn::receptive_field(network, layer, shape.height / 2, shape.width / 2);
}

}  // namespace app
