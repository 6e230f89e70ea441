#include "explain/clusters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace explain {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<int> cluster_order(const std::vector<double>& likeness, int maps) {
    const auto alike = [&](int i, int k) {
        const double value = likeness[index(i * maps + k)];
        return std::isnan(value) ? -1.0 : value;
    };
    std::vector<std::vector<int>> groups;
    std::vector<double> sums(index(maps * maps));  // of the likeness of all pairs of two groups' maps
    for (int i = 0; i < maps; ++i) {
        groups.push_back({i});
        for (int k = 0; k < maps; ++k) sums[index(i * maps + k)] = alike(i, k);
    }
    for (int joined = 1; joined < maps; ++joined) {
        int one = -1, other = -1;
        double best = 0;
        for (int i = 0; i < maps; ++i) {
            for (int k = i + 1; k < maps; ++k) {
                const std::size_t pairs = groups[index(i)].size() * groups[index(k)].size();
                if (pairs == 0) continue;  // one of them was joined to another
                const double mean = sums[index(i * maps + k)] / static_cast<double>(pairs);
                if (one < 0 || mean > best) one = i, other = k, best = mean;
            }
        }
        std::vector<int>&first = groups[index(one)], &second = groups[index(other)];
        const double ends[] = {alike(first.back(), second.front()), alike(first.back(), second.back()),
                               alike(first.front(), second.front()), alike(first.front(), second.back())};
        const auto which = std::distance(std::begin(ends), std::max_element(std::begin(ends), std::end(ends)));
        if (which >= 2) std::reverse(first.begin(), first.end());
        if (which % 2 == 1) std::reverse(second.begin(), second.end());
        first.insert(first.end(), second.begin(), second.end());
        second.clear();
        for (int k = 0; k < maps; ++k) {
            sums[index(one * maps + k)] += sums[index(other * maps + k)];
            sums[index(k * maps + one)] = sums[index(one * maps + k)];
        }
    }
    return maps > 0 ? groups.front() : std::vector<int>();
}

}  // namespace explain
