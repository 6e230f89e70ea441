// Training here: the recipe's texts, what a trainer tells and what becomes of it, the moments of a run.
#include "app/training.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "app/actions.h"
#include "app/api.h"
#include "app/kept_runs.h"
#include "app/link.h"
#include "app/training_words.h"
#include "app/update.h"
#include "app/views.h"
#include "figure/numbers.h"
#include "io/model_file.h"
#include "nn/class_names.h"
#include "recipe/recipe.h"
#include "recipe/training.h"
#include "tests/app/trained_state.h"

namespace {

using namespace app_test;

using Phase = app::TrainingPhase;

int count_of(const app::State& state, app::Effect::Kind kind) {
    int count = 0;
    for (const app::Effect& effect : state.effects) count += effect.kind == kind;
    return count;
}

std::map<std::string, double> measured(double accuracy) {
    return {{app::kHeldOutAccuracy, accuracy}, {app::kHeldOutLoss, 1 - accuracy}};
}

void bring(app::State& state, long batch, bool kept = true, double accuracy = 0.5) {
    app::training_brought(state, state.training.id, batch, lenet(static_cast<unsigned long long>(batch) + 100), kept,
                          kept ? measured(accuracy) : std::map<std::string, double>{});
}

/// One training of 100 batches with checkpoints at 0, 1, 2, 4 and 100.
app::State trained() {
    app::State state = ready();
    app::start_training(state);
    app::training_told(state, state.training.id, {0, 100, 0, 1, 0});
    for (const long batch : {0L, 1L, 2L, 4L, 100L}) bring(state, batch, true, batch == 100 ? 0.97 : 0.1);
    app::training_ended(state, state.training.id, "");
    return state;
}

}  // namespace

TEST_CASE("training: the recipe's short text is read as it is written, and nothing else") {
    CHECK(app::recipe_text({}).empty());
    CHECK(app::recipe_text(app::default_recipe()) == app::presets()[0].text);
    for (const app::Preset& preset : app::presets()) {
        CAPTURE(preset.name);
        const auto read = app::read_recipe_text(preset.text);
        REQUIRE(read);
        CHECK(app::recipe_text(read.value()) == preset.text);
        CHECK(recipe::parse(app::recipe_json(read.value())));
    }
    for (const char* wrong : {"epochs", "epochs:", "epochs:0", "epochs:1.5", "epochs:x", "no-such:1", "rate:nan",
                              "rate:1e99", "optimiser:adagrad", ":", ",", "epochs:1,,rate:1"}) {
        CAPTURE(wrong);
        CHECK_FALSE(app::read_recipe_text(wrong));
    }
}

TEST_CASE("training: the initial recipe is the recipe room's quick one; every field reaches it") {
    const auto quick = recipe::parse(app::recipe_json({}));
    REQUIRE(quick);
    CHECK(recipe::to_json(quick.value()) == recipe::to_json(recipe::quick()));
    for (const app::RecipeField& field : app::recipe_fields()) {
        CAPTURE(field.key);
        CHECK(std::string(field.tip).size() > 8);
        app::RecipeValues values;
        double value = app::stepped(field, field.initial, 1);
        if (value == field.initial) value = app::stepped(field, field.initial, -1);
        values.set(field.key, value);
        CHECK(values[field.key] != field.initial);
        const auto read = app::read_recipe_text(app::recipe_text(values));
        REQUIRE(read);
        CHECK(read.value() == values);
        const auto json = recipe::parse(app::recipe_json(values));
        REQUIRE(json);
        if (std::string(field.key) != "data" && std::string(field.key) != "held-out")
            CHECK(recipe::to_json(json.value()) != recipe::to_json(recipe::quick()));
        for (int way : {-1, 1}) {  // the arrows never leave the range
            double at = field.initial;
            for (int i = 0; i < 30; ++i) at = app::stepped(field, at, way);
            CHECK(at >= field.low);
            CHECK(at <= field.high);
        }
    }
    app::RecipeValues all;
    for (double architecture = 0; architecture < 6; ++architecture) {
        all.set("architecture", architecture);
        CHECK(nn::make_network(app::architecture_of(all)));
        CHECK(recipe::parse(app::recipe_json(all)));
    }
}

