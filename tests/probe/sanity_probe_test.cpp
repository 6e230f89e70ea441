// Whose picture: the comparisons are with the selection's own reconstruction, each made as it says.
#include "tests/probe/asking.h"

#include "explain/mistakes.h"
#include "explain/sanity.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("sanity probe: whatever is selected") { check_survives(probe::kSanity); }

TEST_CASE("sanity probe: pictures are reconstructions of what their captions say") {
    Asker asker(probe::kSanity);
    asker.set("other", "9");
    asker.set("seed", "5");
    const std::vector<float> input = reference_input(7);
    const figure::Figure figure = asker.ask(input);
    explain::Projection projection;
    explain::project(asker.network, asker.activations, asker.start, projection);
    CHECK(find_picture(figure, "picture")->values == projection.pixels.data);
    explain::project(asker.network, asker.activations, {5, explain::Keep::whole_map, 9, 0}, projection);
    CHECK(find_picture(figure, "other map")->values == projection.pixels.data);
    nn::Activations shuffled = asker.activations;
    explain::shuffle_switches(asker.network, 5, shuffled);
    explain::project(asker.network, shuffled, asker.start, projection);
    CHECK(find_picture(figure, "shuffled switches")->values == projection.pixels.data);
    const std::vector<int> layers = {3, 0};
    const nn::Network random = explain::randomised(asker.network, layers, 5);
    explain::project(random, run(random, input), asker.start, projection);
    CHECK(find_picture(figure, "random from conv1")->values == projection.pixels.data);
    const figure::Plot* curves = find_plot(figure, "likeness by depth");
    REQUIRE(curves->series.size() == 3);
    for (const figure::Series& series : curves->series) {
        REQUIRE(series.y.size() == 3);
        CHECK(series.y[0] == doctest::Approx(1));
        CHECK(series.y[2] < 0.95f);
    }
}

TEST_CASE("sanity probe: kept switches are the trained network's; the answer has all layers below it") {
    Asker asker(probe::kSanity);
    const std::vector<float> input = reference_input(7);
    const std::vector<float> redone = find_picture(asker.ask(input), "random from conv1")->values;
    asker.set("switches", "1");
    const figure::Figure kept = asker.ask(input);
    CHECK(find_picture(kept, "random from conv1")->values != redone);
    CHECK(find_picture(kept, "trained")->values == find_picture(kept, "picture")->values);
    asker.set("of", "answer");
    CHECK(find_plot(asker.ask(input), "likeness by depth")->series[0].y.size() == 6);
}
