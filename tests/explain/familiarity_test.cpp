// Familiarity: its scores against plain loops, each digit left out of its own neighbours, and what cannot be measured.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "explain/familiarity.h"
#include "hand/pen_templates.h"
#include "image/digit.h"
#include "io/file.h"
#include "io/idx.h"
#include "nn/random.h"
#include "tests/explain/letters.h"
#include "tests/explain/support.h"

namespace {

using explain::Familiarity;

struct Set {
    explicit Set(int count) : labels(static_cast<std::size_t>(count), 0) {
        nn::Random random(21);
        pixels.assign(static_cast<std::size_t>(count) * 784, 0);
        for (int i = 0; i < count; ++i)
            for (int k = 0; k < 100; ++k)
                pixels[static_cast<std::size_t>(i * 784 + random.below(28) * 28 + random.below(28))] =
                    static_cast<std::uint8_t>(40 + random.below(200));
    }
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels, 1}; }
    std::vector<float> input(int i) const {
        std::vector<float> values(784);
        nn::to_input(digits().picture(i), values.data());
        return values;
    }
    std::vector<std::uint8_t> pixels, labels;
};

nn::Network lenet() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 3);
    return network;
}

void learn(Familiarity& familiarity) {
    int slices = 0;
    while (familiarity.advance()) REQUIRE(++slices < 100000);
}

std::vector<double> features(const nn::Network& network, const std::vector<float>& input) {
    const nn::Tensor output = explain_test::run(network, input).output(explain::feature_layer(network));
    double squares = 0;
    std::vector<double> values(output.data.begin(), output.data.end());
    for (const double value : values) squares += value * value;
    for (double& value : values) value = squares > 0 ? value / std::sqrt(squares) : 0;
    return values;
}

/// Cosine to the tenth nearest, digit `without` left out.
double plain_nearness(const std::vector<std::vector<double>>& all, const std::vector<double>& one, int without) {
    std::vector<double> cosines;
    for (std::size_t i = 0; i < all.size(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < one.size(); ++k) sum += all[i][k] * one[k];
        if (static_cast<int>(i) != without) cosines.push_back(sum);
    }
    std::sort(cosines.rbegin(), cosines.rend());
    return cosines[std::min<std::size_t>(Familiarity::kNearest, cosines.size()) - 1];
}

}  // namespace

TEST_CASE("the energy score is the logarithm of the exponentials' sum, for large logits too") {
    CHECK(explain::energy_score(std::vector<float>{0, 0, 0, 0}) == doctest::Approx(std::log(4.0)));
    CHECK(explain::energy_score(std::vector<float>{1, -2, 0.5f}) ==
          doctest::Approx(std::log(std::exp(1.0) + std::exp(-2.0) + std::exp(0.5))));
    CHECK(explain::energy_score(std::vector<float>{1000, 999}) == doctest::Approx(1000 + std::log(1 + std::exp(-1.0))));
    CHECK(explain::energy_score(std::vector<float>{5}) == 5.0f);  // one class
    CHECK(std::isnan(explain::energy_score(std::vector<float>{1, INFINITY})));
    CHECK(std::isnan(explain::energy_score({})));
}

TEST_CASE("features are the last maps, or the layer below the last weights") {
    using namespace explain_test;
    const nn::Network network = lenet();
    CHECK(network.layer(explain::feature_layer(network)).name == "pool2");
    CHECK(network.layer(explain::logits_layer(network)).name == "fc3");
    const nn::LayerSpec relu = plain(nn::LayerKind::relu), softmax = plain(nn::LayerKind::softmax);
    const nn::Network dense = random_network({1, 28, 28}, {fully_connected(30), relu, fully_connected(3), softmax}, 1);
    CHECK(explain::feature_layer(dense) == 1);
    CHECK(explain::logits_layer(dense) == 2);
    const nn::Network one = random_network({1, 28, 28}, {fully_connected(4)}, 1);
    CHECK(explain::feature_layer(one) == -1);
    CHECK(explain::logits_layer(one) == 0);
    CHECK(explain::logits_layer(random_network({1, 28, 28}, {conv(2, 3)}, 1)) == -1);  // ends in maps
    CHECK(explain::feature_layer(random_network({1, 128, 128}, {conv(2, 3), fully_connected(2)}, 1)) ==
          -1);  // too large
}

TEST_CASE("both scores' quantiles are those of plain loops, each digit without itself") {
    for (const int count : {7, 130}) {
        const Set set(count);
        const nn::Network network = lenet();
        Familiarity familiarity(network, set.digits());
        CHECK(familiarity.known() == Familiarity::Known::nothing);
        learn(familiarity);
        CHECK(familiarity.known() == Familiarity::Known::neighbours);
        CHECK(familiarity.done());
        std::vector<std::vector<double>> all;
        std::vector<float> nearness, energy;
        for (int i = 0; i < count; ++i) all.push_back(features(network, set.input(i)));
        for (int i = 0; i < count; ++i) {
            nearness.push_back(static_cast<float>(plain_nearness(all, all[static_cast<std::size_t>(i)], i)));
            const nn::Activations of_digit = explain_test::run(network, set.input(i));
            energy.push_back(explain::energy_score(of_digit.output(10).data));
        }
        CHECK(explain_test::relative_error(familiarity.nearnesses().values(), explain::Quantiles(nearness).values()) <
              1e-5);
        CHECK(explain_test::relative_error(familiarity.energies().values(), explain::Quantiles(energy).values()) <
              1e-5);
        // Another input, which is none of them.
        const std::vector<float> other = explain_test::random_values(784, 5);
        const nn::Activations activations = explain_test::run(network, other);
        const double want = plain_nearness(all, features(network, other), -1);
        CHECK(static_cast<double>(familiarity.nearness(activations)) == doctest::Approx(want).epsilon(1e-5));
        CHECK(familiarity.of(activations) == familiarity.nearnesses().share_below(familiarity.nearness(activations)));
    }
}