TEST_CASE("training: the button fetches what is missing, then asks for the trainer, once") {
    app::State state = app::make_state("LeNet-5", lenet(7));
    app::press_train(state);
    CHECK(state.training.phase == Phase::fetching);
    CHECK(count_of(state, app::Effect::Kind::fetch_set) == 2);
    CHECK(count_of(state, app::Effect::Kind::warm_trainer) == 1);
    app::update(state, 1, 0);
    CHECK(count_of(state, app::Effect::Kind::start_training) == 0);
    app::set_failed(state, app::SetName::learning, "no network");
    app::update(state, 2, 0);
    CHECK(state.training.phase == Phase::idle);
    CHECK(state.training.problem.find("no network") != std::string::npos);
    CHECK(app::training_finding(state) == state.training.problem);

    state = ready();
    app::press_train(state);
    CHECK(state.training.phase == Phase::starting);
    CHECK(count_of(state, app::Effect::Kind::warm_trainer) == 0);
    REQUIRE(count_of(state, app::Effect::Kind::start_training) == 1);
    const app::Effect& effect = state.effects.back();
    REQUIRE(effect.training);
    CHECK(effect.training->learn.count() == 60);
    CHECK(effect.training->held_out.count() == 20);
    CHECK(recipe::parse(effect.text));
    app::start_training(state);
    CHECK(count_of(state, app::Effect::Kind::start_training) == 1);
}

TEST_CASE("training: its networks become a run that the lane follows; what passes leaves no checkpoint") {
    app::State state = ready();
    const auto before = state.runs.size();
    app::start_training(state);
    app::training_told(state, state.training.id, {0, 100, 0, 1, 0});
    CHECK(state.training.phase == Phase::running);
    bring(state, 0);
    REQUIRE(state.runs.size() == before + 1);
    CHECK(state.lane().run == state.training.run);
    bring(state, 1);
    bring(state, 2, false);
    bring(state, 3, false);
    CHECK(state.training.run->checkpoints.size() == 3);
    CHECK(app::step_on_show(state) == 3);
    CHECK(app::training_finding(state) == "After 1 batch it reads 50.0 % of digits it has never seen.");
    bring(state, 4);
    CHECK(state.training.run->checkpoints.size() == 3);
    app::scrub(state, 1);
    CHECK(app::step_on_show(state) == 1);
    bring(state, 6);  // who looks back stays there
    CHECK(app::step_on_show(state) == 1);
    CHECK(state.lane().published == state.training.run->checkpoints[1].network);
    app::training_brought(state, state.training.id + 1, 7, lenet(9), true, {});  // somebody else's
    CHECK(state.training.run->checkpoints.back().step == 6);
    app::training_ended(state, state.training.id, "");
    CHECK(state.training.phase == Phase::idle);
    CHECK_FALSE(state.training.run->passing);
    bring(state, 8);  // too late
    CHECK(state.training.run->checkpoints.back().step == 6);
}

TEST_CASE("training: at most 64 checkpoints, the first and the last among them, the rest even") {
    app::State state = ready();
    app::start_training(state);
    for (long batch = 0; batch < 200; ++batch) bring(state, batch);
    const auto& all = state.training.run->checkpoints;
    CHECK(all.size() == app::kMostCheckpoints);
    CHECK(all.front().step == 0);
    CHECK(all.back().step == 199);
    CHECK(all[1].step == 1);
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i].step > all[i - 1].step);
    app::scrub(state, 50);
    const nn::NetworkPtr shown = state.lane().published;
    for (long batch = 200; batch < 260; ++batch) bring(state, batch);
    CHECK(state.lane().published->id.value == all[static_cast<std::size_t>(state.lane().checkpoint)].network->id.value);
    CHECK(shown);
}

