// Training on a person's own pictures: the split, the classes, the sentences where it cannot be.
#include "app/own_split.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/training.h"
#include "app/training_words.h"
#include "nn/class_names.h"
#include "recipe/recipe.h"
#include "tests/app/trained_state.h"

using namespace app_test;
using Phase = app::TrainingPhase;

namespace {

/// `count` different pictures of these classes in turn.
app::DataSetPtr own(int count, int classes, std::vector<std::string> names = {}) {
    io::LabelledImages all{{count, 28, 28, std::vector<std::uint8_t>(static_cast<std::size_t>(count) * 784)}, {}};
    for (int i = 0; i < count; ++i) {
        all.images.pixels[static_cast<std::size_t>(i) * 784] = static_cast<std::uint8_t>(i % 256);
        all.images.pixels[static_cast<std::size_t>(i) * 784 + 1] = static_cast<std::uint8_t>(i / 256);
        all.labels.push_back(static_cast<std::uint8_t>(i % classes));
    }
    return app::make_data_set("mine", std::move(all), std::move(names)).value();
}

std::set<int> numbers(const app::DataSet& set) {
    std::set<int> all;
    for (int i = 0; i < set.count(); ++i) all.insert(set.picture(i)[0] + 256 * set.picture(i)[1]);
    return all;
}

}  // namespace

TEST_CASE("own pictures: a share of each class is held out, and nothing is in both parts") {
    const app::DataSetPtr set = own(300, 3);
    const auto split = app::split_of(*set, 0.2);
    REQUIRE(split.ok());
    CHECK(split.value().learn->count() == 240);
    CHECK(split.value().held_out->count() == 60);
    CHECK(app::held_out_count(*set, 0.2) == 60);
    std::set<int> both = numbers(*split.value().learn);
    const std::set<int> held = numbers(*split.value().held_out);
    for (const int i : held) CHECK(both.count(i) == 0);
    both.insert(held.begin(), held.end());
    CHECK(both.size() == 300);
    for (std::uint8_t k = 0; k < 3; ++k) {
        const auto& labels = split.value().held_out->labels;
        CHECK(std::count(labels.begin(), labels.end(), k) == 20);
    }
    CHECK(app::split_of(*set, 0.2).value().learn->id == split.value().learn->id);
    CHECK(app::split_of(*own(6, 3), 0.05).value().held_out->count() == 3);
    CHECK(app::split_of(*own(6, 3), 0.9).value().learn->count() == 3);
    CHECK(app::split_of(*own(5, 3), 0.2).message().find("too few pictures: 2 has one") != std::string::npos);
    CHECK(app::split_of(*own(5, 1), 0.2).message().find("of one class") != std::string::npos);
}

TEST_CASE("own pictures: they are chosen, split, and trained on; the last layer and the card follow their classes") {
    app::State state = ready();
    const app::DataSetPtr set = own(40, 3, {"cat", "dog", "fish"});
    state.sets.push_back(set);
    CHECK(app::data_words(state, state.training.recipe) == "MNIST");
    CHECK(app::split_words(state).empty());
    for (int i = 0; i < 2; ++i) app::step_data(state, 1);
    CHECK(app::data_words(state, state.training.recipe) == "mine");
    CHECK(app::split_words(state) == "mine, 3 classes: it learns from 31 pictures and is tried on the other 9.");
    const std::string text = app::recipe_text(state.training.recipe);
    CHECK(text == app::recipe_text(app::default_recipe()) + ",set:" + nn::identity_text(set->id));
    REQUIRE(app::read_recipe_text(text));
    CHECK(app::read_recipe_text(text).value() == state.training.recipe);
    app::start_training(state);
    REQUIRE(state.training.order);
    CHECK(state.training.order->learn.count() == 31);
    CHECK(state.training.order->held_out.count() == 9);
    const auto recipe = recipe::parse(state.training.order->recipe);
    REQUIRE(recipe);
    CHECK(recipe.value().architecture.layers[10].outputs == 3);
    nn::Network made = nn::make_network(recipe.value().architecture).value();
    app::training_brought(state, state.training.id, 0, std::move(made), true, {});
    CHECK(nn::class_name(state.lane().network(), 1) == "dog");
    app::discard_training(state);
    app::step_data(state, 1);
    CHECK(app::data_words(state, state.training.recipe) == "MNIST");
    app::step_data(state, -1);
    CHECK(state.training.recipe.own_set == set->id);

    state.sets.pop_back();
    app::start_training(state);
    CHECK(state.training.phase == Phase::idle);
    CHECK(state.training.problem.find("which are not here: open them first") != std::string::npos);
    state.sets.push_back(own(7, 1));
    state.training.recipe.own_set = state.sets.back()->id;
    app::start_training(state);
    CHECK(state.training.problem.find("of one class") != std::string::npos);
    CHECK(app::split_words(state).find("of one class") != std::string::npos);
}
