// The model table's networks: those that ship, the person's own, what a click opens; views of two networks that are
// asked once; what they offer.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/link.h"
#include "app/model_list.h"
#include "app/offers.h"
#include "app/probes.h"
#include "app/shipped.h"
#include "app/update.h"
#include "tests/app/trained_state.h"

namespace {

const probe::ListedModel* named(const probe::ModelList& list, const std::string& name) {
    const auto found = std::find_if(list.models.begin(), list.models.end(),
                                    [&](const probe::ListedModel& model) { return model.name == name; });
    return found == list.models.end() ? nullptr : &*found;
}

void run(app::State& state) {
    for (int i = 0; i < 2000; ++i) app::update(state, i * 0.02, 0.05);
}

}  // namespace

TEST_CASE("model list: what ships has its row, an own network has none and is measured") {
    app::State state = app_test::ready();
    state.runs.push_back(app::make_run("My own", nn::publish(app_test::lenet(3))));
    const probe::ModelList list = app::model_list(state);
    REQUIRE(named(list, "1,000 digits"));
    CHECK(named(list, "1,000 digits")->row != nullptr);
    REQUIRE(named(list, "My own"));
    CHECK(named(list, "My own")->row == nullptr);
    CHECK(named(list, "My own")->network != nullptr);
    CHECK_FALSE(named(list, "LeNet-5 while it learnt"));
    REQUIRE(list.held_out.count() == 20);
    const auto stamp = app::models_stamp(state);
    CHECK(app::models_stamp(state) == stamp);
    state.runs.back()->name = "Renamed";
    CHECK(app::models_stamp(state) != stamp);
}

TEST_CASE("model list: a click opens what is here, asks for what ships, and ignores what is neither") {
    app::State state = app_test::ready();
    state.runs.push_back(app::make_run("My own", nn::publish(app_test::lenet(3))));
    const std::uint64_t own = state.runs.back()->checkpoints.back().network->id.value;
    app::open_listed(state, own, "coadaptation");
    CHECK(state.lane().network().id.value == own);
    REQUIRE(state.probe.entry);
    CHECK(std::string(state.probe.entry->id) == "coadaptation");
    app::open_listed(state, 12345, "matching");
    CHECK(state.lane().network().id.value == own);
    CHECK(std::string(state.probe.entry->id) == "coadaptation");
    const app::ShippedModel& shipped = app::shipped_models().back();
    app::open_listed(state, shipped.id, "");
    REQUIRE(state.model_wanted);
    CHECK(state.model_wanted->file == shipped.file);
}

TEST_CASE("compare two: one question about both, offers where there is one") {
    app::State state = app_test::ready();
    app::open_probe(state, probe::find("matching"));
    const std::vector<app::Offer> offers = app::offers(state);
    REQUIRE(offers.size() == 3);
    app::take_offer(state, "nothing of the kind");
    CHECK_FALSE(state.model_wanted);
    app::take_offer(state, offers[0].name);
    REQUIRE(state.model_wanted);
    CHECK(app::offers(state)[0].enabled == false);
    state.model_wanted.reset();

    state.runs.push_back(app::make_run("Other", nn::publish(app_test::lenet(3))));
    app::compare_with(state, 1);
    REQUIRE(state.lanes.size() == 2);
    CHECK(app::offers(state).empty());
    app::show_set(state, app::SetName::held_out);
    app::show_sample(state, 1);
    run(state);
    REQUIRE(state.probe.lanes.size() == 1);
    CHECK_FALSE(state.probe.busy);
    const std::string both = state.probe.figure.finding;
    CHECK_FALSE(both.empty());
    app::stop_comparing(state);
    run(state);
    CHECK(state.probe.figure.finding.find("One network is open") != std::string::npos);
    app::open_probe(state, probe::find("occlusion"));  // and back to one question each
    app::compare_with(state, 1);
    run(state);
    CHECK(state.probe.lanes.size() == 2);
}
