#include "app/action_parts.h"

#include <algorithm>
#include <utility>

#include "app/blocks.h"
#include "explain/deconvnet.h"

namespace app {

void request(State& state, Effect::Kind kind, std::string text) {
    Effect effect;
    effect.kind = kind;
    effect.text = std::move(text);
    state.effects.push_back(std::move(effect));
}

void save_file(State& state, std::string name, std::vector<std::uint8_t> bytes) {
    Effect effect;
    effect.kind = Effect::Kind::save_file;
    effect.name = std::move(name);
    effect.bytes = std::move(bytes);
    state.effects.push_back(std::move(effect));
}

void forget_sample(State& state) {
    state.truth.reset();
    state.sample_set.reset();
    state.sample = -1;
}

Selection first_selection(const nn::Network& network) {
    Selection chosen;
    for (int i = 0; i < network.layer_count(); ++i)
        if (network.shape(i).plane() > 1 && explain::can_start(network, i)) chosen.layer = i;
    if (chosen.layer >= 0) chosen.map = map_count(network, chosen.layer) / 2 - 1;
    chosen.map = std::max(chosen.map, 0);
    return chosen;
}

}  // namespace app
