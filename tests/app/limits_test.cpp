// Networks whose numbers overflow, that have many classes or none, many maps, large maps: all of it is said or shown.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "app/actions.h"
#include "app/api.h"
#include "app/blots.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "nn/classifier.h"
#include "nn/cost.h"
#include "nn/finite.h"
#include "nn/random.h"

namespace {

using nn::LayerKind;

nn::Network made(std::vector<nn::LayerSpec> layers, float factor = 1) {
    auto network = nn::make_network({"test", {1, 28, 28}, std::move(layers)});
    REQUIRE_MESSAGE(network.ok(), network.message());
    nn::initialise(network.value(), 5);
    for (nn::Parameters& p : network.value().parameters)
        for (float& w : p.weight) w *= factor;
    return std::move(network.value());
}

nn::Network lenet(float factor = 1) { return made(nn::lenet5().layers, factor); }

nn::LayerSpec conv(std::string name, int outputs, int kernel, int padding = 0) {
    return {LayerKind::conv, std::move(name), outputs, kernel, 1, padding, 0};
}
nn::LayerSpec dense(std::string name, int outputs) {
    return {LayerKind::fully_connected, std::move(name), outputs, 0, 1, 0, 0};
}
const nn::LayerSpec kSoftmax{LayerKind::softmax, "softmax", 0, 0, 1, 0, 0};

app::State state_of(nn::Network network, int digits = 0) {
    app::State state = app::make_state("test", std::move(network));
    state.digits = app_test::blots(digits);
    app::set_strokes(state, {{{3, 2}, {7, 2}, {4.5f, 8}}});
    app::update(state, 1, 0);
    return state;
}

bool is_drawn(const figure::Figure& figure) {
    return !figure::paint(figure, image::Theme::dark, 500, 0.5f).pixels.empty();
}

app::Asked work(app::State& state, int slices) {
    app::Asked asked = app::Asked::working;
    for (int i = 0; i < slices && asked == app::Asked::working; ++i) asked = app::work_on_probe(state, 0);
    return asked;
}

}  // namespace

TEST_CASE("a number that is not finite is found wherever it stands") {
    std::vector<float> values(50, 1.0f);
    CHECK(nn::all_finite(values));
    CHECK(nn::strongest(values) == 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (const float odd : {NAN, -NAN, INFINITY, -INFINITY}) {
            std::vector<float> broken = values;
            broken[i] = odd;
            CHECK_FALSE(nn::all_finite(broken));
            CHECK(nn::strongest(broken) == -1);
        }
        values[i] = std::numeric_limits<float>::max();
        CHECK(nn::all_finite(values));
    }
    CHECK(nn::strongest({}) == -1);
}

TEST_CASE("weights a thousand million times too large give no answer, and that is said") {
    app::State state = state_of(lenet(1e9f), 40);
    CHECK(app::answer(state) == app::Answer::not_finite);
    CHECK_FALSE(app::prediction(state));
    CHECK(app::likeliest(state, 3).empty());
    CHECK(app::prediction_sentence(state).find("Not finite") == 0);
    const std::string json = app::state_json(state);
    CHECK(json.find("\"prediction\":null") != std::string::npos);
    CHECK(json.find("\"probabilities\":null") != std::string::npos);
    CHECK(json.find("\"finite\":false") != std::string::npos);
    for (int i = 0; i < 20; ++i) app::update(state, 2 + i, 0.01);
    CHECK(state.lane().predictions.seen() == 40);
    CHECK(state.lane().predictions.wrong() == 40);
    CHECK(state.lane().predictions.predicted[7] == -1);
    CHECK(is_drawn(app::shown_figure(state)));
}