TEST_CASE("until the neighbours are known the energy tells, and until that is known the card") {
    const Set set(300);
    nn::Network network = lenet();
    const nn::Activations activations = explain_test::run(network, set.input(4));
    Familiarity familiarity(network, set.digits());
    CHECK_FALSE(familiarity.of(activations));
    CHECK_FALSE(explain::familiar(network, explain::card_quantiles(network), &familiarity, activations));
    const float energy = explain::energy_score(activations.output(10).data);
    const explain::Quantiles card({energy - 1, energy - 1, energy + 1, energy + 1});
    network.card[explain::kEnergyKey] = card.text();
    const explain::Quantiles read = explain::card_quantiles(network);
    const auto by_card = explain::familiar(network, read, nullptr, activations);
    REQUIRE(by_card);
    CHECK(*by_card == read.share_below(energy));
    CHECK(explain::familiar(network, read, &familiarity, activations) == by_card);
    while (familiarity.known() == Familiarity::Known::nothing) REQUIRE(familiarity.advance());
    CHECK(familiarity.known() == Familiarity::Known::energy);
    CHECK(familiarity.of(activations) == familiarity.energies().share_below(energy));
    CHECK(explain::familiar(network, read, &familiarity, activations) == familiarity.of(activations));
}

TEST_CASE("of an overflowing network, of maps, of no digits and of one nothing is said") {
    using namespace explain_test;
    const Set set(20);
    nn::Network network = lenet();
    for (const std::size_t layer : {0u, 3u})
        for (float& weight : network.parameters[layer].weight) weight *= 1e38f;
    Familiarity overflowing(network, set.digits());
    learn(overflowing);
    CHECK_FALSE(overflowing.of(run(network, set.input(0))));
    const nn::Network maps = random_network({1, 28, 28}, {max_pool(2, 2), conv(2, 3)}, 3);
    Familiarity none(lenet(), nn::Digits{});
    CHECK_FALSE(none.advance());
    CHECK_FALSE(none.of(run(lenet(), set.input(0))));
    const Set single(1);
    Familiarity alone(lenet(), single.digits());
    learn(alone);
    CHECK(alone.known() == Familiarity::Known::energy);
    Familiarity of_maps(maps, set.digits());  // features but no logits
    learn(of_maps);
    CHECK(of_maps.known() == Familiarity::Known::neighbours);
    CHECK(of_maps.of(run(maps, set.input(0))));
}

TEST_CASE("a network of one class knows its digits") {
    using namespace explain_test;
    const Set set(40);
    const nn::Network network =
        random_network({1, 28, 28}, {conv(3, 5), plain(nn::LayerKind::relu), fully_connected(1)}, 4);
    Familiarity familiarity(network, set.digits());
    learn(familiarity);
    CHECK(familiarity.known() == Familiarity::Known::neighbours);
    CHECK(familiarity.of(run(network, set.input(3))).value() > 0);
}

TEST_CASE("the shipped network tells letters from digits, those that are drawn too") {
    const nn::Network network =
        io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value()).value();
    io::IdxImages learnt = io::parse_idx_images(io::read_file(mnist_file("train-images-idx3-ubyte")).value()).value();
    io::IdxImages fresh = io::parse_idx_images(io::read_file(mnist_file("t10k-images-idx3-ubyte")).value()).value();
    const std::vector<std::uint8_t> labels(10000, 0);
    learnt.pixels.resize(labels.size() * 784);
    Familiarity familiarity(network, {{1, 28, 28}, learnt.pixels, labels, 1});
    learn(familiarity);
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    const explain::Quantiles card = explain::card_quantiles(network);
    REQUIRE(card.known());
    struct Count {
        double all = 0, by_card = 0, by_digits = 0;
    };
    const auto count = [&](std::span<const float> input, Count& of) {
        engine.forward(input, activations);
        ++of.all;
        of.by_card += explain::familiar(network, card, nullptr, activations).value() < explain::kUnfamiliar;
        of.by_digits += explain::familiar(network, card, &familiarity, activations).value() < explain::kUnfamiliar;
    };
    Count digits, drawn, letters;
    std::vector<float> input(784);
    for (int i = 0; i < 2000; ++i) {
        nn::to_input(std::span(fresh.pixels).subspan(static_cast<std::size_t>(i) * 784, 784), input.data());
        count(input, digits);
        nn::Random random(7, static_cast<std::uint64_t>(i));
        const int form = random.below(hand::pen_template_count());
        count(image::network_input(hand::pen_template(form, 20, random), image::FitOptions{})->pixels, drawn);
    }
    for (int i = 0; i < 700; ++i)
        count(image::network_input(explain_test::letter(i, 9), image::FitOptions{})->pixels, letters);
    MESSAGE("called unfamiliar, by the card and by the digits: test digits ", digits.by_card / digits.all, " ",
            digits.by_digits / digits.all, ", drawn digits ", drawn.by_card / drawn.all, " ",
            drawn.by_digits / drawn.all, ", letters ", letters.by_card / letters.all, " ",
            letters.by_digits / letters.all);
    CHECK(digits.by_card / digits.all < 0.02);
    CHECK(digits.by_digits / digits.all < 0.02);
    CHECK(drawn.by_card / drawn.all < 0.02);
    CHECK(drawn.by_digits / drawn.all < 0.02);
    CHECK(letters.by_card / letters.all > 0.25);
    CHECK(letters.by_digits / letters.all > 0.6);
}