TEST_CASE("training: pause, one batch, go on, slow, stop, discard") {
    app::State state = ready();
    const auto steered = [&] { return state.effects.empty() ? std::string() : state.effects.back().text; };
    app::step_training(state);  // nothing trains
    CHECK(state.effects.empty());
    app::start_training(state);
    bring(state, 0);
    app::press_train(state);
    CHECK(state.training.phase == Phase::paused);
    CHECK(steered() == "pause");
    app::step_training(state);
    CHECK(steered() == "step");
    app::press_train(state);
    CHECK(steered() == "resume");
    CHECK(state.training.phase == Phase::running);
    app::set_slow_training(state, true);
    CHECK(steered() == "slow");
    app::stop_training(state);
    CHECK(steered() == "stop");
    bring(state, 5);
    app::training_ended(state, state.training.id, "");
    CHECK(state.lane().run->checkpoints.back().step == 5);
    app::discard_run(state);
    CHECK(state.runs.size() == 1);
    CHECK(state.lane().run->name == "LeNet-5");
    app::discard_run(state);  // the shipped one is not one of these
    CHECK(state.runs.size() == 1);
    app::start_training(state);
    bring(state, 0);
    app::discard_training(state);
    CHECK(state.runs.size() == 1);
    CHECK(steered() == "stop");
    bring(state, 1);  // from a worker that did not hear yet
    CHECK(state.runs.size() == 1);
}

TEST_CASE("training: several at once, the rest in a queue; the one on show is the one in the lane") {
    app::State state = ready();
    state.training.at_once = 2;
    const auto told = [&](int id, long batch) {
        app::training_told(state, id, {batch, 100, 0, 1, 0});
        app::training_brought(state, id, batch, lenet(static_cast<unsigned long long>(id * 100 + batch)), true, {});
    };
    app::start_training(state);
    const int first = state.training.id;
    const int second = app::queue_training(state, {.audience = app::Audience::list, .name = "no decay"});
    const int third = app::queue_training(state, {.audience = app::Audience::list});
    CHECK(count_of(state, app::Effect::Kind::start_training) == 2);
    CHECK(app::find_training(state, third)->phase == Phase::waiting);
    CHECK(app::trainings(state).size() == 3);
    told(first, 0);
    told(second, 0);
    CHECK(state.training.id == first);
    REQUIRE(state.runs.size() == 3);
    CHECK(state.runs[2]->name == "no decay");
    CHECK(state.lane().run == state.runs[1]);
    told(second, 1);
    CHECK(state.runs[2]->checkpoints.size() == 2);
    CHECK(state.runs[1]->checkpoints.size() == 1);

    app::show_run(state, 2);  // the buttons are its own now
    app::update(state, 1, 0);
    CHECK(state.training.id == second);
    app::press_train(state);
    CHECK(state.effects.back().name == std::to_string(second));
    CHECK(app::find_training(state, second)->phase == Phase::paused);
    CHECK(app::find_training(state, third)->phase == Phase::waiting);
    app::update(state, 2, 0);  // what pauses leaves its place
    CHECK(app::find_training(state, third)->phase == Phase::starting);

    app::stop_training(state, first);
    CHECK(state.effects.back().name == std::to_string(first));
    CHECK(state.effects.back().text == "stop");
    app::training_ended(state, first, "");
    CHECK(app::find_training(state, first) == nullptr);
    CHECK(state.runs[1]->checkpoints.size() == 1);
    const int fourth = app::queue_training(state, {});
    app::stop_training(state, fourth);  // before it began
    CHECK(app::trainings(state).size() >= 2);
    told(third, 0);
    app::delete_run(state, state.runs[3]);
    CHECK(app::find_training(state, third) == nullptr);
    CHECK(state.runs.size() == 3);
}

