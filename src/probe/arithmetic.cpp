#include "probe/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace probe {

int largest(std::span<const float> values) {
    return values.empty() ? 0 : static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

int runner_up(std::span<const float> values) {
    const int first = largest(values);
    int second = -1;
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        if (i != first && (second < 0 || values[index(i)] > values[index(second)])) second = i;
    return second;
}

double relative_change(std::span<const float> a, std::span<const float> b) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double was = static_cast<double>(a[i]), is = static_cast<double>(b[i]);
        difference += (is - was) * (is - was);
        size += was * was;
    }
    return size > 0 ? std::sqrt(difference / size) : std::numeric_limits<double>::quiet_NaN();
}

std::vector<int> strongest_maps(const nn::Tensor& tensor, int count) {
    std::vector<double> sums;
    for (int map = 0; map < tensor.shape.channels; ++map) {
        sums.push_back(0);
        for (const float value : tensor.map(map)) sums.back() += static_cast<double>(std::fabs(value));
        if (std::isnan(sums.back())) sums.back() = -1;  // sorted behind all others
    }
    std::vector<int> order(sums.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return sums[index(a)] > sums[index(b)]; });
    order.resize(std::min(order.size(), index(count)));
    return order;
}

}  // namespace probe
