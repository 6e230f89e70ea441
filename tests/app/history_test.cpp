// Runs of several checkpoints: from files, through the views, and any number over them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/api.h"
#include "app/history.h"
#include "app/link.h"
#include "app/over.h"
#include "app/probes.h"
#include "app/shipped.h"
#include "app/update.h"
#include "io/file.h"
#include "io/history.h"
#include "nn/forward.h"
#include "paths.h"

namespace {

nn::Network lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}

std::vector<std::uint8_t> history_file() {
    std::vector<io::Moment> moments;
    for (const std::int64_t batch : {std::int64_t{0}, std::int64_t{4}, std::int64_t{64}})
        moments.push_back({batch, lenet(static_cast<unsigned long long>(batch) + 1)});
    return io::write_history(moments).value();
}

app::State with_history() {
    app::State state = app::make_state("one", lenet(99));
    app::open_bytes(state, "mine.safetensors", history_file());
    app::set_strokes(state, {{{0.3f, 0.2f}, {0.6f, 0.2f}, {0.4f, 0.9f}}});
    app::update(state, 0, 0);
    return state;
}

void show_digits(app::State& state, int count) {
    io::LabelledImages images;
    images.images = {count, 28, 28, std::vector<std::uint8_t>(static_cast<std::size_t>(count) * 784)};
    for (std::size_t i = 0; i < images.images.pixels.size(); ++i)
        images.images.pixels[i] = static_cast<std::uint8_t>(i * 7 % 251 * (i / 784 % 5 + 1) / 5);
    for (int i = 0; i < count; ++i) images.labels.push_back(static_cast<std::uint8_t>(i % 10));
    app::show_data_set(state, app::make_data_set("bars", std::move(images)).value());
}

void finish(app::State& state) {
    int frames = 0;
    while (app::work_on_probe(state, 0.02) == app::Asked::working) REQUIRE(++frames < 20000);
}

void open(app::State& state, const char* id) { app::open_probe(state, probe::find(id)); }

}  // namespace

TEST_CASE("a history opens as one run at its last checkpoint, and each of them can be shown") {
    app::State state = with_history();
    REQUIRE(state.runs.size() == 2);
    REQUIRE(state.runs[1]->checkpoints.size() == 3);
    CHECK(state.lane().run == state.runs[1]);
    CHECK(state.lane().checkpoint == 2);
    CHECK(state.lane().name() == "mine at batch 64");
    app::show_checkpoint(state, 0);
    CHECK(state.lane().checkpoint == 0);
    CHECK(state.lane().network().parameters[0].weight == lenet(1).parameters[0].weight);
    app::show_checkpoint(state, 3);  // there is none
    CHECK(state.lane().checkpoint == 0);
    CHECK(app::history_of(*state.runs[1]).size() == 3);
    CHECK(app::history_of(*state.runs[0]).empty());
    app::open_bytes(state, "mine.safetensors", std::vector<std::uint8_t>(30, 'x'));
    CHECK(state.message.is_error);
    CHECK(state.runs.size() == 2);
}

TEST_CASE("the history that ships comes when it is asked for, and a link to any of its checkpoints brings it") {
    app::State state = app::make_state("one", lenet(99));
    app::show_shipped_history(state);
    REQUIRE(state.model_wanted);
    CHECK(state.effects.back().kind == app::Effect::Kind::fetch_model);
    CHECK(state.effects.back().text == app::kHistoryFile);
    app::State linked = app::make_state("one", lenet(99));
    const std::uint64_t early = app::shipped_model(0x2fa085e10167f379ull)->earlier[4];
    REQUIRE(app::open_link(linked, "v=2&models=" + nn::identity_text(early) + "@16").ok());
    REQUIRE(linked.model_wanted);
    const auto file = io::read_file(project_file("weights/lenet5-history.safetensors"));
    REQUIRE(file.ok());
    app::open_shipped(linked, app::kHistoryFile, file.value());
    CHECK(linked.lane().name() == "LeNet-5 while it learnt at batch 16");
    CHECK(linked.lane().network().id.value == early);
    CHECK(file.value().size() <= 2'000'000);
}

