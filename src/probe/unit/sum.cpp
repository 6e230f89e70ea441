#include "probe/unit/sum.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probe/arithmetic.h"

namespace probe {

UnitSum sum_of(const nn::Network& network, const nn::Activations& activations, explain::UnitAt at) {
    UnitSum sum;
    sum.at = at;
    sum.window = explain::window_of(network, at.layer, at.unit);
    for (int map = 0; map < network.input_shape(at.layer).channels; ++map) {
        const std::vector<float> products = products_of(network, activations, sum, map);
        sum.maps.push_back(std::accumulate(products.begin(), products.end(), 0.0));
        if (nn::is_connected(network.layer(at.layer), at.map, map)) sum.terms += static_cast<int>(products.size());
    }
    sum.products = std::accumulate(sum.maps.begin(), sum.maps.end(), 0.0);
    sum.bias = static_cast<double>(network.parameters[index(at.layer)].bias[index(at.map)]);
    sum.value = activations.output(at.layer).map(at.map)[index(at.unit)];
    return sum;
}

std::vector<float> products_of(const nn::Network& network, const nn::Activations& activations, const UnitSum& sum,
                               int map) {
    std::vector<float> values = explain::patch(explain::below(activations, sum.at.layer).map(map),
                                               network.input_shape(sum.at.layer), sum.window);
    const explain::Kernel kernel = explain::kernel_between(network, sum.at.layer, sum.at.map, map);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= kernel.weights[i];
    return values;
}

std::vector<Term> strongest_terms(const nn::Network& network, const nn::Activations& activations, const UnitSum& sum,
                                  int count) {
    std::vector<Term> terms;
    const nn::Shape& shape = network.input_shape(sum.at.layer);
    const nn::Tensor& input = explain::below(activations, sum.at.layer);
    for (int map = 0; map < shape.channels; ++map) {
        const explain::Kernel kernel = explain::kernel_between(network, sum.at.layer, sum.at.map, map);
        for (int i = 0; i < sum.window.height * sum.window.width; ++i) {
            const int row = sum.window.row + i / sum.window.width, column = sum.window.column + i % sum.window.width;
            if (row < 0 || row >= shape.height || column < 0 || column >= shape.width) continue;
            const int unit = row * shape.width + column;
            const float value = input.map(map)[index(unit)], weight = kernel.weights[index(i)];
            terms.push_back({map, unit, value, weight, value * weight});
        }
    }
    const auto few = std::min(index(count), terms.size());
    std::partial_sort(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(few), terms.end(),
                      [](const Term& a, const Term& b) { return std::fabs(a.product) > std::fabs(b.product); });
    terms.resize(few);
    std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.product > b.product; });
    return terms;
}

}  // namespace probe
