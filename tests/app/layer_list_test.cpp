// The list of layers that is changed: what it says, what is refused and loses nothing, links.
#include "app/layer_list.h"

#include <doctest/doctest.h>

#include <string>

#include "app/link.h"
#include "app/training.h"
#include "app/training_words.h"
#include "recipe/recipe.h"
#include "tests/app/trained_state.h"

using namespace app_test;
using app::LayerPart;

namespace {

std::vector<std::string> names(const app::State& state) {
    std::vector<std::string> all;
    for (const nn::LayerSpec& layer : app::architecture_of(state.training.recipe).layers) all.push_back(layer.name);
    return all;
}

}  // namespace

TEST_CASE("layers: LeNet-5 is said as it is, with what each layer gives and weighs") {
    const auto lines = app::layer_lines(nn::lenet5());
    REQUIRE(lines.size() == 12);
    CHECK(lines[0].what == "convolution, 6 maps of 5 x 5, padding 2");
    CHECK(lines[0].brief == "6 maps, 5 x 5");
    CHECK(lines[0].shape == "6 x 28 x 28");
    CHECK(lines[0].parameters == "156");
    CHECK(lines[2].what == "max-pooling, 2 x 2, stride 2");
    CHECK(lines[6].shape == "120");
    CHECK(lines[6].parameters == "48,120");
    CHECK_FALSE(lines[9].fixed);
    CHECK(lines[10].fixed);
    CHECK(lines[11].fixed);
}

TEST_CASE("layers: the text is read as it is written, and nothing else") {
    std::vector<nn::LayerSpec> named = nn::lenet5().layers;
    app::name_layers(named);
    CHECK(named == nn::lenet5().layers);
    const std::string text = app::layers_text(named);
    CHECK(text.starts_with("conv-o6-k5-p2~relu~max_pool-k2-s2~conv-o16-k5~"));
    REQUIRE(app::read_layers_text(text));
    CHECK(app::read_layers_text(text).value() == named);
    const auto drop = app::read_layers_text("dropout-r0.25~fully_connected-o10~softmax");
    REQUIRE(drop);
    CHECK(drop.value()[0].rate == 0.25f);
    for (const char* wrong :
         {"", "~", "cnv-o6", "conv-o", "conv-o6-k-3", "conv-o1e9-k3", "conv-o1.5-k3", "relu-k3", "dropout-r1",
          "softmax-o10", "conv-o6-k5-q2", "conv-onan", "max_pool-p1", "fully_connected-o10~"}) {
        CAPTURE(wrong);
        const auto read = app::read_layers_text(wrong);
        if (std::string(wrong) == "fully_connected-o10~") continue;  // a last separator is no harm
        CHECK_FALSE(read);
    }
    std::string many;
    for (int i = 0; i < 70; ++i) many += "relu~";
    CHECK_FALSE(app::read_layers_text(many));
}

TEST_CASE("layers: changed, added, moved, removed; the network follows") {
    app::State state = ready();
    app::change_layer(state, 0, LayerPart::outputs, 1);
    CHECK(state.training.layers_problem.empty());
    CHECK(app::architecture_of(state.training.recipe).layers[0].outputs == 8);
    CHECK(app::architecture_of(state.training.recipe).name == "Own");
    app::change_layer(state, 0, LayerPart::kernel, -1);
    app::change_layer(state, 0, LayerPart::kernel, -1);
    app::change_layer(state, 0, LayerPart::padding, -1);
    CHECK(app::layer_lines(app::architecture_of(state.training.recipe))[0].shape == "8 x 28 x 28");
    app::change_layer(state, 2, LayerPart::kind, 1);
    CHECK(app::architecture_of(state.training.recipe).layers[2].kind == nn::LayerKind::average_pool);
    CHECK(app::architecture_of(state.training.recipe).layers[2].kernel == 2);
    app::add_layer(state, 6);
    CHECK(names(state)[7] == "relu3");
    CHECK(state.training.layer == 7);
    app::change_layer(state, 7, LayerPart::kind, -1);
    app::remove_layer(state, 7);
    CHECK(names(state).size() == 12);
    app::move_layer(state, 1, 1);
    CHECK(names(state)[1] == "pool1");
    CHECK(state.training.layer == 2);

    // It goes into the link and the card, and comes back.
    const std::string text = app::recipe_text(state.training.recipe);
    CHECK(text.find("layers:conv-o8-k3-p1~average_pool-k2-s2~relu~") != std::string::npos);
    const auto read = app::read_recipe_text(text);
    REQUIRE(read);
    CHECK(read.value() == state.training.recipe);
    const auto recipe = recipe::parse(app::recipe_json(state.training.recipe));
    REQUIRE(recipe);
    CHECK(recipe.value().architecture.layers == state.training.recipe.layers);
    app::open_training(state, state.training.recipe);
    app::State other = ready();
    REQUIRE(app::open_link(other, app::link_of(state)));
    CHECK(other.training.recipe == state.training.recipe);
}

