// Lecture mode: what the arrows step, and which views there are.
#include "app/lecture.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "app/actions.h"
#include "app/probes.h"
#include "app/views.h"

namespace {

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

}  // namespace

TEST_CASE("lecture: it begins and ends with the view that is open, and a sheet can be read meanwhile") {
    app::State state = fresh();
    app::open_probe(state, probe::find("occlusion"));
    app::change_lecture(state);
    REQUIRE(app::is_lecture(state));
    app::change_lecture(state);
    CHECK_FALSE(app::is_lecture(state));
    CHECK(state.probe.entry == probe::find("occlusion"));
    app::change_lecture(state);
    app::open_sheet(state, app::Sheet::help);
    CHECK_FALSE(app::is_lecture(state));  // the sheet can be read
    app::open_sheet(state, app::Sheet::help);
    CHECK(app::is_lecture(state));
}

TEST_CASE("lecture: left and right step the view's number, the map or the choice") {
    app::State state = fresh();
    app::change_lecture(state);
    const int map = state.selection.map;
    app::step_lecture(state, 1);
    CHECK(state.selection.map == map + 1);
    CHECK(app::lecture_words(state) == "pool2 map " + std::to_string(map + 1));

    app::open_probe(state, probe::find("occlusion"));
    const double size = app::values_of(state, *state.probe.entry)["size"];
    app::step_lecture(state, -1);
    CHECK(app::values_of(state, *state.probe.entry)["size"] == size - 1);
    CHECK(app::lecture_words(state) == "Size of the square: " + std::to_string(static_cast<int>(size) - 1));
    for (int i = 0; i < 100; ++i) app::step_lecture(state, -1);
    CHECK(app::values_of(state, *state.probe.entry)["size"] == probe::find_setting(*state.probe.entry, "size")->low);
    CHECK(state.selection.map == map + 1);

    app::open_probe(state, probe::find("top-nine"));
    app::step_lecture(state, -1);
    CHECK(state.selection.map == map);
}

TEST_CASE("lecture: up and down go through all views that have a result, around") {
    app::State state = fresh();
    for (const app::View& view : app::views())
        if (view.page == app::Page::train) app::open_view(state, view);
    app::change_lecture(state);
    CHECK(app::is_network_open(state));
    std::set<std::string> seen;
    for (int i = 0; i < 60; ++i) {
        app::step_lecture_view(state, 1);
        REQUIRE(app::is_lecture(state));
        CHECK(app::view_on_show(state).page == app::Page::network);
        seen.insert(app::view_on_show(state).id);
    }
    CHECK(seen.size() == probe::entries().size() + 1);
    const std::string here = app::view_on_show(state).id;
    app::step_lecture_view(state, 1);
    app::step_lecture_view(state, -1);
    CHECK(app::view_on_show(state).id == here);
}
