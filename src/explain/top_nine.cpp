// Nearly all the time goes into the forward passes: a map's maximum is found eight floats at a time, and its place only
// where the maximum is among the hundred strongest so far.
#include "explain/top_nine.h"

#include <algorithm>
#include <cassert>

#include "explain/lanes.h"

namespace explain {
namespace {

float largest(const float* values, int count) {
    using Vector = UnalignedLane8::Vector;
    int i = 0;
    float most = values[0];
    if (count >= kLanes) {
        Vector lanes = reinterpret_cast<const UnalignedLane8*>(values)->v;
        for (i = kLanes; i + kLanes <= count; i += kLanes) {
            const Vector next = reinterpret_cast<const UnalignedLane8*>(values + i)->v;
            lanes = next > lanes ? next : lanes;
        }
        for (int lane = 0; lane < kLanes; ++lane) most = std::max(most, lanes[lane]);
    }
    for (; i < count; ++i) most = std::max(most, values[i]);
    return most;
}

}  // namespace

TopScan::TopScan(const nn::Network& network, const nn::Digits& digits)
    : digits_(digits),
      network_(network),
      activations_(nn::make_activations(network)),
      input_(static_cast<std::size_t>(digits.shape.size())) {
    assert(digits.shape == network.architecture.input);
    int maps = 0;
    for (const nn::Shape& shape : network.shapes) {
        layers_.push_back({maps, shape.channels, shape.plane()});
        maps += shape.channels;
    }
    bars_.assign(static_cast<std::size_t>(maps), 0.0f);
    counts_.assign(static_cast<std::size_t>(maps), 0);
    hits_.resize(static_cast<std::size_t>(maps * kHits));
}

bool TopScan::advance(int count) {
    if (!engine_) engine_.emplace(network_);
    const int end = std::min(scanned_ + count, digits_.count());
    for (; scanned_ < end; ++scanned_) {
        nn::to_input(digits_.picture(scanned_), input_.data());
        engine_->forward(input_, activations_);
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) scan_layer(layer, scanned_);
    }
    return !done();
}

void TopScan::scan_layer(std::size_t layer, int digit) {
    const Layer& l = layers_[layer];
    const float* values = activations_.outputs[layer].data.data();
    for (int map = 0; map < l.maps; ++map, values += l.plane) {
        const float most = l.plane == 1 ? *values : largest(values, l.plane);
        if (!(most > bars_[static_cast<std::size_t>(l.first + map)])) continue;
        const int place = static_cast<int>(std::find(values, values + l.plane, most) - values);
        if (place < l.plane) insert(l.first + map, {digit, place, most});
    }
}

void TopScan::insert(int map, Hit hit) {
    const auto index = static_cast<std::size_t>(map);
    Hit* first = hits_.data() + index * kHits;
    int& count = counts_[index];
    Hit* end = first + std::min(count, kHits - 1);  // a full list loses its last
    Hit* place = std::upper_bound(first, end, hit, [](const Hit& a, const Hit& b) { return a.value > b.value; });
    std::move_backward(place, end, end + 1);
    *place = hit;
    count = std::min(count + 1, kHits);
    if (count == kHits) bars_[index] = first[kHits - 1].value;
}

std::span<const Hit> TopScan::hits(int layer, int map) const {
    const Layer& l = layers_[static_cast<std::size_t>(layer)];
    assert(map >= 0 && map < l.maps);
    const auto index = static_cast<std::size_t>(l.first + map);
    return {hits_.data() + index * kHits, static_cast<std::size_t>(counts_[index])};
}

std::vector<int> TopScan::histogram(int layer, int map, int classes) const {
    std::vector<int> counts(static_cast<std::size_t>(classes), 0);
    for (const Hit& hit : hits(layer, map)) {
        const int label = digits_.labels[static_cast<std::size_t>(hit.digit)];
        if (label < classes) ++counts[static_cast<std::size_t>(label)];
    }
    return counts;
}

}  // namespace explain
