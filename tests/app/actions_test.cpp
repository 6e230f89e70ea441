// From actions through update to what window.unpool tells.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "app/actions.h"
#include "app/api.h"
#include "app/blocks.h"
#include "app/foreign.h"
#include "app/kernels_view.h"
#include "app/link.h"
#include "app/settings.h"
#include "app/update.h"
#include "image/png.h"
#include "io/model_file.h"
#include "io/safetensors.h"

using nlohmann::json;

namespace {

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

json told(const app::State& state) { return json::parse(app::state_json(state)); }

void step(app::State& state) { app::update(state, state.now + 0.016, 0.004); }

void draw_seven(app::State& state) {
    app::pen_down(state, {0.25f, 0.2f});
    app::pen_move(state, {0.75f, 0.2f});
    app::pen_move(state, {0.45f, 0.85f});
    app::pen_up(state);
    step(state);
}

bool asks_for(const app::State& state, app::Effect::Kind kind) {
    return std::any_of(state.effects.begin(), state.effects.end(),
                       [&](const app::Effect& e) { return e.kind == kind; });
}

}  // namespace

TEST_CASE("an empty page has no prediction") {
    app::State state = fresh();
    step(state);
    CHECK(told(state)["prediction"].is_null());
    CHECK(told(state)["probabilities"].is_null());
    CHECK(told(state)["input"].is_null());
    CHECK(app::layer_values(state, "conv1").values.empty());
    CHECK(app::reconstruction_values(state, "pool1", 0).values.empty());
}

TEST_CASE("drawing gives a prediction, every layer and the 22 reconstructions; clearing takes them back") {
    app::State state = fresh();
    draw_seven(state);
    const json now = told(state);
    CHECK(now["prediction"].is_number_integer());
    float sum = 0;
    for (float p : now["probabilities"]) sum += p;
    CHECK(std::fabs(sum - 1) < 1e-5f);
    CHECK(now["input"].size() == 784);
    CHECK(now["layers"].size() == 12);
    CHECK(app::layer_values(state, "pool2").values.size() == 400);
    for (int map = 0; map < 6; ++map) CHECK(app::reconstruction_values(state, "pool1", map).values.size() == 784);
    for (int map = 0; map < 16; ++map) CHECK(app::reconstruction_values(state, "pool2", map).values.size() == 784);
    CHECK(app::reconstruction_values(state, "pool2", 16).values.empty());
    CHECK(app::reconstruction_values(state, "softmax", 0).values.empty());
    CHECK(app::layer_values(state, "conv9").values.empty());
    app::clear(state);
    step(state);
    CHECK(told(state)["prediction"].is_null());
    app::undo(state);
    step(state);
    CHECK(told(state)["prediction"] == now["prediction"]);
}

TEST_CASE("what the panels show is what the deconvnet gives") {
    app::State state = fresh();
    draw_seven(state);
    const int pool2 = *state.lane().network().find("pool2");
    const nn::Tensor& shown = state.lane().reconstructions[static_cast<std::size_t>(pool2)];
    REQUIRE(shown.shape.channels == 16);
    for (int map = 0; map < 16; ++map) {
        const auto one = app::reconstruction_values(state, "pool2", map);
        for (std::size_t i = 0; i < 784; ++i) CHECK(std::fabs(one.values[i] - shown.map(map)[i]) < 1e-4f);
    }
}

TEST_CASE("set_input takes the pixels as they are, until the page changes") {
    app::State state = fresh();
    std::vector<float> pixels(784, 0.0f);
    pixels[400] = 0.7f;
    pixels[3] = 0.25f;
    app::set_input(state, pixels);
    step(state);
    CHECK(told(state)["input"].get<std::vector<float>>() == pixels);
    app::set_fit(state, false);
    step(state);
    CHECK(told(state)["input"].get<std::vector<float>>() == pixels);
    draw_seven(state);
    CHECK(told(state)["input"].get<std::vector<float>>() != pixels);
}

TEST_CASE("strokes of any units give the same input") {
    const image::Strokes small{{{1, 1}, {3, 1}, {2, 4}}}, large{{{100, 100}, {300, 100}, {200, 400}}};
    app::State a = fresh(), b = fresh();
    app::set_strokes(a, small);
    app::set_strokes(b, large);
    step(a);
    step(b);
    const auto x = app::layer_values(a, "input").values, y = app::layer_values(b, "input").values;
    for (std::size_t i = 0; i < 784; ++i) CHECK(std::fabs(x[i] - y[i]) < 1e-4f);
}

TEST_CASE("selecting projects what was selected") {
    app::State state = fresh();
    draw_seven(state);
    const int pool2 = *state.lane().network().find("pool2");
    app::select(state, pool2, 3);
    step(state);
    const std::vector<float> whole = state.lane().projection.pixels.data;
    const auto asked = app::reconstruction_values(state, "pool2", 3).values;
    CHECK(std::equal(whole.begin(), whole.end(), asked.begin()));
    app::select_unit(state, pool2, 3, 12);
    step(state);
    CHECK(told(state)["selection"]["unit"] == 12);
    CHECK(told(state)["selection"]["keep"] == "unit");
    app::select(state, pool2, 99);  // no such map: nothing changes
    CHECK(told(state)["selection"]["map"] == 3);
    app::select_next(state, 1, 0);
    CHECK(told(state)["selection"]["map"] == 4);
    for (int i = 0; i < 30; ++i) app::select_next(state, 0, 1);
    CHECK(told(state)["selection"]["layer"] == "softmax");
    step(state);
}

