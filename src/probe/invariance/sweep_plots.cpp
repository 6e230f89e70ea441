#include "probe/invariance/sweep_plots.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "probe/arithmetic.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

/// The value that `share` of all lie below; changes their order.  NaN counts as the largest.
float percentile(std::vector<float>& values, double share) {
    if (values.empty()) return std::numeric_limits<float>::quiet_NaN();
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), at, values.end(),
                     [](float a, float b) { return std::isnan(b) ? !std::isnan(a) : a < b; });
    return *at;
}

/// One of the ten that no digit shown has, where there is one.
int free_colour(std::span<const Curves> shown) {
    int colour = 7;
    for (int used = 0; used < 10; ++used)
        if (std::none_of(shown.begin(), shown.end(), [used](const Curves& c) { return c.truth == used; }))
            colour = used;
    return colour;
}

/// Mean and band.
figure::Series crowd_series(std::span<const Curves> crowd, int sweep, int layer, bool relative) {
    figure::Series series;
    series.name = "mean of " + std::to_string(crowd.size());
    series.dashed = true;
    std::vector<float> column;
    for (int i = 0; i < kSweeps[index(sweep)].count; ++i) {
        double sum = 0;
        column.clear();
        for (const Curves& curves : crowd) {
            const float value = curves.value(first_position(sweep) + i, layer, relative);
            if (std::isnan(value)) continue;  // a layer that was silent
            column.push_back(value);
            sum += static_cast<double>(value);
        }
        series.x.push_back(kSweeps[index(sweep)].at(i));
        series.y.push_back(static_cast<float>(sum / static_cast<double>(column.size())));
        series.low.push_back(percentile(column, 0.1));
        series.high.push_back(percentile(column, 0.9));
    }
    return series;
}

figure::Series digit_series(const Curves& curves, int sweep, int layer, bool relative) {
    const Sweep& s = kSweeps[index(sweep)];
    figure::Series series;
    series.name = curves.name == "own" ? "own drawing" : "a " + curves.name;
    series.colour = curves.truth % 10;
    for (int i = 0; i < s.count && first_position(sweep) + i < curves.known; ++i) {
        series.x.push_back(s.at(i));
        series.y.push_back(curves.value(first_position(sweep) + i, layer, relative));
    }
    return series;
}

}  // namespace

figure::Plot sweep_plot(const nn::Network& network, std::span<const Curves> shown, std::span<const Curves> crowd,
                        int sweep, int layer, bool relative) {
    const Sweep& s = kSweeps[index(sweep)];
    figure::Plot plot;
    plot.name = (layer == kProbability ? "probability" : layer_name(network, layer)) + " against " + s.key;
    plot.bare = true;
    plot.x_label = s.label;
    plot.y_label = layer == kProbability ? "" : relative ? "relative change" : "distance";
    plot.width = 1.0f / 3;
    plot.drag = s.key;
    plot.y_low = 0.0f;
    if (layer == kProbability) plot.y_high = 1.0f;
    for (const Curves& curves : shown) plot.series.push_back(digit_series(curves, sweep, layer, relative));
    if (crowd.size() >= 3) {
        plot.series.push_back(crowd_series(crowd, sweep, layer, relative));
        plot.series.back().colour = free_colour(shown);
    }
    return plot;
}

}  // namespace probe
