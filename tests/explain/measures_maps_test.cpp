// Matching, likeness, redundancy, roughness: what they must be blind to, and where they are undefined.
#include "tests/explain/measures_support.h"

#include <numeric>

#include "explain/likeness.h"
#include "explain/matching.h"
#include "explain/redundancy.h"
#include "explain/roughness.h"

using namespace explain_test;

TEST_CASE("matching: the Hungarian method finds what trying all does") {
    nn::Random random(3);
    for (int trial = 0; trial < 200; ++trial) {
        const int rows = 1 + random.below(6), columns = rows + random.below(7 - rows);
        std::vector<double> costs(static_cast<std::size_t>(rows * columns));
        for (double& c : costs) c = trial % 2 ? random.below(4) : static_cast<double>(random.normal());  // ties, too
        std::vector<int> order(static_cast<std::size_t>(columns));
        std::iota(order.begin(), order.end(), 0);
        double best = INFINITY;
        do {
            double sum = 0;
            for (int i = 0; i < rows; ++i)
                sum += costs[static_cast<std::size_t>(i * columns + order[static_cast<std::size_t>(i)])];
            best = std::min(best, sum);
        } while (std::next_permutation(order.begin(), order.end()));
        const std::vector<int> found = explain::assign(costs, rows, columns);
        double sum = 0;
        std::vector<int> used(static_cast<std::size_t>(columns));
        for (int i = 0; i < rows; ++i) {
            const int column = found[static_cast<std::size_t>(i)];
            REQUIRE((column >= 0 && column < columns));
            CHECK(++used[static_cast<std::size_t>(column)] == 1);
            sum += costs[static_cast<std::size_t>(i * columns + column)];
        }
        CHECK(sum == doctest::Approx(best).epsilon(1e-9));
    }
    CHECK(explain::assign({}, 0, 3).empty());
}

TEST_CASE("matching: a permuted network finds its own maps; dead maps have no partner; sizes differ") {
    const Set set(8, 25, 5);
    nn::Network network = small(1, 6);
    network.parameters[0].bias.assign(6, 2.0f);  // none is dead by chance
    kill(network, 2);
    const std::vector<int> order = {3, 5, 2, 0, 1, 4};
    const nn::Network other = permuted(network, order);
    explain::Matcher matcher(network, other, {{2, 2}, {4, 4}, {2, 4}}, set.digits(), 25);
    while (matcher.advance(4)) {
    }
    const std::vector<double> r = matcher.correlation(0).correlations();
    const auto pairs = explain::one_to_one(r, 6, 6), best = explain::best_partners(r, 6, 6);
    for (std::size_t i = 0; i < 6; ++i) {
        const int source = order[i];
        if (source == 2) {
            CHECK(pairs[2].map == -1);
            CHECK(best[2].map == -1);
            CHECK(std::isnan(best[2].correlation));
            continue;
        }
        CHECK(pairs[static_cast<std::size_t>(source)].map == static_cast<int>(i));
        CHECK(best[static_cast<std::size_t>(source)].correlation == doctest::Approx(1));
    }
    CHECK(explain::mean_correlation(pairs) == doctest::Approx(1));
    const std::vector<double> above = matcher.correlation(1).correlations();
    for (std::size_t i = 0; i < 7; ++i) CHECK((std::isnan(above[i * 8]) || above[i * 8] == doctest::Approx(1)));
    CHECK(matcher.correlation(2).correlations().size() == 42);  // maps against units: by their means

    // Averaged down to the smaller grid, exactly.
    explain::MapCorrelation mixed({1, 2, 3}, {1, 4, 3});
    nn::Random random(9);
    for (int digit = 0; digit < 5; ++digit) {
        std::vector<float> small_map(6), large(12);
        for (float& v : small_map) v = random.uniform();
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t c = 0; c < 3; ++c)
                large[row * 3 + c] = 2 * small_map[row / 2 * 3 + c] + (row % 2 ? 0.5f : -0.5f);
        mixed.add(small_map, large);
    }
    CHECK(mixed.correlations()[0] == doctest::Approx(1).epsilon(1e-6));
    CHECK(std::isnan(explain::mean_correlation({})));
    CHECK(explain::one_to_one(std::vector<double>(6, NAN), 2, 3)[1].map == -1);
    explain::MapCorrelation one_digit({2, 1, 1}, {2, 1, 1});
    one_digit.add(std::vector<float>{1, 2}, std::vector<float>{3, 4});
    CHECK(std::isnan(one_digit.correlations()[0]));
    // What rounding leaves of a constant is no variation.
    for (int i = 1; i < 50; ++i) {
        explain::MapCorrelation constant({1, 1, 1}, {1, 1, 1});
        for (int digit = 0; digit < 7; ++digit)
            constant.add(std::vector<float>{0.1f * static_cast<float>(i)},
                         std::vector<float>{static_cast<float>(digit)});
        CHECK(std::isnan(constant.correlations()[0]));
    }
    // A mean that is large against the spread.
    explain::MapCorrelation far({1, 1, 1}, {1, 1, 1});
    for (float v : {1.0f, 2.0f, 4.0f, 3.0f}) far.add(std::vector<float>{1000 + v}, std::vector<float>{v});
    CHECK(far.correlations()[0] == doctest::Approx(1).epsilon(1e-6));
}

TEST_CASE("matching: more maps than the other layer has are left over, and the sum is the best") {
    const std::vector<double> r = {0.9, 0.8, 0.7, 0.1, 0.6, NAN};  // three rows, two columns
    const auto pairs = explain::one_to_one(std::vector<double>{0.9, 0.8, 0.7, 0.1, 0.6, 0.5}, 3, 2);
    CHECK(pairs[0].map == 1);
    CHECK(pairs[1].map == 0);
    CHECK(pairs[2].map == -1);
    CHECK(explain::best_partners(r, 3, 2)[2].map == 0);
}

