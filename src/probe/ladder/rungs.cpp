#include "probe/ladder/rungs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "explain/lesion.h"
#include "explain/maximise.h"
#include "probe/arithmetic.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kFeeders = 3;

/// The maps below that contribute most.
std::vector<Feeder> feeders_of(const nn::Network& network, const nn::Activations& activations,
                               const explain::UnitAt& at, explain::Projection& scratch) {
    const int below = at.layer - 1;
    const std::vector<float> sums = explain::contributions(network, activations, at);
    std::vector<int> order(sums.size());
    std::iota(order.begin(), order.end(), 0);
    const auto count = std::min<std::size_t>(kFeeders, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&sums](int a, int b) {
                          const float of_a = sums[index(a)], of_b = sums[index(b)];
                          return std::isnan(of_b) ? !std::isnan(of_a) : of_a > of_b;  // NaN comes last
                      });
    std::vector<Feeder> feeders;
    for (std::size_t i = 0; i < count; ++i) {
        Feeder feeder{order[i], sums[index(order[i])], {}};
        if (explain::can_start(network, below) && !has_maps(network, below)) {
            explain::project(network, activations, {below, explain::Keep::unit, feeder.map, 0}, scratch);
            feeder.picture = scratch.pixels.data;
        }
        feeders.push_back(std::move(feeder));
    }
    return feeders;
}

/// The strongest unit of a block, of the selected map, or of the class asked about.
Rung rung_of(const nn::Network& network, const nn::Activations& activations, const explain::Start& start, int of_class,
             int layer_with_weights, int end, explain::Projection& scratch) {
    Rung rung;
    const nn::Tensor& output = activations.output(end);
    const int plane = output.shape.plane();
    const bool is_selected =
        start.layer >= layer_with_weights && start.layer <= end && start.map >= 0 && start.map < output.shape.channels;
    const int score = nn::score_layer(network);
    const bool is_score = of_class >= 0 && explain::can_start(network, score) &&
                          explain::source_layer(network, score) == layer_with_weights;
    rung.why = is_score ? Rung::Why::asked_about : is_selected ? Rung::Why::selected : Rung::Why::strongest;
    const int map = is_score      ? std::min(of_class / plane, output.shape.channels - 1)
                    : is_selected ? start.map
                                  : largest(output.data) / plane;
    rung.at = {end, map, largest(output.map(map))};
    rung.value = output.map(map)[index(rung.at.unit)];
    rung.source = *explain::source_unit(network, activations, rung.at);
    explain::project(network, activations, {end, explain::Keep::unit, map, rung.at.unit}, scratch);
    rung.pixels = scratch.pixels.data;
    rung.feeders = feeders_of(network, activations, rung.source, scratch);
    return rung;
}

}  // namespace

std::vector<Rung> rungs_of(const nn::Network& network, const nn::Activations& activations, const explain::Start& start,
                           int of_class) {
    std::vector<Rung> rungs;
    explain::Projection scratch;
    for (int layer = 0; layer < network.layer_count();) {
        int next = layer + 1;
        while (next < network.layer_count() && explain::source_layer(network, next) != next) ++next;
        if (explain::source_layer(network, layer) == layer) {
            int end = layer;  // below a softmax, through which nothing is projected
            while (end + 1 < next && explain::can_start(network, end + 1)) ++end;
            while (end > layer && network.layer(end).kind == nn::LayerKind::dropout) --end;
            rungs.push_back(rung_of(network, activations, start, of_class, layer, end, scratch));
        }
        layer = next;
    }
    return rungs;
}

}  // namespace probe
