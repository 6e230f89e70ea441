// A framework's file in the program: tried in slices, opened as it is meant, changed by the person, bounded.
#include <doctest/doctest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/foreign.h"
#include "app/link.h"
#include "app/model_view.h"
#include "app/update.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/digits.h"
#include "paths.h"

namespace {

constexpr const char* kTrained = "trained-mean-deviation.pt";

std::vector<std::uint8_t> file(const std::string& name) {
    return io::read_file(project_file("tests/models/" + name)).value();
}

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 1);
    app::State state = app::make_state("LeNet-5", std::move(network));
    app::update(state, 0, 0);
    return state;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

nlohmann::json assumptions(const app::State& state) {
    return nlohmann::json::parse(app::assumptions_json(state), nullptr, false);
}

/// The file opened, as long as it takes.
void open(app::State& state, const std::string& name) {
    app::open_bytes(state, name, file(name));
    for (int frames = 0; app::advance_foreign(state, 0.005); ++frames) REQUIRE(frames < 20'000);
    app::update(state, 0, 0);
}

}  // namespace

TEST_CASE("foreign: a file is tried in slices, then opened as it was trained, and one line says so") {
    app::State state = fresh();
    app::open_bytes(state, kTrained, file(kTrained));
    CHECK(has(state.message.text, "trying how it is meant"));
    CHECK(state.runs.size() == 1);
    CHECK(assumptions(state)["step"] == "trying");
    int slices = 0;
    while (app::advance_foreign(state, 0)) REQUIRE(++slices < 20'000);
    app::finish_foreign(state);
    REQUIRE(state.runs.size() == 2);
    CHECK(state.lane().name() == "trained-mean-deviation");
    CHECK(has(state.message.text, "Taken as 28 x 28, mean 0.1307, deviation 0.3081, ReLU, max-pooling: 9"));
    const char* of_all = io::kDrawnForTrial == 1000 ? "% of 1,000 drawn digits; next best " : "% of 200 drawn digits;";
    CHECK(has(state.message.text, of_all));
    CHECK(has(state.lane().network().card.at("assumed"), "mean 0.1307"));
    CHECK(has(app::model_finding(state), "Read as 28 x 28, mean 0.1307"));
}

TEST_CASE("foreign: a choice of the person's makes the network anew, and the best can be had back") {
    app::State state = fresh();
    open(state, kTrained);
    const std::uint64_t found = state.lane().network().id.value;
    CHECK(app::assume(state, "activation", "tanh").ok());
    CHECK(state.runs.size() == 2);
    CHECK(state.lane().network().id.value != found);
    CHECK(state.lane().network().layer(1).kind != nn::LayerKind::relu);
    CHECK(has(state.lane().network().card.at("assumed"), "tanh"));
    CHECK(has(app::link_of(state), nn::identity_text(state.lane().network().id.value).c_str()));
    CHECK(has(app::assume(state, "activation", "elu").message(), "cannot be 'elu'"));
    CHECK(has(app::assume(state, "colour", "red").message(), "nothing is open that is called 'colour'"));
    app::assume_best(state);
    CHECK(state.lane().network().id.value == found);
    app::show_run(state, 0);
    CHECK(has(app::assume(state, "activation", "tanh").message(), "came from no file"));
    CHECK(app::assumptions_json(state) == "null");
}

TEST_CASE("foreign: rows have every choice with what it reads, and say what follows from the shapes") {
    app::State state = fresh();
    open(state, kTrained);
    const app::Foreign* foreign = app::foreign_on_show(state);
    REQUIRE(foreign != nullptr);
    REQUIRE(foreign->rows.size() > 4);
    for (const app::AssumptionRow& row : foreign->rows) {
        CAPTURE(row.key);
        CHECK(!row.label.empty());
        CHECK((row.choices.size() == 1) == !row.why.empty());
        if (row.why.empty()) CHECK(!row.choices[row.chosen].read.empty());
    }
    CHECK(foreign->rows[0].why == "follows from the shapes");
    const auto told = assumptions(state);
    CHECK(told["file"] == kTrained);
    CHECK(told["list"].size() == foreign->rows.size());
}

TEST_CASE("foreign: what reads no digits is refused, what was running goes on, and it opens when asked") {
    app::State state = fresh();
    open(state, "state-dict.pt");
    CHECK(state.runs.size() == 1);
    CHECK(state.message.is_error);
    CHECK(has(state.message.text, "No way of reading it reads more than"));
    CHECK(state.sheet == app::Sheet::model);
    CHECK(assumptions(state)["step"] == "refused");
    app::open_anyway(state);
    CHECK(state.runs.size() == 2);
    CHECK(state.lane().name() == "state-dict");
}

TEST_CASE("foreign: the tensors of four files are kept, and none of a network that is closed") {
    app::State state = fresh();
    for (const char* name : {kTrained, "trained-valid.pt", "trained-maps-8-16.pt", "trained-keras.safetensors"})
        open(state, name);
    CHECK(state.foreign.size() == 4);
    open(state, "trained-dark-ink.pt");
    CHECK(state.foreign.size() == 4);
    CHECK(state.foreign.front()->name == "trained-valid.pt");
    app::close_run(state, 2);
    app::advance_foreign(state, 0.001);
    CHECK(state.foreign.size() == 3);
}

TEST_CASE("foreign: what it sees has its true values") {
    app::State state = fresh();
    app::set_strokes(state, {{{0.3f, 0.2f}, {0.6f, 0.2f}, {0.4f, 0.9f}}});
    open(state, "trained-dark-ink.pt");
    const app::SeenInput seen = app::seen_input(state);
    CHECK(seen.side >= 28);
    CHECK(seen.values.size() == static_cast<std::size_t>(seen.side * seen.side));
    CHECK(!seen.lines.empty());
}
