// See map_agreement.h.
#include "explain/map_agreement.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace explain {

int watched_layer(const nn::Network& network) {
    for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
        const int watched = watchable(network, layer);
        if (watched >= 0 && network.shape(layer).plane() > 1) return watched;
    }
    return -1;
}

MapAgreement::MapAgreement(const nn::Network& network, const nn::Digits& digits, int n)
    : network_(network), reader_(network, digits, n), occluder_(network), watch_{watched_layer(network), 0} {
    assert(watch_.layer >= 0);
}

/// The next digit's strongest map, projected, and its sweep.
void MapAgreement::begin() {
    const nn::Tensor& output = reader_.output(watch_.layer);
    double best = -INFINITY;
    for (int map = 0; map < output.shape.channels; ++map) {
        const auto values = output.map(map);
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        if (sum > best) best = sum, watch_.map = map;
    }
    project(network_, reader_.activations(), {watch_.layer, Keep::whole_map, watch_.map, 0}, projection_);
    occluder_.begin(reader_.activations().input.data, patch_, watch_, {}, sweep_);
    sweeping_ = true;
}

bool MapAgreement::advance(int positions) {
    if (!sweeping_) {
        if (!reader_.next()) return false;
        begin();
    }
    if (occluder_.advance(positions, sweep_)) return true;
    sweeping_ = false;
    const double found = agreement(sweep_, patch_, projection_.pixels);
    if (!std::isnan(found)) sum_ += found, ++counted_;
    return !reader_.done();
}

float MapAgreement::progress() const {
    const float part =
        sweeping_ ? static_cast<float>(sweep_.done) / static_cast<float>(std::max(1, sweep_.count)) - 1 : 0;
    return reader_.count() == 0 ? 1.0f
                                : (static_cast<float>(reader_.seen()) + part) / static_cast<float>(reader_.count());
}

}  // namespace explain
