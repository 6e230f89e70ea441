// Several networks at hand, one or two of them on show: lanes, focus, caches, links, and every probe beside itself.
#include <doctest/doctest.h>

#include <string>

#include "app/actions.h"
#include "app/api.h"
#include "app/caches.h"
#include "app/history.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/shipped.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/cost.h"
#include "paths.h"

namespace {

nn::Network lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}

nn::Network small() {
    nn::Architecture a{"small", {1, 28, 28}, {}};
    a.layers.push_back({nn::LayerKind::conv, "conv1", 3, 5, 1, 2, 0});
    a.layers.push_back({nn::LayerKind::relu, "relu1", 0, 0, 1, 0, 0});
    a.layers.push_back({nn::LayerKind::max_pool, "pool1", 0, 2, 2, 0, 0});
    a.layers.push_back({nn::LayerKind::fully_connected, "fc3", 10, 0, 1, 0, 0});
    nn::Network network = nn::make_network(a).value();
    nn::initialise(network, 3);
    return network;
}

app::RunPtr run_of(const char* name, nn::Network network) {
    return app::make_run(name, nn::publish(std::move(network)));
}

/// Two networks of one architecture beside each other, and a drawn line.
app::State two_lanes() {
    app::State state = app::make_state("one", lenet(1));
    state.runs.push_back(run_of("two", lenet(2)));
    app::compare_with(state, 1);
    app::set_strokes(state, {{{0.3f, 0.2f}, {0.6f, 0.2f}, {0.4f, 0.9f}}});
    app::update(state, 0, 0);
    for (int i = 0; i < 1000 && app::is_reconstructing(state); ++i) app::update(state, 0, 0);  // under sanitizers
    return state;
}

std::vector<std::uint8_t> weights(const std::string& stem) {
    return io::read_file(project_file("weights/" + stem + ".safetensors")).value();
}

void finish(app::State& state) {
    int slices = 0;
    while (app::work_on_probe(state, 0.02) == app::Asked::working) REQUIRE(++slices < 20000);
}

}  // namespace

TEST_CASE("two lanes compute the same input, each with its own network") {
    app::State state = two_lanes();
    REQUIRE(state.lanes.size() == 2);
    for (const app::Lane& lane : state.lanes) {
        nn::Activations expected = nn::make_activations(lane.network());
        nn::Engine(lane.network()).forward(state.input->pixels, expected);
        CHECK(expected.outputs.back().data == lane.activations.outputs.back().data);
        CHECK(!lane.reconstructions[5].data.empty());
        CHECK(!lane.projection.pixels.data.empty());
    }
    CHECK(state.lanes[0].activations.outputs.back().data != state.lanes[1].activations.outputs.back().data);
    app::clear(state);
    app::update(state, 0, 0);
    CHECK(app::short_answer(state, state.lanes[1]).empty());
}

TEST_CASE("the selection goes over to the other network by the layer's name, inside its sizes") {
    app::State state = app::make_state("one", lenet(1));
    state.runs.push_back(run_of("small", small()));
    app::compare_with(state, 1);
    app::select_unit(state, *state.lane().network().find("pool1"), 5, 100);
    const app::Selection there = app::selection_in(state, state.lanes[1]);
    CHECK(there.layer == *state.lanes[1].network().find("pool1"));
    CHECK(there.map == 2);
    app::select(state, *state.lane().network().find("conv2"), 3);
    CHECK(app::selection_in(state, state.lanes[1]).layer == -1);
    app::set_focus(state, 1);
    CHECK(state.selection.layer == -1);
    app::update(state, 0, 0);
    app::set_focus(state, 2);
    CHECK(state.focus == 1);
}

TEST_CASE("showing, comparing, closing: there is always a network, and never a stale one") {
    app::State state = two_lanes();
    app::open_run(state, run_of("three", lenet(3)));
    CHECK(state.runs.size() == 3);
    CHECK(state.lane().name() == "three");
    app::open_run(state, run_of("three again", lenet(3)));  // the same network: no second copy
    CHECK(state.runs.size() == 3);
    app::set_focus(state, 1);
    app::close_run(state, 2);
    CHECK(state.lanes.size() == 1);
    CHECK(state.lane().name() == "two");
    app::close_run(state, 1);
    CHECK(state.lane().name() == "one");
    app::close_run(state, 0);
    CHECK(state.runs.size() == 1);
    app::show_run(state, 7);
    app::compare_with(state, -1);
    app::compare_with(state, 0, 3);
    CHECK(state.lanes.size() == 1);
    app::update(state, 0, 0);
}

