// The invariance probe's curves against forward passes.
#include "tests/probe/digit_set.h"

#include "explain/transform.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("invariance probe: whatever is selected") {
    check_survives(probe::kInvariance);
    check_survives_with_digits(probe::kInvariance, {{"n", "4"}});
    check_survives_with_digits(probe::kInvariance, {{"n", "0"}, {"whose", "own"}, {"normalised", "0"}});
}

TEST_CASE("invariance probe: the curves of the own drawing") {
    Asker asker(probe::kInvariance);
    asker.set("whose", "own");
    asker.set("shift", "-3");
    asker.start.layer = *asker.network.find("pool2");
    const std::vector<float> input = reference_input(7);
    const figure::Figure figure = asker.ask(input, 7);
    const nn::Activations still = run(asker.network, input);
    std::vector<float> moved(784);
    explain::transform(input, 28, {0, -3, 1, 0}, moved);
    const nn::Activations there = run(asker.network, moved);
    for (const char* layer : {"pool1", "relu4", "pool2"}) {
        const figure::Plot* plot = find_plot(figure, std::string(layer) + " against shift");
        REQUIRE(plot);
        REQUIRE(plot->series.size() == 1);
        REQUIRE(plot->series[0].x.size() == 33);
        CHECK(plot->series[0].x[10] == -3);
        const int at = *asker.network.find(layer);
        CHECK(static_cast<double>(plot->series[0].y[10]) ==
              doctest::Approx(probe::relative_change(still.output(at).data, there.output(at).data)).epsilon(1e-4));
        CHECK(plot->series[0].y[16] == 0.0f);  // not shifted
        CHECK(plot->cursor == -3.0f);
        CHECK(plot->drag == "shift");
    }
    const figure::Plot* sure = find_plot(figure, "probability against shift");
    REQUIRE(sure);
    CHECK(sure->series[0].y[10] == doctest::Approx(there.outputs.back().data[7]).epsilon(1e-4));
    CHECK(find_picture(figure, "digit 1")->values == moved);
    const int known = asker.network.layer_count() + 1;
    CHECK(static_cast<int>(find_plot(figure, "distance by layer")->series[0].y.size()) == known);
    asker.probe->ask(asker.subject(input, 7));
    CHECK(asker.probe->progress() == 1.0f);  // nothing changed, nothing is measured again
}

TEST_CASE("invariance probe: five digits of different labels as far as there are some, and the crowd's mean") {
    const DigitSet set(30);
    Asker asker(probe::kInvariance);
    asker.digits = set.digits();
    asker.set("n", "6");
    const figure::Figure figure = asker.ask({});
    const figure::Plot* plot = find_plot(figure, "relu4 against rotation");
    REQUIRE(plot);
    REQUIRE(plot->series.size() == 4);  // three labels, and the mean
    CHECK(plot->series[3].name == "mean of 6");
    for (std::size_t i = 0; i < plot->series[3].y.size(); ++i) {
        CHECK(plot->series[3].low[i] <= plot->series[3].high[i]);
        CHECK(plot->series[3].y[i] >= 0);
    }
}
