// How familiar an input is, through the application: each lane by its own network, by the card first, by the digits
// when they have come.
#include <doctest/doctest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/blots.h"
#include "app/familiarity.h"
#include "app/update.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/class_names.h"
#include "tests/explain/letters.h"
#include "tests/paths.h"

namespace {

nn::Network random_lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}
nn::Network shipped() {
    return io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value()).value();
}

const image::Strokes kSeven = {{{3, 2}, {7, 2}, {4.5f, 8}}};

void learn_all(app::State& state) {
    for (int i = 0; i < 4000 && app::update(state, 1, 0.01); ++i) {
    }
}

}  // namespace

TEST_CASE("by its card alone the shipped network tells a letter from a digit, and of an empty page nothing is said") {
    app::State state = app::make_state("LeNet-5", shipped());
    app::update(state, 1, 0);
    CHECK_FALSE(app::familiar(state));
    CHECK_FALSE(app::unfamiliar(state));
    CHECK(app::unfamiliar_words(state, state.lane()).empty());
    app::set_strokes(state, kSeven);
    app::update(state, 1, 0);
    REQUIRE(app::familiar(state));
    CHECK(*app::familiar(state) > 0.01f);
    CHECK_FALSE(app::unfamiliar(state));
    int told = 0;
    for (int i = 0; i < 50; ++i) {
        app::set_strokes(state, explain_test::letter(i, 2));
        app::update(state, 1, 0);
        told += app::unfamiliar(state);
        CHECK(app::unfamiliar(state) == (*app::familiar(state) < 0.01f));
        CHECK(app::unfamiliar(state) == !app::unfamiliar_words(state, state.lane()).empty());
        CHECK(app::unfamiliar(state) ==
              (app::prediction_sentence(state).find("none of the digits") != std::string::npos));
        const auto json = nlohmann::json::parse(app::state_json(state));
        CHECK(json["familiar"].get<float>() == doctest::Approx(*app::familiar(state)));
        CHECK(json["unfamiliar"].get<bool>() == app::unfamiliar(state));
        CHECK(json["models"][0]["unfamiliar"] == json["unfamiliar"]);
    }
    CHECK(told > 10);
    app::clear(state);
    app::update(state, 2, 0);
    CHECK_FALSE(app::familiar(state));
    CHECK_FALSE(app::unfamiliar(state));
    CHECK(nlohmann::json::parse(app::state_json(state))["familiar"].is_null());
}

TEST_CASE("what the energy score doubts fetches the digits that tell more, when the pen has rested") {
    app::State state = app::make_state("LeNet-5", shipped());
    const auto fetches = [&](const image::Strokes& strokes) {
        app::clear(state);
        state.effects.clear();
        state.coming[0].wanted = false;  // as if it had not been asked for
        app::set_strokes(state, strokes);
        app::update(state, state.now + 0.01, 0);
        const bool early = std::any_of(state.effects.begin(), state.effects.end(), [](const app::Effect& effect) {
            return effect.kind == app::Effect::Kind::fetch_set;
        });
        app::update(state, state.now + 2, 0);
        const bool late = std::any_of(state.effects.begin(), state.effects.end(), [](const app::Effect& effect) {
            return effect.kind == app::Effect::Kind::fetch_set;
        });
        CHECK_FALSE(early);
        CHECK(late == (*app::familiar(state) < 0.1f && app::set_error(state, app::SetName::held_out).empty()));
        return late;
    };
    CHECK_FALSE(fetches(kSeven));
    int fetched = 0;
    for (int i = 0; i < 20; ++i) fetched += fetches(explain_test::letter(i, 2));
    CHECK(fetched > 8);
    app::set_failed(state, app::SetName::held_out, "no network");
    for (int i = 0; i < 20; ++i) CHECK_FALSE(fetches(explain_test::letter(i, 2)));
}