TEST_CASE("every probe beside itself: both networks' numbers, each as it is alone") {
    for (const probe::Entry* entry : probe::entries()) {
        if (entry->needs_digits || entry->needs_reference || probe::is_asked_once(*entry)) continue;
        CAPTURE(entry->id);
        app::State state = two_lanes();
        app::open_probe(state, entry);
        state.probe.values[entry->id] = probe::defaults(*entry);
        finish(state);
        const figure::Figure both = state.probe.figure;
        CHECK(both.title.find("one beside two") != std::string::npos);
        int named_a = 0, named_b = 0;
        for (const figure::Group& group : both.groups) {
            for (const figure::Picture& picture : group.pictures) {
                named_a += picture.name.starts_with("A ");
                named_b += picture.name.starts_with("B ") && !picture.name.starts_with("B minus");
            }
        }
        CHECK(named_a == named_b);
        app::State alone = app::make_state("two", lenet(2));
        app::set_input(alone, state.input->pixels);
        alone.selection = state.selection;
        app::update(alone, 0, 0);
        app::open_probe(alone, entry);
        finish(alone);
        const figure::Figure second = state.probe.lanes[1].figure;
        CHECK(figure::to_json(second) == figure::to_json(alone.probe.figure));
    }
}

TEST_CASE("a checkpoint goes by and comes back: the cache is found again, and there are few of them") {
    app::State state = app::make_state("one", lenet(1));
    app::Run run;
    run.name = "run";
    for (int i = 0; i < 12; ++i)
        run.checkpoints.push_back({1L << i, nn::publish(lenet(static_cast<unsigned long long>(10 + i))), {}});
    state.runs.push_back(std::make_shared<app::Run>(run));
    app::set_strokes(state, {{{0.3f, 0.2f}, {0.6f, 0.2f}, {0.4f, 0.9f}}});
    app::open_probe(state, probe::find("maximise"));
    std::string name;
    for (int i = 0; i < 12; ++i) {
        app::show_run(state, 1, i);
        app::work_on_probe(state, 0);
        name = state.lane().name();
    }
    CHECK(name == "run at batch 2048");
    CHECK(state.caches.size() <= app::Caches::kMost);
    const auto kept = state.probe.lanes[0].cache;
    app::show_run(state, 1, 3);
    app::work_on_probe(state, 0);
    CHECK(state.probe.lanes[0].cache != kept);
    app::show_run(state, 1, 11);
    app::work_on_probe(state, 0);
    CHECK(state.probe.lanes[0].cache == kept);
}

TEST_CASE("200 networks opened and closed leave one run and no more than the bounded caches") {
    app::State state = app::make_state("one", lenet(1));
    app::open_probe(state, probe::find("occlusion"));
    const nn::NetworkPtr first = state.lane().published;
    std::weak_ptr<const nn::Network> gone;
    for (unsigned long long i = 0; i < 200; ++i) {
        app::open_run(state, run_of("opened", lenet(100 + i)));
        if (i == 0) gone = state.lane().published;
        app::work_on_probe(state, 0);
        app::close_run(state, static_cast<int>(state.runs.size()) - 1);
    }
    CHECK(state.runs.size() == 1);
    CHECK(state.lane().published == first);
    CHECK(gone.expired());
    CHECK(state.caches.size() <= app::Caches::kMost);
}

TEST_CASE("a cache keeps the set that it looks through, also when the bounded caches have dropped it") {
    app::Caches caches;
    const nn::NetworkPtr network = nn::publish(lenet(1));
    std::weak_ptr<const app::DataSet> looked_through;
    std::shared_ptr<probe::Cache> held;
    {
        const auto set = std::make_shared<app::DataSet>();
        looked_through = set;
        held = caches.of(network, set);
        CHECK(caches.of(network, std::make_shared<app::DataSet>()) == held);  // the same contents
    }
    for (std::uint64_t i = 1; i <= app::Caches::kMost; ++i) {
        const auto other = std::make_shared<app::DataSet>();
        other->id = i;
        caches.of(network, other);
    }
    CHECK(!looked_through.expired());
    held.reset();
    CHECK(looked_through.expired());
}

