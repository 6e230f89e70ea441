// Random weights from the top down: what they can change and what not.
#include "tests/explain/support.h"

#include "explain/saliency.h"
#include "explain/sanity.h"

using namespace explain_test;

TEST_CASE("randomising replaces the listed layers and nothing else, the same for the same seed") {
    const nn::Network network = reference_network();
    const std::vector<int> layers = explain::weighted_layers(network, 5);
    CHECK(layers == std::vector<int>{3, 0});  // conv2, conv1
    CHECK(explain::weighted_layers(network, 11).size() == 5);
    const nn::Network one = explain::randomised(network, std::span(layers).first(1), 1),
                      two = explain::randomised(network, layers, 1);
    CHECK(one.parameters[3].weight == two.parameters[3].weight);
    CHECK(one.parameters[3].weight != network.parameters[3].weight);
    CHECK(one.parameters[0].weight == network.parameters[0].weight);
    CHECK(two.parameters[0].weight != network.parameters[0].weight);
    CHECK(one.parameters[6].weight == network.parameters[6].weight);
    CHECK(explain::randomised(network, layers, 2).parameters[3].weight != two.parameters[3].weight);
}

TEST_CASE("layers above a start do not change its pictures, layers below do") {
    const nn::Network network = reference_network();
    const std::vector<float> input = reference_input(3);
    const explain::Start start{5, explain::Keep::whole_map, 4, 0};
    const explain::Pictures trained = explain::pictures_of(network, run(network, input), start);
    const std::vector<int> above = {10, 8, 6}, below = {3};
    const nn::Network changed_above = explain::randomised(network, above, 1),
                      changed_below = explain::randomised(network, below, 1);
    const explain::Pictures same = explain::pictures_of(changed_above, run(changed_above, input), start);
    CHECK(same.deconvnet == trained.deconvnet);
    CHECK(same.gradient == trained.gradient);
    CHECK(same.guided == trained.guided);
    const explain::Pictures other = explain::pictures_of(changed_below, run(changed_below, input), start);
    CHECK(explain::likeness(other.deconvnet, trained.deconvnet).correlation < 0.95);
    CHECK(explain::likeness(other.gradient, trained.gradient).correlation < 0.95);
}

TEST_CASE("likeness: sign matters to correlation and cosine, not to the ranks of absolute values") {
    const std::vector<float> a = random_values(100, 70);
    std::vector<float> b = a;
    for (float& value : b) value *= -2;
    const explain::Likeness same = explain::likeness(a, a), opposite = explain::likeness(a, b);
    CHECK(same.correlation == doctest::Approx(1));
    CHECK(opposite.correlation == doctest::Approx(-1));
    CHECK(opposite.cosine == doctest::Approx(-1));
    CHECK(opposite.rank == doctest::Approx(1));
}

TEST_CASE("the target of a start is what it keeps, once each") {
    const nn::Network network = reference_network();
    const nn::Activations activations = run(network, reference_input(8));
    const auto sum = [&](const explain::Start& start) {
        const explain::Target target = explain::target_of(activations, start);
        return dot(target.signal, activations.output(start.layer).data);
    };
    const std::span<const float> map = activations.output(5).map(3);
    double total = 0;
    for (const float value : map) total += static_cast<double>(value);
    CHECK(sum({5, explain::Keep::whole_map, 3, 0}) == doctest::Approx(total));
    CHECK(sum({5, explain::Keep::strongest, 3, 0}) == doctest::Approx(*std::max_element(map.begin(), map.end())));
    CHECK(sum({5, explain::Keep::unit, 3, 7}) == doctest::Approx(map[7]));
    CHECK(explain::target_of(activations, {5, explain::Keep::all_maps, 0, 0}).signal == std::vector<float>(400, 1.0f));
}