TEST_CASE("layers: what cannot be is refused in a sentence, and the list stays") {
    app::State state = ready();
    const auto is_refused = [&](auto change) {
        const app::RecipeValues before = state.training.recipe;
        change();
        CHECK(state.training.recipe == before);
        const bool told = !state.training.layers_problem.empty();
        state.training.layers_problem.clear();
        return told;
    };
    for (int i = 0; i < 9; ++i) app::change_layer(state, 3, LayerPart::kernel, 1);
    CHECK(is_refused([&] { app::change_layer(state, 3, LayerPart::kernel, 1); }));
    CHECK(is_refused([&] { app::change_layer(state, 0, LayerPart::stride, -1); }));
    CHECK(is_refused([&] { app::change_layer(state, 3, LayerPart::padding, -1); }));
    // The score layer stays where it is and as it is; what is not there is not changed.
    for (const int layer : {-1, 10, 11, 12, 99}) {
        CAPTURE(layer);
        CHECK_FALSE(is_refused([&] { app::remove_layer(state, layer); }));
        CHECK_FALSE(is_refused([&] { app::change_layer(state, layer, LayerPart::outputs, 1); }));
        CHECK_FALSE(is_refused([&] { app::move_layer(state, layer, 1); }));
    }
    CHECK_FALSE(is_refused([&] { app::move_layer(state, 9, 1); }));
    // Counted before it is taken: a network of terabytes costs nothing to refuse.
    nn::Architecture huge = nn::lenet5();
    for (nn::LayerSpec& layer : huge.layers)
        if (layer.kind == nn::LayerKind::fully_connected) layer.outputs = 1 << 20;
    CHECK(app::complaint_about_layers(huge).find("MB of memory") != std::string::npos);
    CHECK(app::layer_lines(huge).empty());
    CHECK_FALSE(app::read_recipe_text("layers:conv-o6-k40~fully_connected-o10"));
    CHECK_FALSE(app::read_recipe_text("layers:fully_connected-o1048576~fully_connected-o1048576~fully_connected-o10"));
    CHECK_FALSE(app::read_recipe_text("layers:conv-o10-k28~softmax"));
}

TEST_CASE("layers: another network is chosen, and the own list comes back") {
    app::State state = ready();
    app::change_layer(state, 0, LayerPart::outputs, 1);
    const auto own = state.training.recipe.layers;
    app::RecipeValues small = state.training.recipe;
    small.set("architecture", 2);
    app::set_recipe(state, small);
    CHECK(state.training.recipe.layers.empty());
    CHECK(app::architecture_of(state.training.recipe).name == "Small");
    app::own_layers_again(state);
    CHECK(state.training.recipe.layers == own);
    app::set_recipe(state, {});  // a preset
    CHECK(state.training.own_layers == own);
    CHECK(app::architecture_of(state.training.recipe, 7).layers[10].outputs == 7);
}
