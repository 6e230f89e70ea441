// Distances under shift, scale and rotation against plain ones.
#include "tests/explain/support.h"

#include "explain/invariance.h"

using namespace explain_test;

namespace {

double plain_distance(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return std::sqrt(sum);
}

}  // namespace

TEST_CASE("invariance: distances of every layer are those of two forward passes") {
    const nn::Network network = reference_network();
    const std::vector<float> input = reference_input(3);
    explain::Mover mover(network);
    mover.begin(input);
    const nn::Activations still = run(network, input);
    const std::vector<float> zeros(5000, 0.0f);
    CHECK(static_cast<double>(mover.lengths()[0]) ==
          doctest::Approx(plain_distance(input, std::span(zeros).first(784))));
    explain::Change change;
    for (const explain::Transform& how : {explain::Transform{0, 3, 1, 0}, {0, 0, 1.3f, 0}, {1.5f, -2, 0.8f, 75}}) {
        std::vector<float> moved(784);
        explain::transform(input, 28, how, moved);
        const nn::Activations there = run(network, moved);
        mover.measure(how, change);
        REQUIRE(change.distance.size() == static_cast<std::size_t>(network.layer_count()) + 1);
        CHECK(static_cast<double>(change.distance[0]) == doctest::Approx(plain_distance(input, moved)));
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            const auto i = static_cast<std::size_t>(layer);
            CHECK(static_cast<double>(change.distance[i + 1]) ==
                  doctest::Approx(plain_distance(still.outputs[i].data, there.outputs[i].data)).epsilon(1e-4));
            CHECK(static_cast<double>(mover.lengths()[i + 1]) ==
                  doctest::Approx(
                      plain_distance(still.outputs[i].data, std::span(zeros).first(still.outputs[i].data.size())))
                      .epsilon(1e-4));
        }
        CHECK(relative_error(change.answer, there.outputs.back().data) < 1e-5);
    }
    mover.measure({}, change);
    for (float d : change.distance) CHECK(d == 0.0f);
}

TEST_CASE("invariance: a convolution's vector shifts with its input, so its length stays") {
    const nn::Network network = random_network({1, 20, 20}, {conv(3, 3)}, 60, false);
    std::vector<float> input(400, 0.0f);
    input[10 * 20 + 9] = 1;
    explain::Mover mover(network);
    mover.begin(input);
    explain::Change change;
    mover.measure({0, 5, 1, 0}, change);  // far enough that the two do not overlap: |a - b| = sqrt(2) |a|
    CHECK(change.distance[1] == doctest::Approx(std::sqrt(2.0f) * mover.lengths()[1]).epsilon(1e-4));
}
