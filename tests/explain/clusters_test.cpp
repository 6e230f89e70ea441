// Maps that are alike stand together.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "explain/clusters.h"

namespace {

/// Maps of one group are 0.9 alike, others 0.1; map i is of group i % groups.
std::vector<double> in_groups(int maps, int groups) {
    std::vector<double> likeness;
    for (int i = 0; i < maps; ++i)
        for (int k = 0; k < maps; ++k) likeness.push_back(i == k ? 1.0 : i % groups == k % groups ? 0.9 : 0.1);
    return likeness;
}

}  // namespace

TEST_CASE("clusters: every map once, maps of one group next to each other") {
    const int maps = 24, groups = 4;
    const std::vector<int> order = explain::cluster_order(in_groups(maps, groups), maps);
    REQUIRE(order.size() == 24);
    std::vector<int> sorted = order, all(24);
    std::sort(sorted.begin(), sorted.end());
    std::iota(all.begin(), all.end(), 0);
    CHECK(sorted == all);
    int changes = 0;
    for (std::size_t i = 1; i < order.size(); ++i) changes += order[i] % groups != order[i - 1] % groups;
    CHECK(changes == groups - 1);
}

TEST_CASE("clusters: a chain is laid out in its order") {
    // Map i's neighbours in the chain are the most alike; the chain is mixed up in numbers.
    const int chain[] = {3, 0, 4, 1, 2};
    std::vector<double> likeness(25);
    for (int a = 0; a < 5; ++a)
        for (int b = 0; b < 5; ++b)
            likeness[static_cast<std::size_t>(chain[a] * 5 + chain[b])] = 1 - 0.2 * std::abs(a - b);
    std::vector<int> order = explain::cluster_order(likeness, 5);
    if (order.front() != 3) std::reverse(order.begin(), order.end());
    CHECK(order == std::vector<int>(chain, chain + 5));
}

TEST_CASE("clusters: maps without a likeness come last; none, one and NaN alone are no trouble") {
    CHECK(explain::cluster_order({}, 0).empty());
    CHECK(explain::cluster_order({1.0}, 1) == std::vector<int>{0});
    CHECK(explain::cluster_order(std::vector<double>(9, std::nan("")), 3).size() == 3);
    std::vector<double> likeness = in_groups(6, 2);
    for (int k = 0; k < 6; ++k)
        likeness[static_cast<std::size_t>(2 * 6 + k)] = likeness[static_cast<std::size_t>(k * 6 + 2)] = NAN;
    const std::vector<int> order = explain::cluster_order(likeness, 6);
    CHECK((order.back() == 2 || order.front() == 2));
}
