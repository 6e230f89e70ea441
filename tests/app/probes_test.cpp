// Every probe through the application: empty page, digits, all layers, all settings at their ends; it works and stops.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "app/actions.h"
#include "app/api.h"
#include "app/blots.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/layout.h"
#include "nn/random.h"

namespace {

app::State new_state(bool with_digits) {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), 5);
    app::State state = app::make_state("LeNet-5", std::move(network.value()));
    if (!with_digits) return state;
    state.digits = app_test::blots(60);
    return state;
}

void draw_something(app::State& state) {
    app::set_strokes(state, {{{3, 2}, {7, 2}, {4.5f, 8}}});
    app::update(state, 1, 0);
}

/// A few slices: enough to reach every kind of work once, not to finish it.
void work(app::State& state, int slices = 12) {
    for (int i = 0; i < slices && app::work_on_probe(state, 0) == app::Asked::working; ++i) {
    }
}

void check_figure(const figure::Figure& figure, const std::string& who) {
    std::set<std::string> names;
    for (const figure::Group& group : figure.groups) {
        for (const figure::Picture& picture : group.pictures) {
            CHECK_MESSAGE(picture.values.size() ==
                              static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height),
                          who, ": ", picture.name);
            CHECK_MESSAGE(names.insert(picture.name).second, who, ": two pictures are called ", picture.name);
        }
        for (const figure::Plot& plot : group.plots) {
            CHECK_MESSAGE(names.insert(plot.name).second, who, ": two plots are called ", plot.name);
            CHECK_MESSAGE((plot.bars || !plot.x_label.empty()), who, ": no axis label at ", plot.name);
            for (const figure::Series& series : plot.series) CHECK((plot.bars || series.x.size() == series.y.size()));
        }
    }
    const figure::Measure measure = [](figure::Face, float size, std::string_view words) {
        return 0.5f * size * static_cast<float>(words.size());
    };
    for (const float width : {360.0f, 700.0f}) {
        const figure::Page page =
            figure::lay_out(figure, width, figure::look(image::Theme::dark, width < 400), measure);
        for (const figure::Place& place : page.places) {
            CHECK_MESSAGE((place.x >= -0.5f && place.x + place.width <= width + 0.5f), who, ": ",
                          place.picture ? place.picture->name : place.plot->name, " leaves the page");
            CHECK(place.y + place.height <= page.height);
        }
    }
}

}  // namespace

TEST_CASE("every probe shows something on an empty page and without digits") {
    app::State state = new_state(false);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        work(state);
        app::update(state, 2, 0);
        CHECK_MESSAGE(!state.probe.figure.groups.empty(), entry->id);
        check_figure(state.probe.figure, entry->id);
    }
}

TEST_CASE("every probe works for a selection in every layer") {
    app::State state = new_state(true);
    draw_something(state);
    const int layers = state.lane().network().layer_count();
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        for (int layer = -1; layer < layers; layer += entry->of_selection ? 3 : layers) {
            app::select(state, layer, 1);
            work(state, 6);
            check_figure(state.probe.figure, entry->id + std::string(" at layer ") + std::to_string(layer));
        }
    }
}

TEST_CASE("every setting may be at either end") {
    app::State state = new_state(true);
    draw_something(state);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        for (const probe::Setting& setting : entry->settings) {
            if (setting.kind == probe::Setting::Kind::text) continue;
            for (const double value : {-1e9, 1e9}) {
                app::set_value(state, setting.key, value);
                work(state, 2);
                check_figure(state.probe.figure, entry->id + std::string(" with ") + setting.key);
            }
            app::reset_values(state);
        }
    }
}

TEST_CASE("texts of a link that nobody would write do no harm") {
    app::State state = new_state(true);
    draw_something(state);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        for (const probe::Setting& setting : entry->settings) {
            if (setting.kind != probe::Setting::Kind::text) continue;
            for (const char* text :
                 {"x", "1,1 2,2", "-5,-5 900,3 nan,inf", "pool2:3,fc1:99999,:,::", "3:1e30,7:-0.5,99:1", ",,,,"}) {
                app::set_text(state, setting.key, text);
                work(state, 3);
                check_figure(state.probe.figure, entry->id + std::string(" with ") + setting.key + "=" + text);
            }
            app::reset_values(state);
        }
    }
}

