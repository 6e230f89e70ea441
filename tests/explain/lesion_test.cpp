// Lesions against a plain forward pass that zeroes on its way, and the ranking against whole networks with lesions.
#include "tests/explain/support.h"

#include <functional>

#include "explain/lesion.h"
#include "nn/classifier.h"
#include "tests/nn/naive.h"

using namespace explain_test;
using nn::LayerKind;

namespace {

/// conv relu pool conv tanh fc relu fc softmax
nn::Network small_network(bool softmax = true) {
    std::vector<nn::LayerSpec> layers = {
        conv(5, 3),          plain(LayerKind::relu), max_pool(2, 2),    conv(6, 3, 1, 1), plain(LayerKind::tanh),
        fully_connected(12), plain(LayerKind::relu), fully_connected(4)};
    if (softmax) layers.push_back(plain(LayerKind::softmax));
    nn::Network network = random_network({1, 12, 12}, layers, 80);
    for (nn::Parameters& p : network.parameters)
        for (float& w : p.weight) w *= 0.4f;
    return network;
}

/// Layer by layer, each as a network of one layer, with `change` applied to its output.
std::vector<nn::Tensor> changed_pass(const nn::Network& network, const std::vector<float>& input,
                                     const std::function<void(int, nn::Tensor&, const nn::Tensor&)>& change) {
    std::vector<nn::Tensor> outputs;
    nn::Tensor in(network.architecture.input);
    in.data = input;
    for (int i = 0; i < network.layer_count(); ++i) {
        nn::Architecture one;
        one.input = in.shape;
        one.layers = {network.layer(i)};
        nn::Network alone = nn::make_network(one).value();
        alone.parameters[0] = network.parameters[static_cast<std::size_t>(i)];
        nn::Tensor out = naive::forward(alone, in.data).outputs[0];
        change(i, out, in);
        outputs.push_back(out);
        in = outputs.back();
    }
    return outputs;
}

void check_lesioned(const nn::Network& network, const std::vector<explain::Lesion>& lesions,
                    const std::function<void(int, nn::Tensor&, const nn::Tensor&)>& change, int from) {
    const explain::Lesioned lesioned = explain::lesion(network, lesions);
    const std::vector<float> input = random_values(144, 81);
    const nn::Activations got = run(lesioned.network, input);
    const std::vector<nn::Tensor> want = changed_pass(network, input, change);
    REQUIRE(static_cast<int>(lesioned.layer_of.size()) == network.layer_count());
    for (int layer = from; layer < network.layer_count(); ++layer) {
        const int at = lesioned.layer_of[static_cast<std::size_t>(layer)];
        const std::vector<float>& output = at < 0 ? got.input.data : got.output(at).data;
        CHECK_MESSAGE(relative_error(output, want[static_cast<std::size_t>(layer)].data) < 1e-4, "layer ", layer);
    }
}

struct Set {
    std::vector<std::uint8_t> pixels, labels;
    nn::Digits digits() const { return {{1, 12, 12}, pixels, labels}; }
};

Set noise(int count) {
    std::mt19937 random(82);
    Set set;
    for (int i = 0; i < count * 144; ++i) set.pixels.push_back(static_cast<std::uint8_t>(random() % 256));
    for (int i = 0; i < count; ++i) set.labels.push_back(static_cast<std::uint8_t>(random() % 4));
    return set;
}

}  // namespace

TEST_CASE("lesion: what is switched off is zero from there on") {
    const nn::Network network = small_network();
    for (int layer : {2, 4, 6}) {  // after a pool, after tanh, after relu
        const explain::Lesion one{layer, 1}, two{layer, 4};
        check_lesioned(
            network, {one, two},
            [&](int i, nn::Tensor& out, const nn::Tensor&) {
                if (i == layer)
                    for (int map : {1, 4}) std::fill(out.map(map).begin(), out.map(map).end(), 0.0f);
            },
            layer);
    }
    check_lesioned(
        network, {{3, -1}},
        [](int i, nn::Tensor& out, const nn::Tensor&) {
            if (i == 3) std::fill(out.data.begin(), out.data.end(), 0.0f);
        },
        3);
    check_lesioned(
        network, {{2, -1}},
        [](int i, nn::Tensor& out, const nn::Tensor&) {
            if (i == 2) std::fill(out.data.begin(), out.data.end(), 0.0f);
        },
        2);
    check_lesioned(
        network, {}, [](int, nn::Tensor&, const nn::Tensor&) {}, 0);
    check_lesioned(
        network, {{77, 0}, {0, 99}, {-3, 1}}, [](int, nn::Tensor&, const nn::Tensor&) {}, 0);  // not there
}

