// The occlusion probe's five panels against whole forward passes.
#include "tests/probe/asking.h"

#include "probe/all.h"
#include "probe/finding.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("occlusion probe: whatever is selected") { check_survives(probe::kOcclusion); }

TEST_CASE("occlusion probe: the panels are what forward passes say") {
    Asker asker(probe::kOcclusion);
    asker.set("size", "5");
    asker.set("fill", "grey");
    asker.set("stride", "4");
    asker.start.layer = -1;
    const std::vector<float> input = reference_input(8);
    const figure::Figure figure = asker.ask(input, 8);
    const figure::Fact* map = nullptr;
    for (const figure::Fact& fact : figure.groups.back().facts)
        if (fact.label == "map") map = &fact;
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
    // A selected map is watched, unless it is silent.
    for (int m = 0; m < 16; ++m) {
        asker.start = {layer, explain::Keep::whole_map, m, 0};
        const bool is_there =
            find_picture(asker.ask(input, 8), "activity of pool2 map " + std::to_string(m)) != nullptr;
        CHECK(is_there == (totals[probe::index(m)] > 0));
    }
}

TEST_CASE("occlusion probe: five panels, each value at its square's middle, zero at the uncovered value") {
    Asker asker(probe::kOcclusion);
    asker.set("size", "5");
    const std::vector<float> input = reference_input(8);
    const figure::Figure figure = asker.ask(input, 8);
    REQUIRE(figure.groups.size() > 3);
    CHECK(figure.groups[0].pictures.size() == 1);
    REQUIRE(figure.groups[1].pictures.size() == 4);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(figure.groups[probe::index(i)].folded);
    for (std::size_t i = 3; i < figure.groups.size(); ++i) CHECK(figure.groups[i].folded);
    const char* letter = "bcde";
    for (const figure::Picture& picture : figure.groups[1].pictures) CHECK(picture.head[0] == *letter++);
    const figure::Picture& chance = *find_picture(figure, "probability");
    CHECK(chance.zero == asker.activations.outputs.back().data[8]);
    CHECK(chance.surround.x == 2.0f);  // of a square of 5 the middle pixel
    CHECK(figure::full_width(chance) == 28);
    CHECK(find_picture(figure, "most probable class")->zero == 8);
}

TEST_CASE("occlusion probe: the finding says where covering costs most, and no more than that") {
    Asker asker(probe::kOcclusion);
    const std::vector<float> input = reference_input(8);
    const figure::Figure figure = asker.ask(input, 8);
    const std::vector<float>& chance = find_picture(figure, "probability")->values;
    const auto lowest = std::min_element(chance.begin(), chance.end());
    const std::string words = "falls from " +
                              probe::share_words(static_cast<double>(asker.activations.outputs.back().data[8])) +
                              " to " + probe::share_words(static_cast<double>(*lowest));
    CHECK_MESSAGE(figure.finding.find("Covering the ") == 0, figure.finding);
    CHECK_MESSAGE(figure.finding.find("the 8 " + words) != std::string::npos, figure.finding);
    CHECK(asker.ask(reference_input(7), 7).finding != figure.finding);
    CHECK(asker.ask(input, 3).finding.find("Read as 8, though it is 3") == 0);
    asker.set("size", "1");
    CHECK(asker.ask(reference_input(7), 7).finding.find("costs the 7 much") != std::string::npos);
    // Half done, an empty page, no softmax.
    asker.set("size", "6");
    asker.probe->ask(asker.subject(input, 8));
    CHECK(asker.show().finding == "The square has been at 0 of 529 places so far.");
    CHECK(asker.ask({}).finding.find("Draw a digit") == 0);
    Asker plain(probe::kOcclusion, random_network({1, 28, 28}, {conv(3, 5, 2, 1), fully_connected(4)}, 3));
    CHECK(plain.ask(input).finding.find("the output of ") != std::string::npos);
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
