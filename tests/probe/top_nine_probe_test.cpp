// The top nine's pictures against a search of its own.
#include "tests/probe/digit_set.h"

#include <algorithm>

#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("top nine probe: whatever is selected") {
    check_survives(probe::kTopNine);
    check_survives_with_digits(probe::kTopNine);
}

TEST_CASE("top nine probe: the first patch is where the strongest digit excites the map most") {
    const DigitSet set(30);
    Asker asker(probe::kTopNine);
    asker.digits = set.digits();
    asker.start = {*asker.network.find("pool2"), explain::Keep::whole_map, 5, 0};
    const figure::Figure figure = asker.ask({});
    int best = -1, unit = 0;
    float most = 0;
    for (int i = 0; i < 30; ++i) {
        const std::vector<float> output = run(asker.network, set.input(i)).output(asker.start.layer).data;
        for (int k = 0; k < 25; ++k)
            if (output[probe::index(5 * 25 + k)] > most) most = output[probe::index(5 * 25 + k)], best = i, unit = k;
    }
    const figure::Picture *patch = find_picture(figure, "pool2 map 5 patch 1"),
                          *reconstruction = find_picture(figure, "pool2 map 5 reconstruction 1");
    REQUIRE(patch);
    REQUIRE(reconstruction);
    CHECK(patch->click.kind == figure::Click::Kind::sample);
    CHECK(patch->click.index == best);
    REQUIRE(patch->width == 16);
    const std::vector<float> input = set.input(best);
    explain::Projection projection;
    explain::project(asker.network, run(asker.network, input), {asker.start.layer, explain::Keep::unit, 5, unit},
                     projection);
    for (int i = 0; i < 256; ++i) {  // pool2 sees 16 x 16 pixels, every 4
        const auto from = probe::index((unit / 5 * 4 + i / 16 - 2 + 0) * 28 + unit % 5 * 4 + i % 16 - 2);
        const int row = unit / 5 * 4 + i / 16 - 2, column = unit % 5 * 4 + i % 16 - 2;
        const bool inside = row >= 0 && row < 28 && column >= 0 && column < 28;
        CHECK(patch->values[probe::index(i)] == (inside ? input[from] : 0.0f));
        CHECK(reconstruction->values[probe::index(i)] == doctest::Approx(inside ? projection.pixels.data[from] : 0.0f));
    }
    CHECK(find_picture(figure, "pool2 map 5")->chosen);
    CHECK(find_picture(figure, "pool2 map 6")->click.map == 6);
    const figure::Plot* labels = find_plot(figure, "labels of the top 100");
    REQUIRE(labels);
    CHECK(figure.groups.size() == 8);  // six maps, what the strongest are, and all maps
    CHECK(figure.groups[5].chosen);
    CHECK_FALSE(figure.groups[4].chosen);
    CHECK(figure.groups[4].pictures[0].click.map == 4);
    float sum = 0;
    for (float y : labels->series[0].y) sum += y;
    CHECK(sum <= 30);
    CHECK(sum > 9);
}

TEST_CASE("top nine probe: of very many units the first are shown, and the selected one") {
    const DigitSet set(6);
    Asker asker(probe::kTopNine, random_network({1, 28, 28}, {fully_connected(300), fully_connected(3)}, 3));
    asker.digits = set.digits();
    asker.start = {0, explain::Keep::whole_map, 17, 0};
    CHECK(asker.ask({}).groups.back().pictures.size() == 128);
    asker.start.map = 290;
    const figure::Figure figure = asker.ask({});
    CHECK(figure.groups.back().note.find("the first 128 of 300, and the selected one") != std::string::npos);
    REQUIRE(figure.groups.back().pictures.size() == 129);
    CHECK(figure.groups.back().pictures.back().chosen);
    CHECK(figure.groups.back().pictures.back().click.map == 290);
}

TEST_CASE("top nine probe: the finding counts the strongest digits' classes; the pager turns to other maps") {
    const DigitSet set(30);
    Asker asker(probe::kTopNine);
    asker.digits = set.digits();
    asker.start = {*asker.network.find("pool2"), explain::Keep::whole_map, 5, 0};
    const figure::Figure figure = asker.ask({});
    const std::vector<float>& counts = find_plot(figure, "labels of the top 100")->series[0].y;
    const auto most = std::max_element(counts.begin(), counts.end());
    const std::string words = std::to_string(static_cast<int>(*most)) + " of the ";
    CHECK_MESSAGE(figure.finding.find(words) != std::string::npos, figure.finding);
    CHECK(figure.finding.find("are " + std::to_string(most - counts.begin()) + "s.") != std::string::npos);
    asker.start.map = 2;
    CHECK(asker.ask({}).finding != figure.finding);
    asker.set("next", "1");
    CHECK(find_picture(asker.ask({}), "pool2 map 8 reconstruction 9"));
    asker.set("next", "3");
    CHECK(find_picture(asker.ask({}), "pool2 map 2 reconstruction 9"));
    // Half done, without digits, without any that excites it.
    asker.set("next", "0");
    asker.cache = {};
    asker.probe->ask(asker.subject({}));
    CHECK(asker.show().finding.find("So far") == 0);
    asker.digits = {};
    asker.cache = {};
    CHECK(asker.ask({}).finding.find("not here yet") != std::string::npos);
    for (float& w : asker.network.parameters[probe::index(*asker.network.find("conv2"))].weight) w = 0;
    for (float& b : asker.network.parameters[probe::index(*asker.network.find("conv2"))].bias) b = -1;
    asker.digits = set.digits();
    asker.cache = {};
    CHECK(asker.ask({}).finding.find("No digit wakes pool2 map 2") == 0);
}