TEST_CASE("work can be stopped and resumed, and a new input starts it anew") {
    app::State state = new_state(true);
    draw_something(state);
    app::open_probe(state, probe::find("maximise"));
    REQUIRE(app::work_on_probe(state, 0) == app::Asked::working);
    app::stop_probe(state);
    const unsigned revision = state.probe.revision;
    CHECK(app::work_on_probe(state, 0) == app::Asked::stopped);
    CHECK(state.probe.revision == revision);
    app::resume_probe(state);
    app::update(state, state.now + 1, 0);
    CHECK(state.probe.busy);
    CHECK(state.probe.revision > revision);
    app::open_probe(state, nullptr);
    app::update(state, 3, 0);
    CHECK(state.probe.lanes.empty());
}

TEST_CASE("a probe is done when the data that it wants have come, and fails when they cannot") {
    const app::State full = new_state(true);
    const auto settle = [](app::State& state) {
        app::Asked asked = app::Asked::working;
        for (int i = 0; i < 100'000 && asked == app::Asked::working; ++i) asked = app::work_on_probe(state, 0.01);
        return asked;
    };
    for (const char* id : {"top-nine", "correspondence", "lesions", "ladder", "invariance"}) {
        app::State state = new_state(false);
        draw_something(state);
        app::open_probe(state, probe::find(id));
        const unsigned turn = state.probe.turn;
        CHECK_MESSAGE(settle(state) == app::Asked::waiting, id);
        CHECK(app::lack_of_probe(state).find("not come yet") != std::string::npos);
        app::set_failed(state, app::SetName::held_out, "it rains");
        CHECK_MESSAGE(settle(state) == app::Asked::failed, id);
        CHECK(app::lack_of_probe(state).find("it rains") != std::string::npos);
        app::open_probe(state, probe::find(id));  // asked again: it may come this time
        CHECK(state.probe.turn == turn + 1);
        CHECK_MESSAGE(settle(state) == app::Asked::waiting, id);
        state.digits = full.digits;
        CHECK_MESSAGE(settle(state) == app::Asked::done, id);
        CHECK(app::lack_of_probe(state).empty());
    }
    app::State state = new_state(true);
    app::open_probe(state, probe::find("self-check"));
    CHECK(settle(state) == app::Asked::waiting);
    app::open_reference(state, {}, {});
    CHECK(settle(state) == app::Asked::failed);
    CHECK(app::lack_of_probe(state).find("PyTorch") != std::string::npos);
    app::open_probe(state, nullptr);
    CHECK(settle(state) == app::Asked::done);
}

TEST_CASE("another model is asked anew") {
    app::State state = new_state(true);
    draw_something(state);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        work(state, 3);
        nn::Architecture small{"small", {1, 28, 28}, {}};
        small.layers.push_back({nn::LayerKind::conv, "only", 3, 5, 2, 1, 0});
        small.layers.push_back({nn::LayerKind::tanh, "bend", 0, 0, 1, 0, 0});
        small.layers.push_back({nn::LayerKind::average_pool, "mean", 0, 2, 2, 0, 0});
        small.layers.push_back({nn::LayerKind::fully_connected, "out", 7, 0, 1, 0, 0});
        auto network = nn::make_network(small);
        REQUIRE_MESSAGE(network.ok(), network.message());
        nn::initialise(network.value(), 2);
        app::open_run(state, app::make_run("small", nn::publish(std::move(network.value()))));
        state.selection = {};
        work(state, 8);
        check_figure(state.probe.figure, entry->id + std::string(" of another model"));
        app::show_run(state, 0);
        app::select(state, 5, 7);
    }
}

TEST_CASE("digits that come ask those probes anew that look through them, and no other") {
    struct Case {
        std::string id;
        bool is_asked;
    };
    for (const Case& one : {Case{"methods", false}, Case{"occlusion", false}, Case{"lesions", true}}) {
        app::State state = new_state(false);
        draw_something(state);
        app::open_probe(state, probe::find(one.id));
        app::update(state, 2, 0);
        state.probe.lanes[0].busy = false;
        state.digits = app_test::blots(60);
        app::update(state, 3, 0);
        CHECK_MESSAGE((state.probe.lanes[0].asked.digits == state.digits->id) == one.is_asked, one.id);
        CHECK_MESSAGE(state.probe.lanes[0].busy == one.is_asked, one.id);
    }
}
