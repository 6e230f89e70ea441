// Several digits on the pad: found, stepped through, told.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/link.h"
#include "app/update.h"
#include "io/file.h"
#include "io/model_file.h"
#include "paths.h"

using nlohmann::json;

namespace {

app::State fresh() {
    auto bytes = io::read_file(project_file("weights/lenet5.safetensors"));
    REQUIRE(bytes.ok());
    return app::make_state("LeNet-5", io::parse_model(bytes.value()).value());
}

json told(const app::State& state) { return json::parse(app::state_json(state)); }

void step(app::State& state) { app::update(state, state.now + 0.016, 0.004); }

void draw(app::State& state, const image::Stroke& stroke) {
    app::pen_down(state, stroke.front());
    for (const image::Point p : stroke) {
        app::pen_move(state, p);
        step(state);
    }
    app::pen_up(state);
    step(state);
}

const image::Stroke kOne{{.2f, .3f}, {.3f, .2f}, {.3f, .5f}, {.3f, .75f}};
const image::Stroke kSeven{{.5f, .22f}, {.65f, .22f}, {.8f, .22f}, {.72f, .45f}, {.62f, .75f}};

void draw_seventeen(app::State& state) {
    draw(state, kOne);
    draw(state, kSeven);
}

/// As a picture file's pixels: dark on light.
image::Gray picture_of_seventeen() {
    image::Gray picture = image::rasterise({kOne, kSeven}, 0.05f, 1.0f, 200, 200);
    for (float& pixel : picture.pixels) pixel = 1.0f - pixel;
    return picture;
}

}  // namespace

TEST_CASE("parts: a page of one digit, and an empty one, have none") {
    app::State state = fresh();
    step(state);
    CHECK(told(state)["parts"].empty());
    CHECK(told(state)["part"].is_null());
    draw(state, kSeven);
    CHECK(told(state)["parts"].empty());
    CHECK(told(state)["part"].is_null());
    CHECK(told(state)["prediction"] == 7);
    app::step_part(state, 1);
    app::set_part(state, 0);
    app::set_part(state, -1);
    step(state);
    CHECK(told(state)["prediction"] == 7);
}

TEST_CASE("parts: two digits are read one by one, the last drawn first") {
    app::State state = fresh();
    draw(state, kSeven);
    const json alone = told(state);
    app::clear(state);
    draw_seventeen(state);
    json now = told(state);
    REQUIRE(now["parts"].size() == 2);
    CHECK(now["part"] == 1);
    CHECK(now["prediction"] == 7);
    CHECK(now["input"] == alone["input"]);
    CHECK(now["parts"][0]["prediction"] == 1);
    CHECK(now["parts"][1]["prediction"] == 7);
    CHECK(now["parts"][1]["probability"].get<float>() ==
          doctest::Approx(now["probabilities"][7].get<float>()).epsilon(1e-4));
    CHECK(now["parts"][0]["box"]["x"].get<float>() < 0.2f);
    CHECK(app::reading(state.parts) == "17");
    CHECK(app::prediction_sentence(state).find("2 digits: 17. 1, ") == 0);

    const unsigned before = state.revision.input;
    app::set_part(state, 0);
    step(state);
    now = told(state);
    CHECK(now["part"] == 0);
    CHECK(now["prediction"] == 1);
    CHECK(state.revision.input == before + 1);
    step(state);
    CHECK_MESSAGE(told(state)["part"] == 0, "it stays chosen while nothing is drawn");
    app::step_part(state, -1);
    CHECK(state.parts.chosen == 1);
    app::step_part(state, 1);
    CHECK(state.parts.chosen == 0);
    app::set_part(state, 2);
    app::set_part(state, -1);
    CHECK(state.parts.chosen == 0);
}

TEST_CASE("parts: the link holds the chosen one") {
    app::State state = fresh();
    draw_seventeen(state);
    app::set_part(state, 0);
    step(state);
    const std::string link = app::link_of(state);
    app::State other = fresh();
    REQUIRE(app::open_link(other, link).ok());
    step(other);
    CHECK(told(other)["prediction"] == 1);
    CHECK(told(other)["parts"].empty());
    CHECK(told(other)["input"] == told(state)["input"]);
}

TEST_CASE("parts: the eraser keeps the chosen one, undo goes back to one digit") {
    app::State state = fresh();
    draw_seventeen(state);
    app::set_part(state, 0);
    app::set_tool(state, app::Tool::eraser);
    draw(state, {{.2f, .3f}, {.21f, .29f}});
    CHECK(state.parts.several());
    CHECK(state.parts.chosen == 0);
    app::undo(state);
    app::undo(state);
    step(state);
    CHECK_FALSE(state.parts.several());
    CHECK(told(state)["prediction"] == 1);
}

TEST_CASE("parts: of a picture the leftmost; strokes on it the last drawn") {
    app::State state = fresh();
    app::open_picture(state, picture_of_seventeen());
    step(state);
    REQUIRE(state.parts.all.size() == 2);
    CHECK(state.parts.chosen == 0);
    CHECK(told(state)["prediction"] == 1);
    CHECK(state.parts.all[1].prediction == 7);
    app::set_part(state, 1);
    step(state);
    CHECK(told(state)["prediction"] == 7);
}

TEST_CASE("parts: neither digits as they are nor an unfitted page are split") {
    app::State state = fresh();
    draw_seventeen(state);
    app::set_fit(state, false);
    step(state);
    CHECK_FALSE(state.parts.several());
    app::set_fit(state, true);
    step(state);
    CHECK(state.parts.several());
    const image::Gray page = image::rasterise({kOne, kSeven}, 0.05f, 1.0f, 28, 28);
    app::set_input(state, page.pixels);
    step(state);
    CHECK_FALSE(state.parts.several());
    CHECK(state.input->pixels == page.pixels);
}

TEST_CASE("parts: another model reads them anew") {
    app::State state = fresh();
    draw_seventeen(state);
    nn::Network zeros = nn::make_network(nn::lenet5()).value();  // every class is as likely
    const auto model = io::write_model(zeros);
    app::open_bytes(state, "zeros.safetensors", model);
    step(state);
    REQUIRE(state.parts.several());
    CHECK(state.parts.all[1].prediction == 0);
    CHECK(state.parts.all[1].probability == doctest::Approx(0.1));
}
