// See redundancy.h.  The eigenvalues themselves are not needed: their sum is the trace, their squares' the norm.
#include "explain/redundancy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace explain {

double mean_absolute_correlation(const std::vector<double>& correlations, int maps) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < maps; ++i) {
        for (int k = i + 1; k < maps; ++k) {
            const double r = correlations[static_cast<std::size_t>(i * maps + k)];
            if (!std::isnan(r)) sum += std::abs(r), ++pairs;
        }
    }
    return sum / pairs;
}

double effective_dimensions(const std::vector<double>& covariances, int maps) {
    double trace = 0, squares = 0;
    for (int i = 0; i < maps; ++i) trace += covariances[static_cast<std::size_t>(i * maps + i)];
    for (const double c : covariances) squares += c * c;
    return trace > 0 ? trace * trace / squares : std::numeric_limits<double>::quiet_NaN();
}

Redundancy::Redundancy(const nn::Network& network, std::vector<int> layers, const nn::Digits& digits, int n)
    : reader_(network, digits, n) {
    for (const int layer : layers) {
        const nn::Shape& shape = network.shape(layer);
        layers_.push_back({layer, {shape, shape}, std::vector<bool>(static_cast<std::size_t>(shape.channels))});
    }
}

bool Redundancy::advance(int digits) {
    for (int i = 0; i < std::max(digits, 1) && reader_.next(); ++i) {
        for (Layer& layer : layers_) {
            const nn::Tensor& output = reader_.output(layer.layer);
            layer.correlation.add(output.data, output.data);
            for (int map = 0; map < output.shape.channels; ++map) {
                const std::span<const float> values = output.map(map);
                if (std::any_of(values.begin(), values.end(), [](float v) { return v != 0; }))
                    layer.alive[static_cast<std::size_t>(map)] = true;
            }
        }
    }
    return !reader_.done();
}

double Redundancy::redundancy(int layer) const {
    return mean_absolute_correlation(correlations(layer), at(layer).correlation.rows());
}

double Redundancy::effective_dimensions(int layer) const {
    return explain::effective_dimensions(at(layer).correlation.covariances(), at(layer).correlation.rows());
}

std::vector<int> Redundancy::dead(int layer) const {
    std::vector<int> found;
    for (std::size_t map = 0; seen() > 0 && map < at(layer).alive.size(); ++map)
        if (!at(layer).alive[map]) found.push_back(static_cast<int>(map));
    return found;
}

}  // namespace explain
