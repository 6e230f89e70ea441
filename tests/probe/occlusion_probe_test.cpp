// The occlusion probe's five panels against whole forward passes.
#include "tests/probe/asking.h"

#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("occlusion probe: whatever is selected") { check_survives(probe::kOcclusion); }

TEST_CASE("occlusion probe: the panels are what forward passes say") {
    Asker asker(probe::kOcclusion);
    asker.set("size", "5");
    asker.set("fill", "grey");
    asker.set("stride", "4");
    const std::vector<float> input = reference_input(8);
    const figure::Figure figure = asker.ask(input, 8);
    const figure::Fact* map = find_fact(figure, "strongest map");
    REQUIRE(map);
    const int watched = std::stoi(map->value.substr(map->value.rfind(' ')));
    const int layer = *asker.network.find("pool2");
    const figure::Picture *sums = find_picture(figure, "activity of " + map->value),
                          *chance = find_picture(figure, "probability"),
                          *best = find_picture(figure, "most probable class");
    REQUIRE(sums);
    REQUIRE(chance);
    REQUIRE(best);
    REQUIRE(sums->width == 6);
    for (int position = 0; position < 36; ++position) {
        std::vector<float> covered = input;
        for (int i = 0; i < 25; ++i)
            covered[probe::index((position / 6 * 4 + i / 5) * 28 + position % 6 * 4 + i % 5)] = 0.5f;
        const nn::Activations activations = run(asker.network, covered);
        double sum = 0;
        for (const float value : activations.output(layer).map(watched)) sum += static_cast<double>(value);
        CHECK(static_cast<double>(sums->values[probe::index(position)]) == doctest::Approx(sum).epsilon(1e-4));
        const std::vector<float>& answer = activations.outputs.back().data;
        CHECK(chance->values[probe::index(position)] == doctest::Approx(answer[8]).epsilon(1e-3));
        CHECK(best->values[probe::index(position)] == static_cast<float>(probe::largest(answer)));
    }
    // It is the strongest of its layer.
    std::vector<double> totals;
    for (int m = 0; m < 16; ++m) {
        totals.push_back(0);
        for (const float value : asker.activations.output(layer).map(m)) totals.back() += static_cast<double>(value);
    }
    CHECK(std::max_element(totals.begin(), totals.end()) - totals.begin() == watched);
}

TEST_CASE("occlusion probe: erasing paper changes nothing, by hand and swept") {
    Asker asker(probe::kOcclusion);
    asker.set("size", "3");
    asker.set("row", "0");
    asker.set("column", "0");
    const std::vector<float> input = reference_input(7);
    const figure::Figure figure = asker.ask(input, 7);
    for (const float change : find_plot(figure, "relative change")->series[0].y) CHECK(change == 0);
    CHECK(find_picture(figure, "probability")->values[0] == doctest::Approx(asker.activations.outputs.back().data[7]));
    CHECK(*find_fact(figure, "rank correlation")->number > 0.3);
    asker.set("fill", "black");
    bool moved = false;
    const figure::Figure black = asker.ask(input, 7);
    for (const float change : find_plot(black, "relative change")->series[0].y) moved = moved || change > 0;
    CHECK(moved);
    CHECK(asker.probe->animation().size() > 50);
}
