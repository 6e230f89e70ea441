// Means and deviations by layer, as the values come.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "figure/figure.h"

namespace probe {

/// Mean and deviation of many values, by layer.
struct Sums {
    std::vector<double> sum, square;
    int count = 0;  ///< a layer

    void add(const std::vector<float>& values, int pairs) {
        const std::size_t layers = values.size() / static_cast<std::size_t>(pairs);
        sum.resize(layers);
        square.resize(layers);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto v = static_cast<double>(values[i]);
            sum[i / static_cast<std::size_t>(pairs)] += v;
            square[i / static_cast<std::size_t>(pairs)] += v * v;
        }
        count += pairs;
    }
    double mean(std::size_t layer) const { return sum[layer] / count; }
    double deviation(std::size_t layer) const {  // of one value there is none
        return count > 1 ? std::sqrt(std::max(0.0, square[layer] / count - mean(layer) * mean(layer))) : std::nan("");
    }
    /// A bar for each layer's mean, with its deviation.
    figure::Series bars(std::string name, int colour) const {
        figure::Series series;
        series.name = std::move(name);
        series.colour = colour;
        for (std::size_t layer = 0; layer < sum.size(); ++layer) {
            const double m = mean(layer), d = deviation(layer);
            series.x.push_back(static_cast<float>(layer));
            series.y.push_back(static_cast<float>(m));
            series.low.push_back(static_cast<float>(d > m ? 0.0 : m - d));
            series.high.push_back(static_cast<float>(m + d));
        }
        return series;
    }
};

}  // namespace probe