TEST_CASE("lesion: a map that is off gets no shift of the batch normalisation above it") {
    const nn::Network network = random_network(
        {1, 12, 12}, {conv(6, 3), plain(LayerKind::batch_norm), leaky_relu(0.2f), max_pool(2, 2), fully_connected(4)},
        86);
    for (int layer : {1, 2, 3})
        check_lesioned(
            network, {{layer, 1}, {layer, 4}},
            [&](int i, nn::Tensor& out, const nn::Tensor&) {
                if (i == layer)
                    for (int map : {1, 4}) std::fill(out.map(map).begin(), out.map(map).end(), 0.0f);
            },
            layer);
    const Set set = noise(60);
    explain::Ranking ranking(network, 2, set.digits(), 60, {0, 2});
    while (ranking.advance()) {
    }
    for (int map = 0; map < ranking.known(); ++map)
        CHECK(ranking.without(map).correct ==
              nn::evaluate(explain::lesion(network, std::vector<explain::Lesion>{{2, map}}).network, set.digits())
                  .correct);
}

TEST_CASE("lesion: relu, tanh and layers that keep the shape pass their input on") {
    const auto pass = [](std::vector<int> layers) {
        return [layers](int i, nn::Tensor& out, const nn::Tensor& in) {
            if (std::find(layers.begin(), layers.end(), i) != layers.end()) out = in;
        };
    };
    const nn::Network network = small_network();
    check_lesioned(network, {{1, -1}}, pass({1}), 0);
    check_lesioned(network, {{1, -1}, {4, -1}, {6, -1}}, pass({1, 4, 6}), 0);
    const nn::Network square = random_network(
        {1, 12, 12}, {conv(1, 3, 1, 1), plain(LayerKind::relu), fully_connected(9), fully_connected(9)}, 83);
    CHECK(explain::passes_on(square, 0));
    CHECK_FALSE(explain::passes_on(square, 2));
    check_lesioned(square, {{0, -1}, {3, -1}}, pass({0, 3}), 0);
}

TEST_CASE("lesion: noise has the size that was asked for, by seed") {
    const nn::Network network = random_network({1, 40, 40}, {fully_connected(8), fully_connected(5)}, 84);
    const std::vector<float>& was = network.parameters[0].weight;
    const auto noisy = [&](int layer, std::uint64_t seed) {
        return explain::lesion(network, {}, {0.3f, layer, seed}).network;
    };
    const nn::Network first = noisy(-1, 1);
    double change = 0, size = 0;
    for (std::size_t i = 0; i < was.size(); ++i) {
        change += std::pow(static_cast<double>(first.parameters[0].weight[i] - was[i]), 2);
        size += std::pow(static_cast<double>(was[i]), 2);
    }
    CHECK(std::sqrt(change / size) == doctest::Approx(0.3).epsilon(0.03));
    CHECK(first.parameters[0].bias == network.parameters[0].bias);
    CHECK(noisy(-1, 1).parameters[0].weight == first.parameters[0].weight);
    CHECK(noisy(-1, 2).parameters[0].weight != first.parameters[0].weight);
    CHECK(noisy(1, 1).parameters[0].weight == was);
    CHECK(noisy(1, 1).parameters[1].weight != network.parameters[1].weight);
}

TEST_CASE("lesion: the ranking agrees with networks that lack the map") {
    const Set set = noise(150);
    for (bool softmax : {true, false}) {
        const nn::Network network = small_network(softmax);
        for (int layer : {0, 2, 3, 6, 7}) {
            explain::Ranking ranking(network, layer, set.digits(), 130, {0, 2});
            int slices = 0;
            while (ranking.advance()) REQUIRE(++slices < 1000);
            REQUIRE(ranking.known() == network.shape(layer).channels);
            CHECK(ranking.progress() == doctest::Approx(1));
            const auto right = [&](const std::vector<explain::Lesion>& lesions) {
                const nn::Digits digits = set.digits().slice(0, 130);
                nn::Classifier scorer(explain::lesion(network, lesions).network, digits);
                while (scorer.advance(48)) {
                }
                const int correct = scorer.tally(130).correct;
                CHECK(correct == nn::evaluate(explain::lesion(network, lesions).network, digits).correct);
                return correct;
            };
            CHECK(ranking.intact().correct == right({}));
            CHECK(ranking.intact().seen == 130);
            CHECK(ranking.without_together().correct == right({{layer, 0}, {layer, 2}}));
            for (int map = 0; map < ranking.known(); ++map)
                CHECK(ranking.without(map).correct == right({{layer, map}}));
            if (softmax)
                CHECK(ranking.intact().loss / 130 ==
                      doctest::Approx(nn::evaluate(network, set.digits().slice(0, 130)).loss).epsilon(1e-4));
        }
    }
}

TEST_CASE("lesion: the ranking of a large layer takes fewer digits") {
    const Set set = noise(2000);
    const nn::Network large =
        random_network({1, 12, 12}, {conv(100, 1), plain(LayerKind::relu), fully_connected(4)}, 85);
    CHECK(explain::Ranking(large, 0, set.digits(), 2000).count() == explain::Ranking::kMostStored / (100 * 144));
    CHECK(explain::Ranking(large, 0, set.digits(), 50).count() == 50);
    CHECK(explain::Ranking(large, 2, set.digits(), 2000).count() == 2000);
}
