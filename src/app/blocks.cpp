#include "app/blocks.h"

#include "explain/deconvnet.h"

namespace app {

std::vector<Block> blocks(const nn::Network& network) {
    std::vector<Block> found;
    for (int i = 0; i < network.layer_count(); ++i) {
        if (nn::info(network.layer(i).kind).outputs || found.empty()) found.push_back({i, i, false});
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
    using Sign = nn::LayerKindInfo::Sign;
    while (layer >= 0 && nn::info(network.layer(layer).kind).sign == Sign::as_input) --layer;
    return layer >= 0 && nn::info(network.layer(layer).kind).sign == Sign::any;  // pixels have none
}

nn::Field field_of_map_unit(const nn::Network& network, int layer) {
    const nn::Shape& shape = network.shape(layer);
    return nn::receptive_field(network, layer, shape.height / 2, shape.width / 2);
}

}  // namespace app