TEST_CASE("training: one for whoever asked lists no run, measures nothing, and leaves its last network") {
    app::State state = ready();
    const auto run = std::make_shared<app::Run>();
    const app::DataSetPtr own = noise("a fifth less", 30);
    app::RecipeValues recipe;
    recipe.set("digits", 1000);
    const int id =
        app::queue_training(state, {.used = recipe, .run = run, .audience = app::Audience::asker, .learn_set = own});
    REQUIRE(state.effects.back().training);
    const app::TrainingOrder& order = *state.effects.back().training;
    CHECK(order.learn.count() == 30);
    CHECK(order.measured == 0);
    CHECK_FALSE(order.live);
    CHECK(recipe::parse(order.recipe).value().digits == 0);  // there are no 1,000
    app::training_told(state, id, {0, 9, 0, 1, 0});
    for (const long batch : {0L, 4L, 9L}) app::training_brought(state, id, batch, lenet(3), true, {});
    app::training_ended(state, id, "");
    CHECK(state.runs.size() == 1);
    REQUIRE(run->checkpoints.size() == 1);
    CHECK(run->checkpoints[0].step == 9);
    CHECK(run->batches == 9);
}

TEST_CASE("training: a problem is one sentence, and what was learnt stays") {
    app::State state = ready();
    app::start_training(state);
    bring(state, 0);
    bring(state, 37);
    app::training_ended(state, state.training.id, app::diverged_words(37));
    CHECK(app::training_finding(state) ==
          "The rate was too high: the loss exploded after 37 batches. The last finite network is kept.");
    CHECK(state.message.is_error);
    CHECK(state.lane().run->checkpoints.size() == 2);
    CHECK_FALSE(app::rate_warning(app::read_recipe_text("rate:0.5").value()).empty());
    CHECK(app::rate_warning({}).empty());
}

TEST_CASE("training: the scrubber goes to moments by batches, place, keys, and plays") {
    app::State state = trained();
    CHECK(app::has_moments(state));
    app::scrub(state, 3);
    CHECK(app::step_on_show(state) == 2);
    app::scrub(state, -5);
    CHECK(app::step_on_show(state) == 0);
    app::scrub(state, 1000);
    CHECK(app::step_on_show(state) == 100);
    app::scrub_to(state, 0);
    CHECK(app::step_on_show(state) == 0);
    app::scrub_to(state, 1);
    CHECK(app::step_on_show(state) == 100);
    app::scrub_by(state, -1);
    CHECK(app::step_on_show(state) == 4);
    app::play_moments(state);
    CHECK(app::update(state, 1, 0));
    for (int i = 0; i < 10; ++i) app::update(state, 2 + i, 0);
    CHECK(app::step_on_show(state) == 100);
    CHECK(state.training.play_at == 0);
    app::play_moments(state);  // from the beginning
    CHECK(app::step_on_show(state) == 0);
    app::play_moments(state);
    CHECK(state.training.play_at == 0);
    app::show_run(state, 0);
    CHECK_FALSE(app::has_moments(state));
    app::scrub_by(state, 1);
    app::play_moments(state);
    CHECK(state.lane().run == state.runs[0]);
}

TEST_CASE("training: a link of its network has moment and recipe; where the network is not, it offers the recipe") {
    app::State state = trained();
    app::open_training(state, state.training.recipe);
    app::scrub(state, 4);
    const std::string link = app::link_of(state);
    CHECK(link.find("@4&recipe=rate") != std::string::npos);
    CHECK(link.find("view=train") != std::string::npos);
    app::scrub(state, 100);
    REQUIRE(app::open_link(state, link));
    CHECK(app::step_on_show(state) == 4);
    CHECK(app::view_on_show(state).id == std::string("train"));

    app::State other = ready();
    std::string occlusion = link;
    const std::size_t begin = occlusion.find("recipe="), end = occlusion.find('&', begin);
    occlusion.replace(begin, end - begin, "recipe=epochs:3,rate:0.01");
    occlusion.replace(occlusion.find("view=train"), 10, "view=occlusion");
    REQUIRE(app::open_link(other, occlusion));
    CHECK(app::view_on_show(other).id == std::string("train"));
    CHECK(app::recipe_text(other.training.recipe) == "rate:0.01,epochs:3");
    CHECK(app::training_finding(other).find("trains about") != std::string::npos);
    app::start_training(other);
    for (const long batch : {0L, 1L, 2L, 4L, 100L}) bring(other, batch);
    app::training_ended(other, other.training.id, "");
    CHECK(other.probe.entry == probe::find("occlusion"));  // the link has been opened
    CHECK(app::step_on_show(other) == 4);

    app::State third = ready();  // a training that gives another network says so
    REQUIRE(app::open_link(third, link));
    app::start_training(third);
    bring(third, 1000);
    app::training_ended(third, third.training.id, "");
    CHECK(third.message.is_error);
    CHECK_FALSE(app::open_link(third, "v=2&recipe=epochs:0"));
}

