// The view Overfitting: its offers, five networks without a fifth each, runs laid over, what it lacks.
#include "app/overfit.h"

#include <doctest/doctest.h>

#include <cstdint>

#include "app/actions.h"
#include "app/probes.h"
#include "app/shipped.h"
#include "app/training_words.h"
#include "app/update.h"
#include "io/file.h"
#include "nn/classifier.h"
#include "paths.h"
#include "probe/run_curve.h"

namespace {

nn::Network lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}

app::DataSetPtr noise(const char* name, int count, unsigned seed) {
    std::uint32_t random = seed;
    io::LabelledImages labelled;
    labelled.images = {count, 28, 28, {}};
    for (int i = 0; i < count * 784; ++i)
        labelled.images.pixels.push_back(static_cast<std::uint8_t>((random = random * 1664525u + 1013904223u) >> 24));
    for (int i = 0; i < count; ++i) labelled.labels.push_back(static_cast<std::uint8_t>(i % 10));
    return app::make_data_set(name, std::move(labelled)).value();
}

app::State ready() {
    app::State state = app::make_state("LeNet-5", lenet(7));
    const auto set = [&](app::SetName which) -> app::DataSetPtr& {
        return state.coming[static_cast<std::size_t>(which)].set;
    };
    set(app::SetName::learning) = noise("learn", 10000, 1);
    set(app::SetName::held_out) = noise("held", 40, 2);
    set(app::SetName::fashion) = noise("clothes", 30, 3);
    app::show_data_set(state, set(app::SetName::held_out));
    app::open_probe(state, probe::find("overfitting"));
    return state;
}

/// A training of 8 batches whose held-out loss is lowest after 4.
void train(app::State& state, int id) {
    app::training_told(state, id, {0, 8, 0, 1, 0});
    for (const long batch : {0L, 4L, 8L})
        app::training_brought(state, id, batch, lenet(static_cast<unsigned long long>(batch + 90 * id)), true,
                              {{app::kTrainingAccuracy, batch == 8 ? 1.0 : 0.5},
                               {app::kTrainingLoss, 0.2},
                               {app::kHeldOutAccuracy, 0.9},
                               {app::kHeldOutLoss, batch == 4 ? 0.3 : 0.6}});
    app::training_ended(state, id, "");
}

void settle(app::State& state) {
    for (int i = 0; i < 2000 && (app::update(state, i, 0.05), state.probe.busy); ++i) CHECK(i < 1999);
}

const app::Offer* find(const std::vector<app::Offer>& offers, const char* name) {
    for (const app::Offer& offer : offers)
        if (offer.name == name) return &offer;
    return nullptr;
}

std::string facts(const figure::Figure& figure) {
    std::string all;
    for (const figure::Group& group : figure.groups)
        for (const figure::Fact& fact : group.facts) all += fact.label + " " + fact.value + "\n";
    return all;
}

/// How sure the open network is on average of digits, noise and clothes, in percent.
std::vector<float> means(const figure::Figure& figure) {
    std::vector<float> all;
    for (const figure::Group& group : figure.groups)
        for (const figure::Plot& plot : group.plots)
            if (plot.name == "mean confidence")
                for (const figure::Series& series : plot.series) all.push_back(series.y[0]);
    return all;
}

}  // namespace

TEST_CASE("overfitting: a network of which nothing is known says so, and offers one to train") {
    app::State state = ready();
    settle(state);
    CHECK(state.probe.figure.finding.find("not known what this network learnt from") != std::string::npos);
    const auto offers = app::overfit_offers(state);
    REQUIRE(find(offers, "few"));
    CHECK(find(offers, "few")->label.find("about ") != std::string::npos);
    CHECK_FALSE(find(offers, "folds"));
    app::take_offer(state, "few");
    REQUIRE(app::trainings(state).size() == 1);
    CHECK(app::trainings(state)[0]->used["epochs"] == 100);
    app::open_probe(state, probe::find("occlusion"));
    CHECK(app::overfit_offers(state).empty());
}

TEST_CASE("overfitting: networks that ship have a verdict, and one to stand beside them, without any training") {
    struct Expected {
        const char *file, *begin, *compare;
    };
    for (const Expected& one :
         {Expected{"lenet5-1000", "It learnt its 1,000 digits by heart: 100 % in training, 94.1 % held out.",
                   "beside lenet5-1000-augmented"},
          {"lenet5-1000-augmented", "It did not learn by heart: 100 % in training, 96.8 % held out", nullptr},
          {"lenet5-1000-shuffled", "It learnt 1,000 digits with shuffled labels by heart:", nullptr}}) {
        app::State state = ready();
        for (const app::ShippedModel& model : app::shipped_models())
            if (std::string_view(model.file) == one.file) app::show_shipped(state, model);
        const auto bytes = io::read_file(project_file("weights/" + std::string(one.file) + ".safetensors"));
        app::open_shipped(state, one.file, bytes.value());
        app::open_probe(state, probe::find("overfitting"));
        settle(state);
        CHECK(state.lane().network().card.count("recipe") == 1);
        CHECK(state.probe.figure.finding.find(one.begin) == 0);
        const auto offers = app::overfit_offers(state);
        const auto beside = std::find_if(offers.begin(), offers.end(),
                                         [](const app::Offer& offer) { return offer.name.starts_with("beside "); });
        CHECK((beside == offers.end() ? std::string() : beside->name) == (one.compare ? one.compare : ""));
        REQUIRE(state.probe.figure.groups[0].tables.size() == 1);
        const figure::NumberTable& table = state.probe.figure.groups[0].tables[0];
        CHECK(table.rows.size() >= 9);
        CHECK(std::count_if(table.rows.begin(), table.rows.end(), [](const auto& row) { return row.chosen; }) == 1);
        if (beside == offers.end()) continue;
        app::take_offer(state, beside->name);
        REQUIRE(state.model_wanted);
        CHECK("beside " + state.model_wanted->file == beside->name);
    }
}

