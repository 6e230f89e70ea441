// The deconvnet taken apart: the walk ends where explain::project does, arrows point to maxima.
#include "tests/probe/asking.h"

#include "explain/mistakes.h"
#include "explain/similarity.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("deconvnet probe: whatever is selected, at every step") {
    check_survives(probe::kDeconvnet);
    const std::vector<float> input = reference_input(3);
    for (const int layer : {0, 5, 10}) {
        Asker asker(probe::kDeconvnet);
        asker.start.layer = layer;
        for (int step = 0; step <= 14; ++step) {
            asker.set("step", std::to_string(step).c_str());
            asker.values.numbers["mistake"] = step % 6;
            check_sound(asker.ask(input));
        }
    }
}

TEST_CASE("deconvnet probe: the last step is the projection") {
    const std::vector<float> input = reference_input(8);
    for (const explain::Start& start : {explain::Start{5, explain::Keep::whole_map, 3, 0},
                                        {3, explain::Keep::strongest, 7, 0},
                                        {10, explain::Keep::whole_map, 8, 0}}) {
        Asker asker(probe::kDeconvnet);
        asker.start = start;
        asker.set("step", "16");  // beyond the last: the last
        const figure::Figure figure = asker.ask(input);
        explain::Projection projection;
        explain::project(asker.network, asker.activations, start, projection);
        const std::string last = "stage " + std::to_string(start.layer + 2);
        REQUIRE(find_picture(figure, last));
        CHECK(find_picture(figure, last)->values == projection.pixels.data);
        CHECK(find_picture(figure, last)->chosen);
        CHECK(find_picture(figure, "after pixels 0")->values == projection.pixels.data);
    }
}

TEST_CASE("deconvnet probe: arrows go from the windows' middles to their maxima") {
    Asker asker(probe::kDeconvnet);
    asker.set("step", "2");
    const figure::Figure figure = asker.ask(reference_input(7));
    const figure::Picture *before = find_picture(figure, "switches"),
                          *unpooled = find_picture(figure, "unpooled signal"),
                          *pooled = find_picture(figure, "pooled signal");
    REQUIRE(before);
    REQUIRE(unpooled);
    REQUIRE(pooled);
    REQUIRE(before->marks.size() == 25);
    for (int i = 0; i < 25; ++i) {
        const figure::Mark& arrow = before->marks[probe::index(i)];
        CHECK(arrow.x0 == static_cast<float>(i % 5 * 2 + 1));
        CHECK(arrow.y0 == static_cast<float>(i / 5 * 2 + 1));
        const auto at = probe::index(static_cast<int>(arrow.y1) * 10 + static_cast<int>(arrow.x1));
        for (int k = 0; k < 4; ++k)
            CHECK(before->values[probe::index((i / 5 * 2 + k / 2) * 10 + i % 5 * 2 + k % 2)] <= before->values[at]);
        CHECK(unpooled->values[at] == pooled->values[probe::index(i)]);
    }
}

TEST_CASE("deconvnet probe: the kernels are those of the strongest map, turned") {
    Asker asker(probe::kDeconvnet);
    asker.set("step", "4");
    const figure::Figure figure = asker.ask(reference_input(7));
    const std::vector<float>& weight = asker.network.parameters[3].weight;
    int kernels = 0;
    for (int below = 0; below < 6; ++below) {
        const figure::Picture* kernel = find_picture(figure, "kernel flipped, map 3 to " + std::to_string(below));
        if (!kernel) continue;
        ++kernels;
        for (int i = 0; i < 25; ++i)
            CHECK(kernel->values[probe::index(i)] == weight[probe::index((3 * 6 + below) * 25 + 24 - i)]);
    }
    CHECK(kernels == 6);
}

TEST_CASE("deconvnet probe: mistakes beside the right picture") {
    Asker asker(probe::kDeconvnet);
    asker.set("mistake", "unflipped");
    const figure::Figure figure = asker.ask(reference_input(3));
    const figure::Picture *right = find_picture(figure, "right pixels"), *wrong = find_picture(figure, "wrong pixels"),
                          *difference = find_picture(figure, "difference");
    REQUIRE(difference);
    CHECK(right->values == find_picture(figure, "stage 7")->values);
    for (std::size_t i = 0; i < 784; ++i) CHECK(difference->values[i] == wrong->values[i] - right->values[i]);
    const double r = *find_fact(figure, "correlation with")->number;
    CHECK(r == doctest::Approx(explain::correlation(right->values, wrong->values)));
    CHECK(r < 0.9);
    CHECK(*find_fact(figure, "r, unflipped kernels")->number == r);
}