TEST_CASE("a file that cannot be read leaves everything as it was") {
    app::State state = fresh();
    draw_seven(state);
    const json before = told(state);
    const std::string broken[] = {"", "hello", "{\"strokes\": [[[1,", std::string("\x89PNG\r\n\x1a\n", 8),
                                  std::string(64, '\xff')};
    for (const std::string& text : broken) {
        app::open_bytes(state, "broken", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        step(state);
        CHECK(!state.message.text.empty());
        CHECK(state.message.is_error);
        json after = told(state);
        for (const char* key : {"model", "prediction", "input", "probabilities", "selection"})
            CHECK(after[key] == before[key]);
    }
}

TEST_CASE("what was said about a bad file goes when the next good one opens") {
    const auto open = [](app::State& state, const std::string& name, const std::string& text) {
        app::open_bytes(state, name, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        step(state);
    };
    const auto png = [] {
        image::Rgba page(40, 40, {255, 255, 255, 255});
        for (int row = 8; row < 32; ++row)
            for (int column = 18; column < 22; ++column) page.at(row, column) = {0, 0, 0, 255};
        const auto bytes = image::encode_png(page);
        return std::string(bytes.begin(), bytes.end());
    }();
    for (const std::string& good : {std::string("\xEF\xBB\xBF\n[[[1, 2], [3, 9]]]"), png}) {
        app::State state = fresh();
        open(state, "form.pdf", "%PDF-1.7");
        CHECK(state.message.text == "form.pdf: this is a PDF document: save the page with the digit as a PNG picture");
        open(state, "good", good);
        CHECK(told(state)["message"] == "");
        CHECK(!told(state)["prediction"].is_null());
    }
}

TEST_CASE("of lines of strokes the first is shown, and the others are counted") {
    app::State state = fresh();
    const std::string text = "{\"strokes\": []}\n{\"strokes\": [[[1, 1], [1, 9]]]}\n[[[1, 1], [9, 1]]]\n";
    app::open_bytes(state, "two.jsonl", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    step(state);
    CHECK(state.message.text == "Shown is line 2 of two.jsonl, which has 2 more");
    CHECK(!state.message.is_error);
    CHECK(told(state)["strokes"] == 1);
}

TEST_CASE("files that are known and not read say what to do") {
    app::State state = fresh();
    const auto said = [&](const std::string& text) {
        app::open_bytes(state, "file", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        return state.message.is_error ? state.message.text : "(opened)";
    };
    CHECK(said(std::string("\0\0\x08\x03\0\0\0\1", 8)).starts_with("file: the IDX file is cut short"));
    CHECK(said("PK\3\4").starts_with("file: the zip archive is damaged: it has no directory"));
    CHECK(said("").ends_with("found an empty file"));
    CHECK(said("{\"strokes\": [[]]}").ends_with("not a single point in its strokes"));
}

TEST_CASE("a model without an architecture says what it was taken for") {
    app::State state = fresh();
    io::Safetensors bare = io::parse_safetensors(io::write_model(state.lane().network())).value();
    bare.metadata.clear();
    app::open_bytes(state, "mine.safetensors", io::write_safetensors(bare));
    CHECK(state.message.text == "mine.safetensors: trying how it is meant to be read\xE2\x80\xA6");
    app::finish_foreign(state);
    CHECK((state.message.text.starts_with("Taken as 28 x 28, 0 to 1, ReLU, max-pooling: ") || state.message.is_error));
}

TEST_CASE("a model file replaces the model and keeps the drawing") {
    app::State state = fresh();
    draw_seven(state);
    nn::Network other = nn::make_network(nn::lenet5()).value();
    nn::initialise(other, 99);
    const auto bytes = io::write_model(other);
    const auto before = told(state);
    app::open_bytes(state, "other.safetensors", bytes);
    step(state);
    CHECK(told(state)["input"] == before["input"]);
    CHECK(told(state)["probabilities"] != before["probabilities"]);
}

TEST_CASE("a picture becomes the page, and one without ink is refused") {
    app::State state = fresh();
    image::Rgba paper(60, 40, {255, 255, 255, 255});
    const auto blank = image::encode_png(paper);
    app::open_bytes(state, "blank.png", blank);
    step(state);
    CHECK(told(state)["prediction"].is_null());
    CHECK(state.message.is_error);
    for (int row = 8; row < 32; ++row)
        for (int column = 28; column < 32; ++column) paper.at(row, column) = {20, 20, 20, 255};
    const auto one = image::encode_png(paper);
    app::open_bytes(state, "one.png", one);
    step(state);
    CHECK(told(state)["prediction"].is_number_integer());
}

TEST_CASE("pixels without ink are an empty page, given as they are or by a link") {
    app::State state = fresh();
    const std::vector<float> zeros(784, 0.0f), faint(784, 0.001f);
    std::vector<float> dot(784, 0.0f);
    dot[400] = 0.01f;
    for (const std::vector<float>& blank : {zeros, faint}) {
        app::set_input(state, dot);
        step(state);
        CHECK(told(state)["prediction"].is_number_integer());
        app::set_input(state, blank);
        step(state);
        CHECK(told(state)["prediction"].is_null());
        CHECK(told(state)["input"].is_null());
        CHECK(state.board.empty());
        app::undo(state);
        step(state);
        CHECK(told(state)["prediction"].is_number_integer());
    }
    const std::string link = "v=1&view=explore&label=3&input=" + app::encode_pixels(std::vector<std::uint8_t>(784, 0));
    REQUIRE(app::open_link(state, link).ok());
    step(state);
    CHECK(told(state)["prediction"].is_null());
    CHECK(told(state)["truth"].is_null());
}

TEST_CASE("samples: the digits are asked for first, then shown exactly") {
    app::State state = fresh();
    app::show_random_sample(state, 3);
    CHECK(asks_for(state, app::Effect::Kind::fetch_set));
    io::LabelledImages four{{4, 28, 28, std::vector<std::uint8_t>(4 * 784)}, {1, 3, 5, 7}};
    for (std::size_t i = 0; i < 784; ++i) four.images.pixels[784 + i] = static_cast<std::uint8_t>(i % 256);
    app::show_data_set(state, app::make_data_set("four", four).value());
    step(state);
    CHECK(told(state)["truth"] == 3);
    CHECK(told(state)["input"][200].get<float>() == doctest::Approx(200 / 255.0));
    for (int i = 0; i < 5; ++i) step(state);
    CHECK(told(state)["gallery"]["classified"] == 4);
}

TEST_CASE("settings survive the round trip, and nonsense changes nothing") {
    app::Options options;
    options.theme = app::ThemeChoice::light;
    options.gamma = 0.5f;
    options.left = 300;
    app::Options read;
    app::settings_from_json(app::settings_to_json(options), read);
    CHECK(read.theme == options.theme);
    CHECK(read.gamma == options.gamma);
    CHECK(read.left == options.left);
    const std::string before = app::settings_to_json(read);
    for (const char* text :
         {"", "[]", "{\"gamma\": \"x\", \"theme\": 77, \"left\": -4}", "{\"gamma\": 1e99}", "\x01\x02"}) {
        app::settings_from_json(text, read);
        CHECK(app::settings_to_json(read) == before);
    }
}

TEST_CASE("blocks follow the list of layers") {
    const nn::Network network = nn::make_network(nn::lenet5()).value();
    const auto all = app::blocks(network);
    REQUIRE(all.size() == 5);
    CHECK(network.layer(all[0].first).name == "conv1");
    CHECK(network.layer(all[0].last).name == "pool1");
    CHECK(network.layer(app::default_layer(network, all[1])).name == "pool2");
    CHECK(network.layer(app::default_layer(network, all[4])).name == "fc3");
    CHECK(all[2].flat);
    CHECK(app::is_signed(network, *network.find("conv2")));
    CHECK(!app::is_signed(network, *network.find("pool2")));
    const auto kernels = app::weights_into(network, *network.find("pool2"), 3);
    REQUIRE(kernels.has_value());
    CHECK(kernels->count == 6);
    CHECK(kernels->values.size() == 150);
    CHECK(app::weights_into(network, *network.find("relu4"), 83)->values.size() == 120);
    CHECK(!app::weights_into(network, *network.find("relu4"), 84).has_value());
}

TEST_CASE("the prediction is told once the pen has rested") {
    app::State state = fresh();
    draw_seven(state);
    state.effects.clear();
    app::update(state, state.now + 0.2, 0.004);
    CHECK(!asks_for(state, app::Effect::Kind::announce));
    app::update(state, state.now + 1.0, 0.004);
    REQUIRE(asks_for(state, app::Effect::Kind::announce));
    CHECK(state.effects.back().text.rfind("Prediction: ", 0) == 0);
    state.effects.clear();
    app::update(state, state.now + 5.0, 0.004);
    CHECK(!asks_for(state, app::Effect::Kind::announce));
}

TEST_CASE("a digit can be drawn by keyboard") {
    app::State state = fresh();
    app::toggle_keyboard_pen(state);
    app::press_keyboard_pen(state);
    for (int i = 0; i < 12; ++i) app::move_keyboard_pen(state, 0, 1);
    app::press_keyboard_pen(state);
    step(state);
    CHECK(told(state)["prediction"].is_number_integer());
    CHECK(state.board.drawing().strokes.size() == 1);
    for (int i = 0; i < 100; ++i) app::move_keyboard_pen(state, 1, 1);
    CHECK(state.keyboard_pen.at == image::Point{1, 1});
    CHECK(state.board.drawing().strokes[0].size() == 13);
}
