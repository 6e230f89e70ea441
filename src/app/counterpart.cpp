#include "app/counterpart.h"

#include <algorithm>
#include <string_view>

#include "app/shipped.h"

namespace app {
namespace {

bool has_pictures(const nn::Network& network) {
    return std::any_of(network.architecture.layers.begin(), network.architecture.layers.end(),
                       [](const nn::LayerSpec& layer) { return nn::info(layer.kind).pictures; });
}

}  // namespace

nn::NetworkPtr counterpart_of(const State& state, const Lane& lane) {
    const nn::Network& network = lane.network();
    const auto fits = [&](const nn::Network& other) {
        return has_pictures(other) != has_pictures(network) && other.architecture.input == network.architecture.input;
    };
    for (const Lane& other : state.lanes)
        if (fits(other.network())) return other.published;
    nn::NetworkPtr last;
    for (const RunPtr& run : state.runs) {
        const nn::NetworkPtr& made = run->checkpoints.back().network;
        if (!fits(*made)) continue;
        const ShippedModel* shipped = shipped_model(made->id.value);
        if (shipped && (shipped->group == ModelGroup::start || shipped->file == std::string_view(kOf1998File)))
            return made;
        last = made;
    }
    return last;
}

void fetch_counterpart(State& state) {
    for (const ShippedModel& model : shipped_models())
        if (model.file == std::string_view(kOf1998File)) keep_shipped(state, model);
}

}  // namespace app