TEST_CASE("training: the curve is a figure and CSV; the state tells where it is") {
    app::State state = trained();
    app::open_training(state, state.training.recipe);
    const std::string csv = figure::to_csv(app::training_figure(state));
    CHECK(csv.find("Accuracy,Accuracy,held out") != std::string::npos);
    CHECK(csv.find("0.97") != std::string::npos);
    app::save_numbers(state);
    CHECK(state.effects.back().name == "unpool-train.csv");
    const std::string json = app::state_json(state);
    CHECK(json.find("\"view\":\"train\"") != std::string::npos);
    CHECK(json.find("\"step\":100") != std::string::npos);
    app::show_run(state, 0);
    CHECK(app::training_figure(state).groups.empty());
}

TEST_CASE("training: by name, for window.unpool") {
    app::State state = ready();
    CHECK_FALSE(app::act_on_training(state, "fly", ""));
    CHECK_FALSE(app::act_on_training(state, "train", "epochs:0"));
    CHECK_FALSE(app::act_on_training(state, "scrub", "3"));
    REQUIRE(app::act_on_training(state, "train", "epochs:2"));
    REQUIRE(app::act_on_training(state, "train", ""));  // beside it
    CHECK(app::trainings(state).size() == 2);
    bring(state, 0);
    bring(state, 1);
    CHECK_FALSE(app::act_on_training(state, "scrub", "x"));
    REQUIRE(app::act_on_training(state, "scrub", "0"));
    CHECK(app::step_on_show(state) == 0);
    for (const char* act : {"pause", "resume", "step", "slow", "fast", "play", "stop", "discard"})
        CHECK(app::act_on_training(state, act, ""));
}

TEST_CASE("training: runs come back from the browser, and are renamed and forgotten there") {
    app::State state = trained();
    const app::RunPtr run = state.training.run;
    CHECK(run->key.empty());
    const app::KeptRun kept = app::kept_run(state, *run);
    CHECK(kept.key.size() == 16);
    CHECK(app::kept_run(state, *run).key == kept.key);
    app::open_training(state, {});
    app::scrub(state, 4);
    const std::string link = app::link_of(state);

    app::State next = ready();
    REQUIRE(app::open_link(next, link));  // before the runs are back
    CHECK(next.runs.size() == 1);
    app::KeptRun listed = kept;
    listed.more = true;
    app::restore_checkpoint(next, listed, 0, std::vector<std::uint8_t>{1, 2, 3}, {});
    CHECK(next.runs.size() == 1);
    const auto bring_back = [&](const app::Checkpoint& one) {
        app::restore_checkpoint(next, listed, one.step, io::write_model(*one.network), one.measures);
    };
    bring_back(run->checkpoints.back());
    REQUIRE(next.runs.size() == 2);
    CHECK(next.runs[1]->others == app::Others::kept);
    app::update(next, 0, 0.01);
    CHECK(count_of(next, app::Effect::Kind::fetch_run) == 0);  // nobody has opened it
    app::restored_all(next);                                   // but a link wants one of its moments
    app::restored_all(next);
    CHECK(count_of(next, app::Effect::Kind::fetch_run) == 1);
    CHECK(next.effects.back().name == kept.key);
    for (const app::Checkpoint& one : run->checkpoints) bring_back(one);
    app::restore_checkpoint(next, kept, 4, io::write_model(*run->checkpoints[3].network), {});  // again
    CHECK(next.runs[1]->checkpoints.size() == run->checkpoints.size());
    for (std::size_t i = 0; i < run->checkpoints.size(); ++i)
        CHECK(next.runs[1]->checkpoints[i].step == run->checkpoints[i].step);
    app::restored_run(next, kept.key, "");
    CHECK(next.runs[1]->others == app::Others::here);
    CHECK(app::step_on_show(next) == 4);
    CHECK(app::measure(next.runs[1]->checkpoints.back(), app::kHeldOutAccuracy) == 0.97);
    CHECK(next.training.link.empty());

    app::ask_for_name(next, *next.runs[1]);
    CHECK(next.effects.back().name == kept.key);
    app::rename_run(next, kept.key, "");
    CHECK(next.runs[1]->name == "Run 1");
    app::rename_run(next, kept.key, "few digits");
    app::rename_run(next, "no such key", "x");
    CHECK(next.runs[1]->name == "few digits");
    app::start_training(next);
    bring(next, 0);
    CHECK(next.training.run->name == "Run 2");
    app::delete_run(next, next.runs[1]);
    CHECK(next.runs.size() == 2);
    CHECK(count_of(next, app::Effect::Kind::forget_run) == 1);
}