TEST_CASE("every probe says so, with an input and without") {
    for (const float factor : {1e9f, 1e6f}) {  // the second overflows only on the way down
        app::State state = state_of(lenet(factor), 20);
        for (const bool with_input : {true, false}) {
            if (!with_input) app::clear(state);
            app::update(state, 2, 0);
            for (const probe::Entry* entry : probe::entries()) {
                app::open_probe(state, entry);
                CHECK_MESSAGE(work(state, 3) == app::Asked::not_finite, entry->id);
                REQUIRE(state.probe.figure.groups.size() == 1);
                CHECK(state.probe.figure.groups[0].title == "Not finite");
                CHECK_FALSE(app::has_animation(state));
                CHECK(is_drawn(state.probe.figure));
            }
            app::open_probe(state, nullptr);
        }
    }
    app::State state = state_of(lenet(), 20);
    app::open_probe(state, probe::find("deconvnet"));
    CHECK(work(state, 3) == app::Asked::done);
}

TEST_CASE("a model that overflows gives way to one that does not") {
    app::State state = state_of(lenet(1e9f), 20);
    app::open_probe(state, probe::find("occlusion"));
    CHECK(work(state, 3) == app::Asked::not_finite);
    app::open_run(state, app::make_run("good", nn::publish(lenet())));
    CHECK(work(state, 100) == app::Asked::done);
    CHECK(state.probe.figure.groups.size() > 1);
    CHECK(app::prediction(state));
}

TEST_CASE("figures of numbers that are not finite are drawn without them") {
    figure::Figure figure;
    figure.groups.emplace_back();
    const std::vector<float> odd{NAN, INFINITY, -INFINITY, 1e38f, 3e38f, -3e38f};
    for (const image::Map map :
         {image::Map::sequential, image::Map::diverging, image::Map::grey, image::Map::classes}) {
        figure.groups[0].pictures.push_back(figure::picture("p", "", odd, 3, 2, map));
        figure.groups[0].pictures.back().scale = map == image::Map::grey ? INFINITY : 1e-38f;
        figure.groups[0].pictures.back().marks.push_back({figure::Mark::Kind::arrow, NAN, 0, INFINITY, 1, true});
    }
    for (const bool bars : {false, true}) {
        figure::Plot plot;
        plot.name = "plot";
        plot.bars = bars;
        plot.series.push_back({"odd", odd, odd, odd, odd, 1, true});
        plot.series.push_back({"even", {0, 1, 2}, {0, 1, 2}, {}, {}, 2, false});
        plot.cursor = NAN;
        figure.groups[0].plots.push_back(plot);
    }
    figure.groups[0].facts.push_back({"odd", figure::number(NAN), NAN, true});
    CHECK(is_drawn(figure));
    CHECK(figure::to_json(figure).find("nan") == std::string::npos);
}

TEST_CASE("a thousand and ten thousand classes: the likeliest, and every probe") {
    for (const int classes : {1000, 10000}) {
        app::State state = state_of(made({conv("conv1", 2, 5),
                                          {LayerKind::relu, "relu1", 0, 0, 1, 0, 0},
                                          {LayerKind::max_pool, "pool1", 0, 4, 4, 0, 0},
                                          dense("fc1", classes),
                                          kSoftmax}),
                                    20);
        const std::vector<int> first = app::likeliest(state, 10);
        REQUIRE(first.size() == 10);
        const std::vector<float> p = app::probabilities(state);
        REQUIRE(p.size() == static_cast<std::size_t>(classes));
        CHECK(first[0] == *app::prediction(state));
        for (std::size_t i = 1; i < first.size(); ++i)
            CHECK(p[static_cast<std::size_t>(first[i - 1])] >= p[static_cast<std::size_t>(first[i])]);
        CHECK(app::likeliest(state, classes).size() == p.size());
        for (int i = 0; i < 20; ++i) app::update(state, 2 + i, 0.01);
        CHECK(state.lane().predictions.predicted[0] >= 0);
        for (const probe::Entry* entry : probe::entries()) {
            app::open_probe(state, entry);
            work(state, 4);
            CHECK_FALSE(state.probe.figure.groups.empty());
            const figure::Page page =
                figure::lay_out(state.probe.figure, 700, figure::look(image::Theme::dark, false), figure::text_width);
            CHECK_MESSAGE(page.shapes.size() < 12'000, entry->id, " of ", classes, " classes");
        }
        app::open_probe(state, nullptr);
        CHECK(app::shown_figure(state).groups[0].facts.size() == 10);
    }
}

TEST_CASE("predictions above 255 are kept whole") {
    nn::Network network = made({dense("fc1", 1000)});
    std::fill(network.parameters[0].weight.begin(), network.parameters[0].weight.end(), 0.0f);
    network.parameters[0].bias[777] = 1;
    app::State state = state_of(std::move(network), 10);
    for (int i = 0; i < 20; ++i) app::update(state, 2 + i, 0.01);
    CHECK(state.lane().predictions.predicted[3] == 777);
    CHECK(state.lane().predictions.wrong() == 10);
    CHECK(nn::evaluate(state.lane().network(), state.digits->digits()).predicted[3] == 777);
}

TEST_CASE("a network that ends in maps names no class") {
    app::State state = state_of(made({conv("conv1", 3, 5), {LayerKind::tanh, "tanh1", 0, 0, 1, 0, 0}}), 20);
    CHECK(app::answer(state) == app::Answer::no_classes);
    CHECK_FALSE(app::prediction(state));
    CHECK(app::prediction_sentence(state).find("ends in maps") != std::string::npos);
    CHECK(app::state_json(state).find("\"prediction\":null") != std::string::npos);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        work(state, 4);
        CHECK_FALSE(state.probe.figure.groups.empty());
    }
}