TEST_CASE("overfitting: curve, turning point, verdict; five-fold by a plain recomputation") {
    app::State state = ready();
    app::take_offer(state, "few");
    train(state, app::trainings(state)[0]->id);
    settle(state);
    CHECK(state.probe.figure.finding ==
          "It learnt its 1,000 digits by heart: 100 % in training, 90.0 % held out. "
          "Compare: 1,000 digits, augmented.");
    CHECK(facts(state.probe.figure).find("lowest held-out loss 0.300 after batch 4") != std::string::npos);
    CHECK(facts(state.probe.figure).find("gap 10.0 points") != std::string::npos);
    CHECK(means(state.probe.figure).size() == 3);

    REQUIRE(find(app::overfit_offers(state), "folds"));
    app::take_offer(state, "folds");
    CHECK_FALSE(find(app::overfit_offers(state), "folds")->enabled);
    REQUIRE(app::trainings(state).size() == 5);
    const app::DataSetPtr all = app::set_of(state, app::SetName::learning);
    int seen = 0;
    for (int fold = 0; fold < 5; ++fold) {
        const app::TrainingJob job = *app::trainings(state)[0];
        CHECK(job.learn_set->count() == 800);
        int at = 0, same = 0;  // those that stay, in their order
        for (int i = 0; i < 1000; ++i) {
            if (i % 5 == fold) continue;
            same +=
                job.learn_set->label(at) == all->label(i) && job.learn_set->picture(at)[100] == all->picture(i)[100];
            ++at;
        }
        CHECK(same == 800);
        app::training_told(state, job.id, {0, 6, 0, 1, 0});
        app::training_brought(state, job.id, 6, lenet(static_cast<unsigned long long>(500 + fold)), true, {});
        app::training_ended(state, job.id, "");
    }
    CHECK(state.runs.size() == 2);
    settle(state);
    const nn::Evaluation whole = nn::evaluate(*state.lane().published, all->digits().slice(0, 1000));
    for (int fold = 0; fold < 5; ++fold) {
        const nn::Evaluation without =
            nn::evaluate(lenet(static_cast<unsigned long long>(500 + fold)), all->digits().slice(0, 1000));
        for (int i = fold; i < 1000; i += 5)
            seen += whole.predicted[static_cast<std::size_t>(i)] == all->label(i) &&
                    without.predicted[static_cast<std::size_t>(i)] != all->label(i);
    }
    CHECK(seen > 0);
    CHECK(facts(state.probe.figure).find("learnt by heart " + std::to_string(seen) + " of ") != std::string::npos);
    CHECK_FALSE(find(app::overfit_offers(state), "folds"));
}

TEST_CASE("overfitting: runs are laid over; the missing ones are trained, those that are here are used") {
    app::State state = ready();
    app::take_offer(state, "few");
    train(state, app::trainings(state)[0]->id);
    app::set_value(state, "over", 1);
    const auto offers = app::overfit_offers(state);
    REQUIRE(find(offers, "over"));
    CHECK(find(offers, "over")->label.find("the missing 3 networks, about ") != std::string::npos);
    state.training.at_once = 2;
    app::take_offer(state, "over");
    CHECK(app::trainings(state).size() == 3);
    app::take_offer(state, "over");  // again
    CHECK(app::trainings(state).size() == 3);
    while (!app::trainings(state).empty()) train(state, app::trainings(state)[0]->id);
    settle(state);
    CHECK(state.runs.size() == 5);
    CHECK(state.lane().run == state.runs[1]);
    CHECK(facts(state.probe.figure).find("100 digits: gap 10.0 points") != std::string::npos);
    CHECK_FALSE(find(app::overfit_offers(state), "over"));
    CHECK(state.probe.figure.groups[0].plots[0].series.size() == 9);  // four, their trainings, the lowest
    app::take_offer(state, "shuffled");
    train(state, app::trainings(state)[0]->id);
    settle(state);
    CHECK(state.probe.figure.finding.find("shuffled labels by heart") != std::string::npos);
    CHECK_FALSE(find(app::overfit_offers(state), "shuffled"));
}
