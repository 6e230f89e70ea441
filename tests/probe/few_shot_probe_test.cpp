// Own symbols: what is found follows from the drawings, and there is something to say of none, of one, of two.
#include "tests/probe/digit_set.h"

#include "probe/all.h"
#include "probe/few_shot/sign_network.h"
#include "probe/few_shot/sign_readers.h"

using namespace probe_test;
using namespace explain_test;

namespace {

/// Drawings of a bar that stands, one that lies and a cross, each at a place of its own.
probe::Signs bars(int of_each, int signs = 3) {
    const char* names[] = {"one", "minus", "plus"};
    probe::Signs all;
    for (int sign = 0; sign < signs; ++sign) all.names.emplace_back(names[sign]);
    std::mt19937 random(3);
    for (int i = 0; i < of_each; ++i)
        for (int sign = 0; sign < signs; ++sign) {
            probe::SignExample example;
            example.sign = sign;
            const int x = 10 + static_cast<int>(random() % 8), y = 10 + static_cast<int>(random() % 8);
            for (int k = -8; k <= 8; ++k) {
                const auto put = [&](int row, int column) {
                    const auto at = static_cast<std::size_t>(28 * row + column);
                    example.drawn[at] = example.centred[at] = 255;
                };
                if (sign != 1) put(std::max(0, y + k), x), put(std::max(0, y + k), x + 1);
                if (sign != 0) put(y, std::max(0, x + k)), put(y + 1, std::max(0, x + k));
            }
            all.examples.push_back(example);
        }
    all.stamp = static_cast<std::uint64_t>(of_each * 10 + signs);
    return all;
}

figure::Figure ask(Asker& asker, const probe::Signs& signs, const std::vector<float>& input = {}) {
    if (!asker.probe) asker.probe = asker.entry.make();
    probe::Subject subject = asker.subject(input);
    subject.signs = &signs;
    asker.probe->ask(subject);
    int slices = 0;
    while (asker.probe->advance()) REQUIRE(++slices < 100000);
    figure::Figure figure = asker.show();
    check_sound(figure);
    return figure;
}

}  // namespace

TEST_CASE("own symbols: what is found follows from the drawings") {
    Asker asker(probe::kFewShot);
    CHECK(ask(asker, {}).finding.find("No sign yet") == 0);
    CHECK(ask(asker, bars(1, 1)).finding.find("One sign so far") == 0);
    const std::string once = ask(asker, bars(1)).finding;
    CHECK(once.find("3 signs from 3 drawings") != std::string::npos);
    CHECK(once.find("second") != std::string::npos);
    const figure::Figure figure = ask(asker, bars(5));
    CHECK(figure.finding.find("From 4 drawings a sign it reads ") == 0);
    const figure::Plot* curve = find_plot(figure, "read right by drawings");
    REQUIRE(curve);
    CHECK(curve->series.size() == 3);
    CHECK(curve->series[0].x == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("own symbols: the number in the finding is the curve's, and another layer's is its own") {
    const probe::Signs signs = bars(4);
    for (const char* features : {"last", "two-below"}) {
        Asker asker(probe::kFewShot);
        asker.set("features", features);
        const figure::Figure figure = ask(asker, signs);
        const probe::SignFeatures which =
            std::string(features) == "last" ? probe::SignFeatures::last : probe::SignFeatures::two_below;
        const int layer = probe::feature_layer(asker.network, which);
        CHECK(asker.network.layer(layer).name == (which == probe::SignFeatures::last ? "relu4" : "pool2"));
        explain::FewShotCurve curve(probe::sign_features(asker.network, layer, signs, true), probe::sign_labels(signs),
                                    3);
        while (curve.advance()) {
        }
        const figure::Plot* plot = find_plot(figure, "read right by drawings");
        REQUIRE(plot);
        for (std::size_t i = 0; i < curve.points().size(); ++i)
            CHECK(static_cast<double>(plot->series[0].y[i]) == doctest::Approx(curve.points()[i].mean));
    }
}

TEST_CASE("own symbols: what is on the pad is answered as the network of signs answers it") {
    probe::Signs signs = bars(4);
    Asker asker(probe::kFewShot);
    signs.base = std::make_shared<const nn::Network>(asker.network);
    const nn::Network made =
        probe::sign_network(signs, probe::feature_layer(asker.network, probe::SignFeatures::last)).value();
    CHECK(made.classes() == 3);
    CHECK(made.card.at("classes") == "one, minus, plus");
    const std::vector<float> input = probe::sign_input(bars(6).examples.back(), true);
    nn::Activations activations = nn::make_activations(made);
    nn::Engine(made).forward(input, activations);
    const std::string name = signs.names[probe::index(probe::largest(activations.outputs.back().data))];
    const figure::Figure figure = ask(asker, signs, input);
    bool told = false;
    for (const figure::Group& group : figure.groups) told |= group.note.find("“" + name + "”") != std::string::npos;
    CHECK(told);
    CHECK(find_picture(figure, "projection of " + name));
}

TEST_CASE("own symbols: from scratch where it is asked for") {
    Asker asker(probe::kFewShot);
    asker.set("scratch", "1");
    const figure::Figure figure = ask(asker, bars(2));
    const figure::Plot* curve = find_plot(figure, "read right by drawings");
    REQUIRE(curve);
    REQUIRE(curve->series.size() == 4);
    CHECK(curve->series[3].name == "from scratch");
    CHECK(curve->series[3].x == std::vector<float>{1});
}

TEST_CASE("own symbols: survive what is there and what is not") {
    check_survives(probe::kFewShot);
    check_survives_with_digits(probe::kFewShot);
    for (const nn::Network& network :
         {random_network({1, 28, 28}, {fully_connected(4)}, 3),
          random_network({1, 28, 28}, {conv(3, 5, 2, 1), plain(nn::LayerKind::tanh), average_pool(2, 2)}, 3)}) {
        Asker asker(probe::kFewShot, network);
        for (const int of_each : {1, 2, 3}) ask(asker, bars(of_each), std::vector<float>(784, 0.5f));
    }
}
