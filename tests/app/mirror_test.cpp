// What stands beside the canvas: the open view in words, its controls, and what is told to screen readers, and when.
#include "app/mirror.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/answer.h"
#include "app/probes.h"
#include "app/update.h"
#include "app/views.h"

namespace {

using Json = nlohmann::json;

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

void draw_seven(app::State& state) {
    app::pen_down(state, {0.25f, 0.2f});
    app::pen_move(state, {0.75f, 0.2f});
    app::pen_move(state, {0.45f, 0.85f});
    app::pen_up(state);
}

/// Lets the frames' clock go on; what was told meanwhile, in order.
std::vector<std::string> told(app::State& state, double seconds) {
    std::vector<std::string> all;
    for (const double end = state.now + seconds; state.now < end;) {
        state.effects.clear();
        app::update(state, state.now + 0.05, 0.02);
        for (const app::Effect& effect : state.effects)
            if (effect.kind == app::Effect::Kind::announce) all.push_back(effect.text);
    }
    return all;
}

bool any_begins(const std::vector<std::string>& all, std::string_view with) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(with); });
}

Json setting(const Json& mirror, const std::string& key) {
    for (const Json& one : mirror["settings"])
        if (one["key"] == key) return one;
    return nullptr;
}

bool can(const Json& mirror, const std::string& act) {
    return std::any_of(mirror["can"].begin(), mirror["can"].end(), [&](const Json& one) { return one == act; });
}

}  // namespace

TEST_CASE("mirror: the open view with its finding, its settings and the answer") {
    app::State state = fresh();
    draw_seven(state);
    app::open_probe(state, probe::find("occlusion"));
    told(state, 3);
    const Json mirror = Json::parse(app::mirror_json(state));
    CHECK(mirror["view"] == "occlusion");
    CHECK(mirror["title"] == "Cover it");
    CHECK(mirror["finding"] == state.probe.figure.finding);
    CHECK(mirror["finding"].get<std::string>().size() > 20);
    const app::AnswerWords words = app::answer_words(state);
    CHECK(mirror["answer"] == "The answer is " + words.best + ", " + words.sure + "; " + words.next + ".");
    CHECK(mirror["selection"]["layer"] == state.selection.layer);
    CHECK(setting(mirror, "size")["value"] == app::values_of(state, *state.probe.entry)["size"]);
    CHECK(setting(mirror, "fill")["choices"].size() > 1);
    CHECK(mirror["views"].size() == app::views().size());
    CHECK(can(mirror, "figure"));
    CHECK(can(mirror, "share"));
    CHECK(can(mirror, "animation") == app::has_animation(state));
}

TEST_CASE("mirror: its controls do what the screen's do, and nothing else does anything") {
    app::State state = fresh();
    draw_seven(state);
    app::open_probe(state, probe::find("occlusion"));
    told(state, 1);
    const double before = app::values_of(state, *state.probe.entry)["size"];
    CHECK(app::act_in_mirror(state, "set size", "9"));
    CHECK(app::values_of(state, *state.probe.entry)["size"] == 9);
    CHECK(app::act_in_mirror(state, "reset", ""));
    CHECK(app::values_of(state, *state.probe.entry)["size"] == before);
    for (const char* what : {"set nothing", "set ", "fly", ""}) CHECK_FALSE(app::act_in_mirror(state, what, "1"));
    for (const char* value : {"", "nan", "inf", "seven", "4 5"})
        CHECK_FALSE(app::act_in_mirror(state, "set size", value));
    CHECK(app::act_in_mirror(state, "layer", "2"));
    CHECK(state.selection.layer == 2);
    CHECK(app::act_in_mirror(state, "map", "4"));
    CHECK(state.selection.map == 4);
    CHECK_FALSE(app::act_in_mirror(state, "map", "600"));
    CHECK_FALSE(app::act_in_mirror(state, "layer", "1e30"));
    CHECK(state.selection.map == 4);
    state.effects.clear();
    CHECK(app::act_in_mirror(state, "numbers", ""));
    CHECK(state.effects.back().kind == app::Effect::Kind::save_file);
    CHECK(app::act_in_mirror(state, "link", ""));
    CHECK(state.effects.back().kind == app::Effect::Kind::copy_text);
}

TEST_CASE("mirror: a finding is told once it stands still, and again when it is another") {
    app::State state = fresh();
    draw_seven(state);
    CHECK_FALSE(any_begins(told(state, 2), "Network"));  // what the page begins with is told by nobody's wish
    app::open_probe(state, probe::find("occlusion"));
    const auto first = told(state, 4);
    REQUIRE(any_begins(first, "Cover it: "));
    CHECK(std::count_if(first.begin(), first.end(), [](const auto& one) { return one.starts_with("Cover it"); }) == 1);
    CHECK(told(state, 2).empty());
    app::act_in_mirror(state, "set size", "12");
    CHECK(told(state, 0.3).empty());
    CHECK(any_begins(told(state, 4), "Cover it: "));
}

TEST_CASE("mirror: nothing is told while the pen is down") {
    app::State state = fresh();
    draw_seven(state);
    app::open_probe(state, probe::find("methods"));
    told(state, 4);
    app::pen_down(state, {0.2f, 0.5f});
    std::vector<std::string> meanwhile;
    for (int i = 0; i < 20; ++i) {
        app::pen_move(state, {0.2f + 0.03f * static_cast<float>(i), 0.5f});
        for (const std::string& one : told(state, 0.2)) meanwhile.push_back(one);
    }
    CHECK(meanwhile.empty());
    app::pen_up(state);
    const auto after = told(state, 5);
    CHECK(any_begins(after, "Prediction: "));
    CHECK(any_begins(after, "Seven methods: "));
}

TEST_CASE("mirror: in the network's own view what is selected is told, and not at every stroke") {
    app::State state = fresh();
    draw_seven(state);
    told(state, 2);
    app::select(state, 2, 3);
    CHECK(any_begins(told(state, 2), "Network: pool1 map 3: its largest value is "));
    app::pen_down(state, {0.2f, 0.5f});
    app::pen_move(state, {0.8f, 0.5f});
    app::pen_up(state);
    const auto after = told(state, 2);
    CHECK(after.size() == 1);
    CHECK(any_begins(after, "Prediction: "));
}
