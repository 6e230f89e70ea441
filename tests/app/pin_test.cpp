// A pinned result stands beside what comes after it.
#include "app/pin.h"

#include <doctest/doctest.h>

#include <string>

#include "app/actions.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "nn/classifier.h"

namespace {

app::State drawn(const image::Strokes& strokes) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 1);
    app::State state = app::make_state("one", std::move(network));
    app::set_strokes(state, strokes);
    return state;
}

void finish(app::State& state) {
    app::update(state, 0, 0);
    for (int slices = 0; state.probe.busy; ++slices) {
        REQUIRE(slices < 20000);
        app::update(state, 0, 0.02);
    }
}

const image::Strokes kSeven = {{{0.3f, 0.2f}, {0.6f, 0.2f}, {0.4f, 0.9f}}}, kOne = {{{0.5f, 0.1f}, {0.5f, 0.9f}}};

}  // namespace

TEST_CASE("pin: the result stays as it was, and the next one stands beside it") {
    app::State state = drawn(kSeven);
    app::open_probe(state, probe::find("occlusion"));
    finish(state);
    REQUIRE(app::can_pin(state));
    CHECK_FALSE(app::is_pinned(state));
    const figure::Figure seven = state.probe.figure;
    app::change_pin(state);
    finish(state);
    CHECK(app::is_pinned(state));
    CHECK(state.probe.figure.title == seven.title + ": Pinned beside Now");

    app::set_strokes(state, kOne);
    finish(state);
    app::State alone = drawn(kOne);
    app::open_probe(alone, probe::find("occlusion"));
    finish(alone);
    CHECK(figure::to_json(state.probe.pin.figure) == figure::to_json(seven));
    CHECK(figure::to_json(state.probe.lanes[0].figure) == figure::to_json(alone.probe.figure));
    const auto shown = [&](const std::string& name) -> const figure::Picture& {
        for (const figure::Group& group : state.probe.figure.groups)
            for (const figure::Picture& picture : group.pictures)
                if (picture.name == name) return picture;
        FAIL("no picture " << name);
        return state.probe.figure.groups[0].pictures[0];
    };
    const figure::Picture& first = seven.groups[0].pictures[0];
    CHECK(shown("A " + first.name).values == first.values);
    CHECK(shown("B " + first.name).values == alone.probe.figure.groups[0].pictures[0].values);
    CHECK(shown("B " + first.name).values != first.values);
    int pinned = 0, now = 0;
    for (const figure::Group& group : state.probe.figure.groups) {
        pinned += group.lane == 0;
        now += group.lane == 1;
        for (const figure::Picture& picture : group.pictures) CHECK(picture.click.lane == 0);
    }
    CHECK(pinned == static_cast<int>(seven.groups.size()));
    CHECK(now == static_cast<int>(alone.probe.figure.groups.size()));

    app::change_pin(state);
    finish(state);
    CHECK_FALSE(app::is_pinned(state));
    CHECK(figure::to_json(state.probe.figure) == figure::to_json(alone.probe.figure));
}

TEST_CASE("pin: it waits in its view, gives way to a second network, and needs a result") {
    app::State state = drawn(kSeven);
    app::change_pin(state);  // the network itself has no result
    CHECK(state.probe.pin.entry == nullptr);
    app::open_probe(state, probe::find("methods"));
    finish(state);
    app::change_pin(state);
    finish(state);
    app::open_probe(state, probe::find("pooling"));
    finish(state);
    CHECK_FALSE(app::is_pinned(state));
    CHECK(state.probe.figure.title.find("Pinned") == std::string::npos);
    app::open_probe(state, probe::find("methods"));
    finish(state);
    CHECK(app::is_pinned(state));
    CHECK(state.probe.figure.title.find("Pinned") != std::string::npos);

    nn::Network other = nn::make_network(nn::lenet5()).value();
    nn::initialise(other, 2);
    state.runs.push_back(app::make_run("two", nn::publish(std::move(other))));
    app::compare_with(state, 1);
    finish(state);
    CHECK_FALSE(app::is_pinned(state));
    CHECK_FALSE(app::can_pin(state));
    CHECK(state.probe.figure.title.find("one beside two") != std::string::npos);
}

TEST_CASE("pin: the curves over a training wait, and the page rests") {
    app::State state = drawn(kSeven);
    for (int step = 1; step < 4; ++step) {
        nn::Network next = nn::make_network(nn::lenet5()).value();
        nn::initialise(next, static_cast<unsigned long long>(step) + 1);
        app::Checkpoint checkpoint;
        checkpoint.step = step;
        checkpoint.network = nn::publish(std::move(next));
        state.lane().run->checkpoints.push_back(std::move(checkpoint));
    }
    app::open_probe(state, probe::find("occlusion"));
    finish(state);
    REQUIRE(app::can_plot_over(state));
    state.probe.open_folds.push_back(app::kOverTraining);
    while (state.probe.over.known.empty()) app::update(state, 0, 0);
    app::change_pin(state);
    app::update(state, 0, 0);
    REQUIRE(app::is_pinned(state));
    const std::size_t known = state.probe.over.known.size();
    const unsigned revision = state.probe.revision;
    for (int frame = 0; frame < 50; ++frame) app::update(state, frame, 0.01);
    CHECK(state.probe.over.known.size() == known);
    CHECK(state.probe.revision == revision);
}