TEST_CASE("a field that strides have made enormous is cut to the page") {
    nn::LayerSpec far = conv("conv1", 1, 1);
    far.stride = 4096;
    app::State state = state_of(made({far, conv("conv2", 2, 100, 50), {LayerKind::relu, "relu2", 0, 0, 1, 0, 0}}), 20);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        app::select(state, 1, 0);
        work(state, 6);
        std::size_t numbers = 0;
        for (const figure::Group& group : state.probe.figure.groups)
            for (const figure::Picture& picture : group.pictures) numbers += picture.values.size();
        CHECK_MESSAGE(numbers < 4'000'000, entry->id);
        CHECK(is_drawn(state.probe.figure));
    }
}

TEST_CASE("one class has no runner-up") {
    app::State state = state_of(made({dense("fc1", 1)}));
    CHECK(app::likeliest(state, 2).size() == 1);
    CHECK(app::prediction_sentence(state).find("next") == std::string::npos);
}

TEST_CASE("reconstructions of a dear network come in slices, and all in the end") {
    app::State state = state_of(made({conv("conv1", 40, 5, 2),
                                      {LayerKind::relu, "relu1", 0, 0, 1, 0, 0},
                                      conv("conv2", 40, 5, 2),
                                      {LayerKind::relu, "relu2", 0, 0, 1, 0, 0},
                                      dense("fc1", 10)}));
    CHECK(nn::cost(state.lane().network()).multiply_adds > 30'000'000);
    state.seen.dirty = true;
    app::update(state, 2, 0);
    app::finish_reconstructions(state);
    CHECK_FALSE(app::is_reconstructing(state));
    explain::Projection projection;
    for (const int map : {0, 17, 39}) {
        explain::project(state.lane().network(), state.lane().activations, {3, explain::Keep::whole_map, map, 0},
                         projection);
        const std::span<const float> shown = state.lane().reconstructions[3].map(map);
        for (std::size_t i = 0; i < shown.size(); ++i)
            CHECK(std::fabs(shown[i] - projection.pixels.data[i]) < 1e-3f * (1 + std::fabs(shown[i])));
    }
}

TEST_CASE("names that are long, and maps that are large, are laid out") {
    std::vector<nn::LayerSpec> layers;
    for (int i = 0; i < 6; ++i)
        layers.push_back(dense(std::string(60, static_cast<char>('a' + i)) + std::to_string(i), 20));
    app::State state = state_of(made(layers), 10);
    for (const probe::Entry* entry : probe::entries()) {
        app::open_probe(state, entry);
        work(state, 3);
        CHECK(is_drawn(state.probe.figure));
    }
    app::State wide = state_of(made({conv("conv1", 1, 5, 250), dense("fc1", 2)}), 10);
    app::open_probe(wide, probe::find("deconvnet"));
    work(wide, 2);
    CHECK(is_drawn(wide.probe.figure));
}
