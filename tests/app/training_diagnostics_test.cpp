// What a training tells of its inside: read from hostile text, of the moment on show, in words.
#include "app/training_diagnostics.h"

#include <doctest/doctest.h>

#include <string>

#include "app/api.h"
#include "app/training.h"
#include "app/training_words.h"
#include "tests/app/trained_state.h"

using namespace app_test;

TEST_CASE("diagnostics: measures are read from JSON, and what is none of them is left out") {
    const app::Measured read = app::read_measures(
        R"({"held_out_accuracy": 0.5, "held_out_loss": null, "layers": [{"name": "conv1", "gradient": 0.25,)"
        R"( "change": 0.008}, {"name": 3}, 7], "confusion": [3, 1, 0, 4]})");
    CHECK(read.numbers.size() == 3);
    CHECK(read.numbers.at("change conv1") == 0.008);
    CHECK(read.numbers.at("gradient conv1") == 0.25);
    CHECK(read.confusion == std::vector<int>{3, 1, 0, 4});
    for (const char* wrong : {"", "[]", "{\"confusion\": [1, 2, 3]}", "{\"confusion\": [1, 2, \"x\", 4]}",
                              "{\"confusion\": {}}", "{\"layers\": {\"name\": 1}}", "{\"layers\": [[[]]]}"}) {
        CAPTURE(wrong);
        CHECK(app::read_measures(wrong).numbers.empty());
        CHECK(app::read_measures(wrong).confusion.empty());
    }
}

TEST_CASE("diagnostics: of the moment on show, in words") {
    app::State state = ready();
    CHECK(app::motion_words(state).empty());
    CHECK(app::confusion_on_show(state).classes == 0);
    CHECK(app::confusion_words(state, {}).find("while it trains") != std::string::npos);
    app::start_training(state);
    const auto bring = [&](long batch, bool kept, double change, std::vector<int> confusion) {
        app::training_brought(state, state.training.id, batch, lenet(static_cast<unsigned long long>(batch) + 1), kept,
                              {{app::kChange + "conv1", change},
                               {app::kGradient + "conv1", 2.0},
                               {app::kChange + "fc1", 0.25},
                               {app::kChange + "nowhere", 1.0}},
                              std::move(confusion));
    };
    bring(0, true, 0.5, {});
    std::vector<int> counts(100, 0);
    for (std::size_t k = 0; k < 10; ++k) counts[k * 11] = 9;
    counts[4 * 10 + 9] = 3;
    bring(8, true, 0.008, counts);
    CHECK(app::motion_words(state) == "conv1 moves 0.8 % a batch, fc1 25 %");
    const app::Confusion seen = app::confusion_on_show(state);
    CHECK(seen.classes == 10);
    CHECK(seen.count == 93);
    CHECK(seen.of(4) == 12);
    CHECK(app::confusion_words(state, seen) == "Most often 4 is read as 9: 3 of 12.");
    bring(9, false, 0.004, {});  // on its way, nothing counted: the count before stays
    CHECK(app::motion_words(state) == "conv1 moves 0.4 % a batch, fc1 25 %");
    CHECK(app::confusion_on_show(state).count == 93);
    app::scrub(state, 0);
    CHECK(app::confusion_on_show(state).classes == 0);
    CHECK(app::motion_words(state) == "conv1 moves 50 % a batch, fc1 25 %");
    app::scrub(state, 8);
    CHECK(app::state_json(state).find("\"change conv1\":0.008") != std::string::npos);
    CHECK(app::share_words(0) == "0 %");
    CHECK(app::share_words(1e-7) == "under 0.001 %");
    CHECK(app::share_words(0.0004) == "0.04 %");
}