TEST_CASE("likeness: 1 with itself, symmetric, blind to the order of maps, nothing of a dead layer") {
    const Set set(8, 20, 5);
    const nn::Network network = small(1, 6), other = small(20, 3);
    const auto matrix = [&](const nn::Network& a, const nn::Network& b, explain::CkaForm form, int n = 20) {
        explain::LikenessMatrix made(a, b, set.digits(), n, form);
        float before = 0;
        while (made.advance(3)) {
            CHECK(made.progress() >= before);
            before = made.progress();
        }
        CHECK(made.done());
        CHECK(made.progress() == 1);
        return made;
    };
    for (const auto form : {explain::CkaForm::digits, explain::CkaForm::features, explain::CkaForm::cheaper}) {
        const auto self = matrix(network, permuted(network, {3, 5, 2, 0, 1, 4}), form);
        for (int i = 0; i < 3; ++i) CHECK(self.at(i, i).value() == doctest::Approx(1).epsilon(1e-5));
        const auto there = matrix(network, other, form), back = matrix(other, network, form);
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k)
                CHECK(there.at(i, k).value() == doctest::Approx(back.at(k, i).value()).epsilon(1e-5));
        nn::Network dead = network;
        for (int map = 0; map < 6; ++map) kill(dead, map);
        CHECK_FALSE(matrix(network, dead, form).at(0, 0).has_value());
        CHECK(std::isnan(matrix(network, dead, form).mean_of_same_names()));
        CHECK(std::isnan(matrix(network, other, form, 0).mean_of_same_names()));
        CHECK_FALSE(matrix(network, other, form, 1).at(0, 0).has_value());
    }
}

TEST_CASE("redundancy: copies, independence, dead and constant maps, nothing") {
    CHECK(explain::mean_absolute_correlation({1, -1, -1, 1}, 2) == 1);
    CHECK(explain::mean_absolute_correlation({1, NAN, NAN, NAN}, 2) != 0);
    CHECK(std::isnan(explain::mean_absolute_correlation({1}, 1)));
    CHECK(explain::effective_dimensions({2, 0, 0, 2}, 2) == doctest::Approx(2));
    CHECK(explain::effective_dimensions({2, 2, 2, 2}, 2) == doctest::Approx(1));
    CHECK(std::isnan(explain::effective_dimensions({0, 0, 0, 0}, 2)));
    const Set set(8, 15, 5);
    nn::Network network = small(3, 6);
    const auto measure = [&](const nn::Network& of, int n) {
        explain::Redundancy made(of, {2, 4}, set.digits(), n);
        while (made.advance(4)) {
        }
        return made;
    };
    const auto plain_one = measure(network, 15), turned = measure(permuted(network, {5, 4, 3, 2, 1, 0}), 15);
    CHECK(plain_one.redundancy(0) == doctest::Approx(turned.redundancy(0)).epsilon(1e-9));
    CHECK(plain_one.effective_dimensions(0) == doctest::Approx(turned.effective_dimensions(0)).epsilon(1e-9));
    kill(network, 4);
    CHECK(measure(network, 15).dead(0).back() == 4);
    CHECK(std::isfinite(measure(network, 15).redundancy(0)));
    CHECK(measure(network, 0).dead(0).empty());
    CHECK(std::isnan(measure(network, 0).redundancy(0)));
    // Two maps that are the same but for a factor.
    const std::size_t size = network.parameters[0].weight.size() / 6;
    nn::Network two = small(3, 2);
    for (std::size_t i = 0; i < size; ++i) two.parameters[0].weight[size + i] = 2 * two.parameters[0].weight[i];
    two.parameters[0].bias = {0.5f, 1};
    CHECK(measure(two, 15).redundancy(0) == doctest::Approx(1).epsilon(1e-6));
    CHECK(measure(two, 15).effective_dimensions(0) == doctest::Approx(1).epsilon(1e-6));
}

TEST_CASE("redundancy: without ReLU a unit that is always below zero is not dead") {
    const Set set(8, 5, 2);
    nn::Network network = random_network({1, 8, 8}, {fully_connected(2)}, 1);
    std::fill(network.parameters[0].weight.begin(), network.parameters[0].weight.end(), 0.0f);
    network.parameters[0].bias = {-1, 0};
    explain::Redundancy found(network, {0}, set.digits(), 5);
    while (found.advance(9)) {
    }
    CHECK(found.dead(0) == std::vector<int>{1});
}

TEST_CASE("roughness: a chessboard is rough, a plane is not, noise has three quarters, a single pixel none") {
    std::vector<float> board(25), flat(25, 1.0f), dot_kernel(25);
    for (std::size_t i = 0; i < 25; ++i) board[i] = i % 2 ? 1.0f : -1.0f;
    dot_kernel[12] = 3;
    CHECK(explain::roughness(board, 5) > 0.95);
    CHECK(explain::roughness(flat, 5) < 0.15);
    CHECK(explain::roughness(dot_kernel, 5) == doctest::Approx(0.75));
    CHECK(explain::roughness(random_values(25 * 400, 3), 5) == doctest::Approx(0.75).epsilon(0.05));
    CHECK(std::isnan(explain::roughness(std::vector<float>(25), 5)));
    const nn::Network network = random_network({1, 6, 6}, {conv(2, 1), conv(3, 3), fully_connected(2)}, 1);
    CHECK(explain::map_roughness(network, 0).empty());
    CHECK(std::isnan(explain::layer_roughness(network, 0)));
    CHECK(explain::map_roughness(network, 1).size() == 3);
    CHECK(explain::map_roughness(network, 2).empty());
}