TEST_CASE("a link of version 2 holds both networks, the focus and the scales") {
    app::State state = two_lanes();
    app::set_focus(state, 1);
    app::set_scales(state, app::Scales::own);
    const std::string link = app::link_of(state);
    CHECK(link.starts_with("v=2&models="));
    CHECK(link.find("&focus=1") != std::string::npos);
    app::State other = app::make_state("two", lenet(2));
    CHECK(!app::open_link(other, link).ok());  // it lacks the first one
    CHECK(other.lanes.size() == 1);
    other.runs.push_back(run_of("one", lenet(1)));
    const base::Status opened = app::open_link(other, link);
    REQUIRE_MESSAGE(opened.ok(), opened.message());
    app::update(other, 0, 0);
    REQUIRE(other.lanes.size() == 2);
    CHECK(other.lanes[0].name() == "one");
    CHECK(other.focus == 1);
    CHECK(app::link_of(other) == link);
    for (const char* wrong : {"v=2&models=12", "v=2&models=0123456789abcdef,0123456789abcdef,0123456789abcdef",
                              "v=2&models=&focus=1", "v=2&scales=large"})
        CHECK_MESSAGE(!app::open_link(other, wrong).ok(), wrong);
    CHECK(app::link_of(other) == link);
}

TEST_CASE("a link of version 1 still opens, with the model's older number") {
    app::State state = two_lanes();
    const std::string old = "v=1&model=" + app::old_model_id(state.lanes[1].network()) + "&layer=pool1&map=2";
    const base::Status opened = app::open_link(state, old);
    REQUIRE_MESSAGE(opened.ok(), opened.message());
    CHECK(state.lanes.size() == 1);
    CHECK(state.lane().name() == "two");
    CHECK(!app::open_link(state, "v=1&model=00000000").ok());
    app::State shipped = app::make_state("LeNet-5", io::parse_model(weights("lenet5")).value());
    CHECK(app::open_link(shipped, "v=1&model=9c263830&layer=pool1&map=2").ok());  // made by version 1.1
}

TEST_CASE("the networks that ship are known by their identities, and a link brings one") {
    for (const app::ShippedModel& model : app::shipped_models()) {
        const app::RunPtr run = app::read_run(model.name, weights(model.file)).value();
        const std::uint64_t last = run->checkpoints.back().network->id.value;
        CHECK_MESSAGE(last == model.id, model.file, " is ", nn::identity_text(last));
        REQUIRE(run->checkpoints.size() == model.earlier.size() + 1);
        for (std::size_t i = 0; i < model.earlier.size(); ++i) {
            const std::uint64_t id = run->checkpoints[i].network->id.value;
            CHECK_MESSAGE(id == model.earlier[i], "checkpoint ", i, " is ", nn::identity_text(id));
        }
    }
    app::State state = app::make_state("LeNet-5", io::parse_model(weights("lenet5")).value());
    app::State full = app::make_state("LeNet-5", io::parse_model(weights("lenet5")).value());
    full.runs.push_back(run_of("other", io::parse_model(weights("lenet5-seed5")).value()));
    app::compare_with(full, 1);
    const std::string link = app::link_of(full);
    REQUIRE(app::open_link(state, link).ok());
    CHECK(state.lanes.size() == 1);
    REQUIRE(state.model_wanted);
    CHECK(state.effects.back().kind == app::Effect::Kind::fetch_model);
    app::open_shipped(state, "lenet5-seed5", weights("lenet5-seed5"));
    CHECK(state.lanes.size() == 2);
    CHECK(!state.model_wanted);
    CHECK(app::link_of(state) == link);
}

TEST_CASE("a shipped network that cannot be had is one sentence, and nothing changes") {
    app::State state = app::make_state("one", lenet(1));
    app::compare_shipped(state, app::shipped_models().back());
    REQUIRE(state.model_wanted);
    app::shipped_failed(state, state.model_wanted->file, "the connection was lost");
    CHECK(!state.model_wanted);
    CHECK(state.message.is_error);
    CHECK(state.lanes.size() == 1);
    app::compare_shipped(state, app::shipped_models().back());
    app::open_shipped(state, state.model_wanted->file, std::vector<std::uint8_t>{1, 2, 3});
    CHECK(state.lanes.size() == 1);
    CHECK(!state.model_wanted);
}

