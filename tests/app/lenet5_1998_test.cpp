// LeNet-5 of 1998 in the application: fetched for its view, trained by its name, and every view with it.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "app/actions.h"
#include "app/api.h"
#include "app/blots.h"
#include "app/counterpart.h"
#include "app/layer_list.h"
#include "app/probes.h"
#include "app/recipe_values.h"
#include "app/shipped.h"
#include "app/update.h"
#include "io/file.h"
#include "io/model_file.h"
#include "paths.h"
#include "recipe/recipe.h"

namespace {

std::vector<std::uint8_t> bytes_of(const std::string& file) {
    return io::read_file(project_file("weights/" + file + ".safetensors")).value();
}

app::State state_with(const std::string& file) {
    app::State state = app::make_state(file, io::parse_model(bytes_of(file)).value());
    state.digits = app_test::blots(60);
    app::set_strokes(state, {{{3, 2}, {7, 2}, {4.5f, 8}}});
    app::update(state, 1, 0);
    return state;
}

void work(app::State& state, int slices) {
    for (int i = 0; i < slices && app::work_on_probe(state, 0) == app::Asked::working; ++i) {
    }
}

bool is_finite(const figure::Figure& figure) {
    for (const figure::Group& group : figure.groups)
        for (const figure::Picture& picture : group.pictures)
            for (const float value : picture.values)
                if (!std::isfinite(value)) return false;
    return true;
}

}  // namespace

TEST_CASE("1998: every view shows numbers of it, or says why not") {
    app::State state = state_with("lenet5-1998");
    const int layers = state.lane().network().layer_count();
    for (const probe::Entry* entry : probe::entries()) {
        CAPTURE(entry->id);
        app::open_probe(state, entry);
        for (int layer = -1; layer < layers; layer += entry->of_selection ? 1 : layers + 1) {
            CAPTURE(layer);
            app::select(state, layer, 1);
            work(state, 5);
            const figure::Figure& figure = state.probe.figure;
            CHECK(is_finite(figure));
            const bool shows = std::any_of(figure.groups.begin(), figure.groups.end(), [](const figure::Group& g) {
                return !g.pictures.empty() || !g.plots.empty() || !g.facts.empty();
            });
            CHECK((shows || figure.finding.size() > 20));
        }
    }
}

TEST_CASE("1998: what leads down from an answer that is a distance is said, or begins a layer below") {
    app::State state = state_with("lenet5-1998");
    const int softmax = state.lane().network().layer_count() - 1;
    app::select(state, softmax, 7);
    app::open_probe(state, probe::find("deconvnet"));
    work(state, 5);
    CHECK(state.probe.figure.title == "The deconvnet from tanh6, all maps");  // unit 7 of it is no 7
    app::open_probe(state, probe::find("sanity"));
    app::set_value(state, "of", 1);  // the network's answer
    work(state, 5);
    CHECK(state.probe.figure.finding.find("scores are distances") != std::string::npos);
}

TEST_CASE("1998: its view offers to fetch it, and no lane changes") {
    app::State state = state_with("lenet5");
    app::open_probe(state, probe::find("lenet5-1998"));
    work(state, 5);
    CHECK(state.probe.figure.finding == "The network of 1998 is not here yet.");
    CHECK_FALSE(app::counterpart_of(state, state.lane()));
    app::fetch_counterpart(state);
    const bool asks = std::any_of(state.effects.begin(), state.effects.end(), [](const app::Effect& effect) {
        return effect.kind == app::Effect::Kind::fetch_model && effect.text == "lenet5-1998";
    });
    CHECK(asks);
    const std::uint64_t before = state.lane().network().id.value;
    app::open_shipped(state, "lenet5-1998", bytes_of("lenet5-1998"));
    CHECK(state.lane().network().id.value == before);
    CHECK(state.lanes.size() == 1);
    REQUIRE(app::counterpart_of(state, state.lane()));
    work(state, 5);
    CHECK(state.probe.figure.finding.substr(0, 10) == "1998 reads");
    // The other way round it takes what the program begins with.
    app::show_run(state, static_cast<int>(state.runs.size()) - 1);
    REQUIRE(app::counterpart_of(state, state.lane()));
    CHECK(app::counterpart_of(state, state.lane())->id.value == before);
}

TEST_CASE("1998: it trains by its name, as the paper has it") {
    const auto presets = app::presets();
    const auto preset = std::find_if(presets.begin(), presets.end(),
                                     [](const app::Preset& p) { return std::string_view(p.name) == "LeNet-5, 1998"; });
    REQUIRE(preset != presets.end());
    const auto values = app::read_recipe_text(preset->text);
    REQUIRE(values);
    CHECK(app::architecture_of(values.value()) == nn::lenet5_1998());
    const auto recipe = recipe::parse(app::recipe_json(values.value()));
    REQUIRE(recipe);
    CHECK(recipe.value().architecture == nn::lenet5_1998());
    CHECK(io::parse_model(bytes_of("lenet5-1998")).value().architecture == nn::lenet5_1998());
    // Three classes have three pictures; eleven have none.
    CHECK(nn::make_network(app::architecture_of(values.value(), 3)));
    CHECK_FALSE(nn::make_network(app::architecture_of(values.value(), 11)));
    CHECK(app::complaint_about_layers(nn::lenet5_1998()).find("stays as it was") != std::string::npos);
    CHECK(app::layer_lines(nn::lenet5_1998()).size() == 15);
}
