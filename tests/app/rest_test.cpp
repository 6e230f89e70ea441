// The program in two parts: what waits for the second one, and that drawing does not.
#include <doctest/doctest.h>

#include "app/actions.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/rest.h"
#include "app/update.h"
#include "app/views.h"
#include "io/file.h"
#include "io/model_file.h"
#include "paths.h"

namespace {

app::State in_one_part() {
    const auto bytes = io::read_file(project_file("weights/lenet5.safetensors"));
    REQUIRE(bytes.ok());
    auto network = io::parse_model(bytes.value());
    REQUIRE(network.ok());
    return app::make_state("LeNet-5", std::move(network.value()));
}

app::State in_two_parts() {
    app::State state = in_one_part();
    app::rest_comes(state);
    return state;
}

void draw_one(app::State& state) {
    app::pen_down(state, {0.5f, 0.2f});
    app::pen_move(state, {0.5f, 0.8f});
    app::pen_up(state);
}

int count(const app::State& state, app::Effect::Kind kind) {
    int found = 0;
    for (const app::Effect& effect : state.effects) found += effect.kind == kind ? 1 : 0;
    return found;
}

}  // namespace

TEST_CASE("drawing is answered before the rest of the program is here, and a probe after it") {
    app::State state = in_two_parts();
    draw_one(state);
    app::update(state, 1, 0.005);
    CHECK(app::prediction(state) == 1);
    app::open_probe(state, probe::find("pooling"));
    for (int i = 0; i < 5; ++i) app::update(state, 2 + i, 0.005);
    CHECK(app::waits_for_rest(state));
    CHECK(state.probe.figure.groups.empty());
    CHECK(count(state, app::Effect::Kind::show_link) == 0);
    app::rest_came(state);
    for (int i = 0; i < 5; ++i) app::update(state, 8 + i, 0.005);
    CHECK_FALSE(app::waits_for_rest(state));
    CHECK_FALSE(state.probe.figure.groups.empty());
    CHECK(count(state, app::Effect::Kind::show_link) == 1);
}

TEST_CASE("what is asked of the rest is done when it comes, once") {
    app::State state = in_two_parts();
    app::when_rest_is_here(state, app::copy_link);
    CHECK(count(state, app::Effect::Kind::copy_text) == 0);
    app::rest_came(state);
    CHECK(count(state, app::Effect::Kind::copy_text) == 1);
    app::rest_came(state);
    CHECK(count(state, app::Effect::Kind::copy_text) == 1);
    app::when_rest_is_here(state, app::copy_link);
    CHECK(count(state, app::Effect::Kind::copy_text) == 2);
}

TEST_CASE("the network's own view never waits; pages of words and probes do, and natively nothing does") {
    app::State state = in_two_parts();
    CHECK_FALSE(app::waits_for_rest(state));
    for (const app::View& view : app::views()) {
        app::open_view(state, view);
        CHECK(app::waits_for_rest(state) == (std::string(view.id) != "explore"));
    }
    app::State native = in_one_part();
    for (const app::View& view : app::views()) {
        app::open_view(native, view);
        CHECK_FALSE(app::waits_for_rest(native));
    }
}

TEST_CASE("that the rest does not come is said once, and in place of a view as long as it lasts") {
    app::State state = in_two_parts();
    CHECK(app::rest_words(state).find("on its way") != std::string::npos);
    app::rest_failed(state, "rest.wasm answered 404");
    CHECK(state.message.text.find("rest.wasm answered 404") != std::string::npos);
    CHECK(app::rest_words(state).find("rest.wasm answered 404") != std::string::npos);
    state.message = {};
    app::rest_failed(state, "rest.wasm answered 404");
    CHECK(state.message.text.empty());
    app::rest_came(state);
    CHECK(state.rest.problem.empty());
}