TEST_CASE("evolution says what it lacks, and then keeps what it knows while the run is scrubbed") {
    app::State state = app::make_state("one", lenet(99));
    show_digits(state, 30);
    open(state, "evolution");
    finish(state);
    CHECK(state.probe.figure.finding.starts_with("This network has no history"));
    app::open_bytes(state, "mine.safetensors", history_file());
    finish(state);
    const figure::Group& table = state.probe.figure.groups.at(0);
    REQUIRE(table.column_heads.size() == 4);
    const probe::Probe* before = state.probe.lanes[0].running.get();
    const auto click = std::find_if(table.pictures.begin(), table.pictures.end(), [](const figure::Picture& p) {
        return p.name.starts_with("pool1 map 3 at batch 4");
    });
    REQUIRE(click != table.pictures.end());
    app::follow(state, figure::Click(click->click));
    CHECK(state.lane().checkpoint == 1);
    CHECK(state.selection.map == 3);
    app::update(state, 1, 0);
    CHECK(state.probe.lanes[0].running.get() == before);
    CHECK(state.probe.lanes[0].running->progress() == 1.0f);  // nothing is looked through again
    finish(state);
    const auto& pictures = state.probe.figure.groups.at(0).pictures;
    const auto chosen = std::find_if(pictures.begin(), pictures.end(), [](const auto& p) { return p.chosen; });
    REQUIRE(chosen != pictures.end());
    CHECK(chosen->name.starts_with("pool1 map 3 at batch 4"));
    open(state, "explore");
    open(state, "evolution");
    app::update(state, 2, 0);
    CHECK(state.probe.lanes[0].running->progress() == 1.0f);  // the cache has it
}

TEST_CASE("over training: a probe's numbers are those that it gives at each checkpoint, in a card that was opened") {
    app::State state = with_history();
    open(state, "maximise");
    const auto folded = [&] {
        for (const figure::Group& group : state.probe.figure.groups)
            if (group.title == app::kOverTraining) return &group;
        return static_cast<const figure::Group*>(nullptr);
    };
    open(state, "occlusion");
    finish(state);
    const figure::Group* card = folded();
    REQUIRE(card != nullptr);
    CHECK(card->folded);
    CHECK(card->plots.empty());  // closed: nothing was asked
    CHECK(state.probe.over.known.empty());
    state.probe.open_folds.push_back(app::kOverTraining);
    int frames = 0;
    while (app::refresh_probe(state, 0)) REQUIRE(++frames < 20000);
    card = folded();
    REQUIRE(card != nullptr);
    REQUIRE(card->plots.size() == 1);
    REQUIRE(state.probe.over.facts.size() > 1);
    const figure::Series curve = card->plots[0].series.at(0);
    REQUIRE(curve.x == std::vector<float>{0, 4, 64});
    CHECK(card->plots[0].cursor == 64.0f);
    // The same by showing each checkpoint.
    const std::string label = card->plots[0].title;
    for (int i = 0; i < 3; ++i) {
        app::show_checkpoint(state, i);
        app::update(state, 3 + i, 0);
        finish(state);
        double value = NAN;
        for (const figure::Group& group : state.probe.figure.groups)
            for (const figure::Fact& fact : group.facts)
                if (fact.label == label && fact.number && !std::isfinite(value)) value = *fact.number;
        CHECK(curve.y[static_cast<std::size_t>(i)] == doctest::Approx(value).epsilon(1e-5));
    }
    const std::string first = card->plots[0].name;
    app::step_over_fact(state, 1);
    app::refresh_probe(state, 0.02);
    CHECK(folded()->plots.at(0).name != first);
    app::step_over_fact(state, -1);
    app::refresh_probe(state, 0.02);
    CHECK(folded()->plots.at(0).name == first);
    app::set_value(state, "size", 3);  // another question: what is known says nothing of it
    finish(state);
    CHECK(state.probe.over.known.size() < 3);
    app::show_run(state, 0);  // one network alone has no history
    app::update(state, 9, 0);
    finish(state);
    CHECK(folded() == nullptr);
}