TEST_CASE("of a network without a card nothing is said until the digits have come and were learnt") {
    app::State state = app::make_state("random", random_lenet(5));
    app::set_strokes(state, kSeven);
    learn_all(state);
    CHECK_FALSE(app::familiar(state));
    CHECK_FALSE(app::unfamiliar(state));
    state.digits = app_test::blots(60);
    const unsigned before = state.revision.picture;
    learn_all(state);
    CHECK(app::familiar(state));
    CHECK(state.revision.picture > before);  // so that it is drawn
    CHECK(state.lane().known_by == explain::Familiarity::Known::neighbours);
    const auto first = state.lane().known;
    state.digits = app_test::blots(90);  // other digits are learnt anew
    learn_all(state);
    CHECK(state.lane().known != first);
    CHECK(app::knows_digits(state, state.lane()));
}

TEST_CASE("each of two lanes says it of its own network, and two of one network share what was learnt") {
    app::State state = app::make_state("LeNet-5", shipped());
    state.digits = app_test::blots(60);
    app::open_run(state, app::make_run("random", nn::publish(random_lenet(5))));
    app::show_run(state, 0);
    app::compare_with(state, 1);
    app::set_strokes(state, kSeven);
    learn_all(state);
    REQUIRE(state.lanes.size() == 2);
    for (const app::Lane& lane : state.lanes) {
        REQUIRE(app::familiar(state, lane));
        CHECK(*app::familiar(state, lane) == *lane.known->familiarity->of(lane.activations));
    }
    CHECK(state.lanes[0].known != state.lanes[1].known);
    app::compare_with(state, 0);
    learn_all(state);
    CHECK(state.lanes[0].known->familiarity == state.lanes[1].known->familiarity);
    CHECK(app::familiar(state, state.lanes[0]) == app::familiar(state, state.lanes[1]));
}

TEST_CASE("a network whose numbers overflow is not asked how familiar anything is") {
    nn::Network network = shipped();
    for (float& weight : network.parameters[0].weight) weight *= 1e38f;
    app::State state = app::make_state("too large", std::move(network));
    app::set_strokes(state, kSeven);
    app::update(state, 1, 0);
    CHECK_FALSE(app::familiar(state));
    CHECK_FALSE(app::unfamiliar(state));
}

TEST_CASE("a network of clothes is measured by clothes, whatever set is on show, and by nothing before they came") {
    nn::Network network = random_lenet(3);
    network.card[nn::kClassesKey] = nn::classes_text(app::class_names(app::source_of(app::SetName::fashion)));
    app::State state = app::make_state("Clothes", std::move(network));
    const auto some = [](const char* name, std::vector<std::string> classes) {
        io::LabelledImages labelled;
        labelled.images = {60, 28, 28, {}};
        for (int i = 0; i < 60 * 784; ++i) labelled.images.pixels.push_back(static_cast<std::uint8_t>(i * 37 % 251));
        for (int i = 0; i < 60; ++i) labelled.labels.push_back(static_cast<std::uint8_t>(i % 10));
        return app::make_data_set(name, std::move(labelled), std::move(classes)).value();
    };
    state.coming[static_cast<std::size_t>(app::SetName::held_out)].set = some("digits", {});
    app::show_data_set(state, state.coming[static_cast<std::size_t>(app::SetName::held_out)].set);
    app::set_strokes(state, kSeven);
    learn_all(state);
    CHECK_FALSE(app::has_digits_to_tell(state, state.lane()));
    CHECK_FALSE(app::familiar(state));
    const app::DataSetPtr clothes = some("clothes", app::class_names(app::source_of(app::SetName::fashion)));
    state.coming[static_cast<std::size_t>(app::SetName::fashion_test)].set = clothes;
    learn_all(state);
    CHECK(app::knows_digits(state, state.lane()));
    CHECK(state.lane().known_set == clothes->id);
    CHECK(app::familiar(state));
    CHECK(app::unfamiliar_words(state, state.lane()).find("0 to 9") == std::string::npos);
}
