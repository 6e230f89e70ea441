// The first half minute: its steps in their order, and all that ends it.
#include <doctest/doctest.h>

#include "app/actions.h"
#include "app/introduction.h"
#include "app/probes.h"
#include "app/update.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/forward.h"
#include "paths.h"

namespace {

using Step = app::Introduction::Step;

app::State first_visit() {
    const auto bytes = io::read_file(project_file("weights/lenet5.safetensors"));
    REQUIRE(bytes.ok());
    auto network = io::parse_model(bytes.value());
    REQUIRE(network.ok());
    return app::make_state("LeNet-5", std::move(network.value()));
}

app::State fresh() {
    app::State state = first_visit();
    app::update(state, 10.0, 0.005);
    app::begin_introduction(state);
    return state;
}

Step step_at(app::State& state, double seconds) {
    app::update(state, 10.0 + seconds, 0.005);
    return state.introduction.step;
}

void draw(app::State& state) {
    app::pen_down(state, {0.3f, 0.2f});
    app::pen_move(state, {0.7f, 0.2f});
    app::pen_move(state, {0.45f, 0.9f});
    app::pen_up(state);
}

}  // namespace

TEST_CASE("introduction: a hand draws a 3 within 1.6 seconds, and the network reads it") {
    app::State state = fresh();
    CHECK(step_at(state, 0.1) == Step::hand);
    const std::size_t early = state.board.drawing().strokes.at(0).size();
    CHECK(step_at(state, 0.8) == Step::hand);
    CHECK(state.board.drawing().strokes.at(0).size() > early);
    CHECK(app::introduction_words(state).empty());
    CHECK(step_at(state, 1.7) == Step::your_turn);
    CHECK(app::prediction(state) == 3);
    CHECK(app::introduction_words(state) == "Your turn: draw a digit.");
    CHECK_FALSE(state.options.hint_seen);
}

TEST_CASE("introduction: with reduced motion the digit stands at once, and there is no wave") {
    app::State state = fresh();
    state.reduced_motion = true;
    step_at(state, 0.01);
    CHECK(step_at(state, 0.02) == Step::your_turn);
    draw(state);
    step_at(state, 0.1);
    CHECK(step_at(state, 0.2) == Step::bright);
}

TEST_CASE("introduction: the first touch takes the hand's digit away, for good") {
    app::State state = fresh();
    step_at(state, 1.7);
    step_at(state, 1.8);
    app::pen_down(state, {0.3f, 0.2f});
    CHECK(state.board.drawing().strokes.size() == 1);
    app::pen_move(state, {0.7f, 0.2f});
    app::pen_up(state);
    CHECK(state.options.hint_seen);
    app::undo(state);
    CHECK(state.board.empty());
    CHECK_FALSE(state.board.can_undo());
}

TEST_CASE(
    "introduction: after the first stroke a wave runs to the answer, then three sentences, each gone at a touch") {
    app::State state = fresh();
    step_at(state, 1.7);
    draw(state);
    CHECK(step_at(state, 2.0) == Step::wave);
    CHECK(app::wave_front(state) == 0);
    step_at(state, 2.3);
    CHECK(app::wave_front(state) == 1);
    CHECK(step_at(state, 6.0) == Step::bright);
    CHECK(app::wave_front(state) == -1);
    CHECK(app::introduction_words(state).find("Bright") == 0);
    app::touch_introduction(state, 1, 1);
    CHECK(app::introduction_words(state).find("orange") != std::string::npos);
    app::touch_introduction(state, -1, -1);
    CHECK(app::introduction_words(state) == "Why 7? Cover it and see.");
    app::touch_introduction(state, 1, 1);
    CHECK(state.introduction.step == Step::off);
    app::begin_introduction(state);
    CHECK(state.introduction.step == Step::off);  // never twice
}

TEST_CASE("introduction: \"Cover it\" opens where the answer suffers most") {
    app::State state = fresh();
    step_at(state, 1.7);
    draw(state);
    step_at(state, 2.0);
    step_at(state, 6.0);
    const float whole = app::probabilities(state)[7];
    app::touch_introduction(state, 1, 1);
    app::touch_introduction(state, 1, 1);
    state.layout.items["why"] = {100, 100, 50, 20};
    app::touch_introduction(state, 110, 110);
    CHECK(state.introduction.step == Step::why);  // the button's press is still to come
    app::cover_the_worst_spot(state);
    REQUIRE(state.probe.entry != nullptr);
    CHECK(std::string(state.probe.entry->id) == "occlusion");
    CHECK(state.introduction.step == Step::off);
    const probe::Values& values = app::values_of(state, *state.probe.entry);
    const int row = values.whole("row"), column = values.whole("column");
    std::vector<float> covered = state.input->pixels;
    for (int y = row; y < row + 6; ++y)
        for (int x = column; x < column + 6; ++x) covered[static_cast<std::size_t>(y * 28 + x)] = 0.0f;
    nn::Activations activations = nn::make_activations(state.lane().network());
    nn::Engine(state.lane().network()).forward(covered, activations);
    CHECK(activations.outputs.back().data[7] < whole - 0.01f);
}

TEST_CASE("introduction: whatever else happens ends it at once, and what was put there stays") {
    const auto ends = [](auto act) {
        app::State state = fresh();
        step_at(state, 0.5);
        act(state);
        CHECK(step_at(state, 0.6) == Step::off);
        CHECK(state.options.hint_seen);
        return state;
    };
    CHECK(ends([](app::State& s) { app::set_strokes(s, {{{0, 0}, {0, 1}}}); }).board.drawing().strokes.size() == 1);
    CHECK(ends([](app::State& s) { app::open_probe(s, probe::find("methods")); }).board.empty());
    CHECK(ends([](app::State& s) { app::touch_introduction(s, 900, 600); }).board.empty());
    CHECK(ends([](app::State& s) { app::clear(s); }).board.empty());
    const std::vector<float> ink(784, 0.5f);
    CHECK(ends([&](app::State& s) { app::set_input(s, ink); }).board.drawing().picture_is_input);
}

TEST_CASE("introduction: it does not begin over a drawing, a view, or for those who know it") {
    app::State state = first_visit();
    state.options.hint_seen = true;
    app::begin_introduction(state);
    CHECK(state.introduction.step == Step::off);
    state.options.hint_seen = false;
    state.probe.entry = probe::find("methods");
    app::begin_introduction(state);
    CHECK(state.introduction.step == Step::off);
    state.probe.entry = nullptr;
    app::set_strokes(state, {{{0, 0}, {0, 1}}});
    app::begin_introduction(state);
    CHECK(state.introduction.step == Step::off);
}