TEST_CASE("networks by name, identity or file, as window.unpool asks for them") {
    app::State state = two_lanes();
    CHECK(app::act_on_network(state, app::NetworkAct::alone, "").ok());
    CHECK(state.lanes.size() == 1);
    CHECK(app::act_on_network(state, app::NetworkAct::show, "two").ok());
    CHECK(state.lane().name() == "two");
    CHECK(app::act_on_network(state, app::NetworkAct::compare,
                              nn::identity_text(state.runs[0]->checkpoints[0].network->id.value))
              .ok());
    CHECK(state.lanes.size() == 2);
    CHECK(app::act_on_network(state, app::NetworkAct::focus, "1").ok());
    CHECK(!app::act_on_network(state, app::NetworkAct::focus, "2").ok());
    CHECK(!app::act_on_network(state, app::NetworkAct::show, "no such").ok());
    CHECK(!app::act_on_network(state, app::NetworkAct::close, "lenet5-seed5").ok());
    CHECK(app::networks_json(state).find("lenet5-seed5") != std::string::npos);
}

TEST_CASE("two networks beside each other have a limit together, and what is refused changes nothing") {
    // One pixel in many ways: little to hold in the test, much for what may be asked of it.
    const auto wide = [](const char* name, int maps) {
        nn::Architecture a{name, {1, 28, 28}, {{nn::LayerKind::conv, "conv1", maps, 1, 28, 0, 0}}};
        a.layers.push_back({nn::LayerKind::fully_connected, "fc1", 2, 0, 1, 0, 0});
        nn::Network network = nn::make_network(a).value();
        nn::initialise(network, 3);
        return network;
    };
    app::State state = app::make_state("wide", wide("wide", 38000));
    state.runs.push_back(run_of("wider", wide("wider", 39000)));
    state.runs.push_back(run_of("LeNet", lenet(1)));
    const std::int64_t one = nn::cost(state.lane().network()).bytes;
    REQUIRE(one < nn::kMostBytes);
    REQUIRE(2 * one > nn::kMostBytesTogether);
    app::compare_with(state, 1);
    CHECK(state.lanes.size() == 1);
    CHECK(state.message.is_error);
    CHECK(state.message.text == state.network_error);
    for (const char* part : {"wide needs at least ", " MB of memory and wider ", "they may take 1024 MB"})
        CHECK_MESSAGE(state.network_error.find(part) != std::string::npos, state.network_error);
    CHECK_FALSE(app::act_on_network(state, app::NetworkAct::compare, "wider").ok());

    app::compare_with(state, 2);  // a small one is welcome
    REQUIRE(state.lanes.size() == 2);
    CHECK(state.network_error.empty());
    app::set_focus(state, 1);
    app::show_run(state, 1);  // in the small one's place: refused, and the small one stays
    CHECK(state.lane().run->name == "LeNet");
    CHECK_FALSE(state.network_error.empty());

    const std::string both = "v=2&models=" + nn::identity_text(state.runs[0]->checkpoints[0].network->id.value) + "," +
                             nn::identity_text(state.runs[1]->checkpoints[0].network->id.value);
    const base::Status link = app::open_link(state, both);
    REQUIRE_FALSE(link.ok());
    CHECK(link.message().find("MB") != std::string::npos);
    CHECK(state.lanes.size() == 2);
    // A link whose pair fits, though what is on show would not fit beside its first.
    const std::string fits = "v=2&models=" + nn::identity_text(state.runs[1]->checkpoints[0].network->id.value) + "," +
                             nn::identity_text(state.runs[2]->checkpoints[0].network->id.value);
    app::stop_comparing(state);
    app::show_run(state, 2);
    app::compare_with(state, 0);
    REQUIRE(state.lanes.size() == 2);
    const base::Status opened = app::open_link(state, fits);
    CHECK_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.message()));
    CHECK(state.lanes[0].run->name == "wider");
    CHECK(state.lanes[1].run->name == "LeNet");
}

TEST_CASE("a network that has just come, and a pen that has just moved, are told without a frame between") {
    app::State state = two_lanes();
    const auto answers = [&] { return std::pair(app::prediction(state), app::probabilities(state)); };
    const auto first = answers();
    state.runs.push_back(run_of("three", lenet(3)));
    app::show_run(state, 2);
    CHECK(app::catch_up(state));
    const auto come = answers();
    CHECK(come.second != first.second);
    CHECK(come.second[static_cast<std::size_t>(*come.first)] > 0.09f);  // of nothing all are 0
    CHECK_FALSE(app::catch_up(state));
    app::update(state, 1, 0);
    CHECK(answers() == come);
    app::set_strokes(state, {{{0.5f, 0.1f}, {0.5f, 0.9f}}});
    CHECK(app::catch_up(state));
    const auto moved = answers();
    CHECK(moved != come);
    app::update(state, 2, 0);
    CHECK(answers() == moved);
}