TEST_CASE("training: the other moments of a kept run come when it is opened, and the lane keeps its own") {
    app::State state = trained();
    const app::RunPtr run = state.training.run;
    app::KeptRun kept = app::kept_run(state, *run);
    kept.more = true;
    app::State next = ready();
    const auto bring_back = [&](const app::Checkpoint& one) {
        app::restore_checkpoint(next, kept, one.step, io::write_model(*one.network), one.measures);
    };
    bring_back(run->checkpoints.back());
    app::show_run(next, 1);
    app::update(next, 0, 0.01);
    app::update(next, 1, 0.01);
    CHECK(count_of(next, app::Effect::Kind::fetch_run) == 1);
    const std::uint64_t shown = next.lane().network().id.value;
    for (const app::Checkpoint& one : run->checkpoints) bring_back(one);
    app::restored_run(next, kept.key, "");
    CHECK(next.lane().network().id.value == shown);
    CHECK(next.lane().checkpoint + 1 == static_cast<int>(run->checkpoints.size()));
    CHECK(next.effects.back().kind != app::Effect::Kind::announce);

    app::State broken = ready();
    app::restore_checkpoint(broken, kept, 8, io::write_model(*run->checkpoints.back().network), {});
    app::show_run(broken, 1);
    app::update(broken, 0, 0.01);
    app::restored_run(broken, kept.key, "it is locked");
    CHECK(broken.runs[1]->checkpoints.size() == 1);
    CHECK(broken.message.text.find("it is locked") != std::string::npos);
}

TEST_CASE("training: the axis of batches") {
    for (const bool linear : {false, true}) {
        CHECK(app::axis_position(0, 100, linear) == 0);
        CHECK(app::axis_position(100, 100, linear) == 1);
        for (const long step : {0L, 1L, 7L, 63L, 100L})
            CHECK(app::axis_step(app::axis_position(step, 100, linear), 100, linear) == step);
        for (const long most : {1L, 9L, 1563L, 500000L}) {
            CHECK(app::axis_steps(most, linear).size() <= 14);
            CHECK(app::axis_steps(most, linear).back() <= most);
        }
    }
    CHECK(app::grouped(1563) == "1,563");
    CHECK(app::grouped(12) == "12");
    CHECK(app::seconds_words(65) == "1 min 5 s");
}

TEST_CASE("training: digits are judged by the labels that are taught") {
    const auto set = noise("judged", 40);
    recipe::Recipe recipe = recipe::quick();
    recipe.shuffled = 1;
    const auto training = recipe::Training::make(recipe, set->digits());
    REQUIRE(training);
    const nn::Evaluation judged = training.value().judge(30);
    CHECK(judged.count == 30);
    CHECK(training.value().judge(1000).count == 40);
    const auto labels = recipe::shuffled(set->labels, 1, recipe.options.seed);
    CHECK(
        judged.correct ==
        nn::evaluate(training.value().network(), nn::Digits{set->shape, set->pixels, labels, 0}.slice(0, 30)).correct);
}

