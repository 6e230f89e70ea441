// The pooling laboratory: nothing moves without a move; curves and switches are what forward passes say.
#include "tests/probe/asking.h"

#include "explain/transform.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("pooling probe: whatever is selected") { check_survives(probe::kPooling); }

TEST_CASE("pooling probe: the identity changes nothing") {
    Asker asker(probe::kPooling);
    asker.set("right", "0");
    const std::vector<float> input = reference_input(3);
    const figure::Figure figure = asker.ask(input);
    CHECK(find_picture(figure, "moved input")->values == input);
    CHECK(find_picture(figure, "pool2, moved")->values == find_picture(figure, "pool2, as it was")->values);
    CHECK(*find_fact(figure, "switches that changed")->number == 0);
    CHECK(*find_fact(figure, "relative change of pool2")->number == 0);
    const figure::Plot* all = find_plot(figure, "change of every layer");
    REQUIRE(all->series.size() == 13);
    for (const figure::Series& series : all->series) {
        REQUIRE(series.x.size() == 49);
        CHECK(series.x[24] == 0);
        CHECK(series.y[24] == 0);
        if (series.name != "softmax") CHECK(series.y[48] > 0.1f);
    }
    CHECK(find_plot(figure, "change before and after pooling")->series.size() == 4);
}

TEST_CASE("pooling probe: a move's switches and changes, counted apart") {
    Asker asker(probe::kPooling);
    asker.start = {2, explain::Keep::whole_map, 4, 0};
    asker.set("right", "1.5");
    asker.set("rotate", "-10");
    const std::vector<float> input = reference_input(8);
    const figure::Figure figure = asker.ask(input);
    std::vector<float> moved(784);
    explain::transform(input, 28, {1.5f, 0, 1, -10}, moved);
    const nn::Activations now = run(asker.network, moved);
    int changed = 0, coloured = 0;
    for (int i = 4 * 196; i < 5 * 196 && now.switches[2].size() == 6 * 196; ++i)
        changed += now.switches[2][probe::index(i)] != asker.activations.switches[2][probe::index(i)];
    CHECK(changed > 10);
    CHECK(*find_fact(figure, "this map")->number == changed);
    for (const figure::Mark& mark : find_picture(figure, "relu1, moved")->marks) coloured += mark.accent;
    CHECK(coloured == changed);
    std::vector<float> shifted(784);
    explain::transform(input, 28, {-2.25f, 0, 1, 0}, shifted);
    const nn::Activations other = run(asker.network, shifted);
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        const double a = static_cast<double>(asker.activations.output(5).data[i]),
                     b = static_cast<double>(other.output(5).data[i]);
        difference += (a - b) * (a - b), size += a * a;
    }
    const figure::Series& pool2 = find_plot(figure, "change before and after pooling")->series[3];
    CHECK(pool2.name == "pool2");
    CHECK(pool2.dashed);
    CHECK(pool2.x[15] == -2.25f);
    CHECK(static_cast<double>(pool2.y[15]) == doctest::Approx(std::sqrt(difference / size)).epsilon(1e-5));
    CHECK(*find_plot(figure, "change of every layer")->cursor == 1.5f);
}
