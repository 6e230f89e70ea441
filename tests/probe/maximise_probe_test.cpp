// Maximise: what restarts the climb and what does not, maps by name, frames.
#include "tests/probe/digit_set.h"

#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("maximise probe: whatever is selected") {
    for (const char* of : {"selection", "class", "every", "maps"}) {
        CAPTURE(of);
        check_survives_with_digits(
            probe::kMaximise, {{"steps", "16"}, {"of", of}, {"maps", "0:1,1:-0.5"}, {"start", "mean"}, {"seeds", "2"}});
    }
}

TEST_CASE("maximise probe: the same seed gives the same pictures, another gives others") {
    Asker asker(probe::kMaximise);
    asker.set("of", "class");
    asker.set("class", "7");
    asker.set("steps", "40");
    const figure::Figure first = asker.ask({}), again = asker.ask({});
    REQUIRE(find_picture(first, "seed 1"));
    REQUIRE(find_picture(first, "seed 4"));
    CHECK(find_picture(first, "seed 1")->values == find_picture(again, "seed 1")->values);
    CHECK(find_picture(first, "seed 1")->values != find_picture(first, "seed 2")->values);
    CHECK(asker.probe->animation().size() > 4);
    for (const figure::Picture& frame : asker.probe->animation()) {
        CHECK(frame.width == 4 * 29 - 1);
        CHECK(frame.height == 28);
        CHECK(frame.values.size() == 28 * 115);
    }
    const figure::Plot* curve = find_plot(first, "objective");
    REQUIRE(curve);
    CHECK(curve->series[0].y.back() > curve->series[0].y.front() + 3);
    asker.set("seed", "2");
    const figure::Figure next = asker.ask({});
    CHECK(find_picture(next, "seed 2")->values == find_picture(first, "seed 2")->values);
    Asker fresh(probe::kMaximise);
    fresh.values = asker.values;
    CHECK(find_picture(fresh.ask({}), "seed 5")->values == find_picture(next, "seed 5")->values);
}

TEST_CASE("maximise probe: only a climb from the own drawing begins anew when the drawing changes") {
    const DigitSet set(3);
    Asker asker(probe::kMaximise);
    asker.set("of", "class");
    asker.set("steps", "16");
    asker.ask(set.input(0));
    asker.probe->ask(asker.subject(set.input(1)));
    CHECK(asker.probe->progress() == 1.0f);
    asker.set("start", "own");
    asker.ask(set.input(0));
    asker.probe->ask(asker.subject(set.input(0)));
    CHECK(asker.probe->progress() == 1.0f);
    asker.probe->ask(asker.subject(set.input(1)));
    CHECK(asker.probe->progress() == 0.0f);
}

TEST_CASE("maximise probe: weighted maps, and words where they are missing") {
    Asker asker(probe::kMaximise);
    asker.set("of", "maps");
    asker.set("steps", "16");
    const figure::Figure empty = asker.ask({});
    REQUIRE(empty.groups.size() == 2);
    CHECK(empty.finding.find("3:1,7:-0.5") != std::string::npos);
    // A tile for each map: a click adds it, turns it round, takes it away.
    const auto click = [&](std::size_t map) { return asker.ask({}).groups.at(1).pictures.at(map).click; };
    CHECK(click(3).key == "maps");
    CHECK(click(3).words == "3:1");
    asker.set("maps", "3:1");
    CHECK(click(3).words == "3:-1");
    CHECK(click(5).words == "3:1,5:1");
    asker.set("maps", "3:-1,5:0.5");
    CHECK(click(3).words == "5:0.5");
    asker.set("maps", "3:1,7:-0.5,99:2");
    const figure::Figure two = asker.ask({});
    asker.set("maps", "3");
    const figure::Figure one = asker.ask({});
    REQUIRE(find_picture(two, "seed 1"));
    CHECK(find_picture(two, "seed 1")->values != find_picture(one, "seed 1")->values);
}