TEST_CASE("a network that learnt clothes calls its classes by their names, also after a visit") {
    app::State state = ready();
    state.coming[static_cast<std::size_t>(app::SetName::fashion)].set = noise("clothes", 60);
    state.coming[static_cast<std::size_t>(app::SetName::fashion_test)].set = noise("other clothes", 20);
    app::RecipeValues recipe;
    recipe.set("data", 1);
    app::set_recipe(state, recipe);
    app::start_training(state);
    app::training_told(state, state.training.id, {0, 100, 0, 1, 0});
    bring(state, 0);
    REQUIRE(state.training.run);
    CHECK(nn::class_name(*state.training.run->checkpoints[0].network, 7) == "Sneaker");
    CHECK_FALSE(nn::names_classes(*trained().training.run->checkpoints[0].network));

    app::State later = ready();
    const app::KeptRun kept = app::kept_run(state, *state.training.run);
    app::restore_checkpoint(later, kept, 0, io::write_model(lenet(5)), {});
    CHECK(nn::class_name(*later.runs.back()->checkpoints[0].network, 9) == "Ankle boot");
}

TEST_CASE("training: what begins with another network says which, and needs it to be here") {
    app::State state = ready();
    CHECK(app::start_words(state) == "Nothing");
    app::step_start(state, 1);
    const std::uint64_t shown = state.lane().network().id.value;
    CHECK(state.training.recipe.start == shown);
    CHECK(app::start_words(state) == "LeNet-5");
    const std::string text = app::recipe_text(state.training.recipe);
    CHECK(text.find("start:" + nn::identity_text(shown)) != std::string::npos);
    REQUIRE(app::read_recipe_text(text));
    CHECK(app::read_recipe_text(text).value() == state.training.recipe);
    CHECK_FALSE(app::read_recipe_text("start:7"));
    const auto recipe = recipe::parse(app::recipe_json(state.training.recipe));
    REQUIRE(recipe);
    CHECK(recipe.value().start == shown);
    app::start_training(state);
    REQUIRE(state.training.order);
    CHECK(state.training.order->start == state.lane().published);
    app::discard_training(state);
    app::step_start(state, 1);
    CHECK(state.training.recipe.start == 0);

    app::State other = ready();
    other.training.recipe.start = 77;
    other.training.link = "v=2&models=0000000000000001&view=train";
    CHECK(app::training_finding(other).find("000000000000004d, which has to be opened first") != std::string::npos);
    app::start_training(other);
    CHECK(other.training.phase == Phase::idle);
    CHECK(other.training.problem.find("which is not here: open it first") != std::string::npos);
    CHECK(count_of(other, app::Effect::Kind::start_training) == 0);
}

TEST_CASE("training: stopped early, the best network is on show and the finding says why") {
    app::State state = ready();
    state.training.recipe.set("patience", 3);
    app::start_training(state);
    app::training_told(state, state.training.id, {0, 100, 0, 1, 0});
    for (const long batch : {0L, 1L, 8L, 16L, 30L}) bring(state, batch, true, 0.5);
    bring(state, 12, true, 0.9);  // told last, as it is only known then
    app::training_stopped_early(state, state.training.id, 30, 12);
    app::training_ended(state, state.training.id, "");
    const auto& all = state.training.run->checkpoints;
    REQUIRE(all.size() == 6);
    CHECK(all[3].step == 12);
    CHECK(app::step_on_show(state) == 12);
    CHECK(state.lane().published == all[3].network);
    CHECK(app::training_finding(state) ==
          "It stopped after 30 batches: the held-out loss had not fallen for 3 evaluations. The best network, after 12 "
          "batches, is on show.");
    CHECK_FALSE(state.message.is_error);
    app::show_run(state, 0);
    CHECK(app::training_finding(state).find("It stopped") == std::string::npos);
    app::start_training(state);
    CHECK(state.training.note.empty());
}
