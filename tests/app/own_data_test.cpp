// What a person brings: IDX files in any order, folders of pictures, drawings with labels.
#include "app/own_data.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/actions.h"
#include "app/drawings.h"
#include "app/sets.h"
#include "image/png.h"
#include "io/stroke_file.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

void put_be32(Bytes& bytes, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

Bytes pictures(std::uint32_t count, std::uint32_t side = 28) {
    Bytes bytes{0, 0, 8, 3};
    for (const std::uint32_t size : {count, side, side}) put_be32(bytes, size);
    bytes.resize(16 + (count > 1000 ? 0 : count * side * side), 9);
    return bytes;
}

Bytes labels(const Bytes& values) {
    Bytes bytes{0, 0, 8, 1};
    put_be32(bytes, static_cast<std::uint32_t>(values.size()));
    bytes.insert(bytes.end(), values.begin(), values.end());
    return bytes;
}

/// What is said of a file, and that nothing else was lost.
std::string said(app::State& state, const std::string& name, const Bytes& bytes) {
    const auto digits = state.digits;
    const std::size_t sets = state.sets.size();
    state.message = {};
    app::open_bytes(state, name, bytes);
    if (state.message.is_error) {
        CHECK(state.digits == digits);
        CHECK(state.sets.size() == sets);
    }
    return state.message.text;
}

const image::Strokes kSeven{{{0.2f, 0.2f}, {0.8f, 0.2f}, {0.4f, 0.9f}}};

void draw_seven(app::State& state) {
    app::pen_down(state, kSeven[0][0]);
    for (const image::Point& p : kSeven[0]) app::pen_move(state, p);
    app::pen_up(state);
}

}  // namespace

TEST_CASE("own data: pictures and labels open in either order, and are shown") {
    for (const bool pictures_first : {true, false}) {
        app::State state = fresh();
        const Bytes p = pictures(3), l = labels({1, 2, 1});
        CHECK(said(state, "a", pictures_first ? p : l).find("now open the file of their") != std::string::npos);
        CHECK_FALSE(state.digits->loaded());
        const std::string words = said(state, "b", pictures_first ? l : p);
        CHECK_MESSAGE(words.find("Opened 3 pictures") == 0, words);
        CHECK(state.digits->count() == 3);
        CHECK(state.digits->label(1) == 2);
        CHECK(state.digits->name == (pictures_first ? "a" : "b"));
        CHECK_FALSE(state.set_to_show);
        CHECK(state.half.bytes.empty());
    }
}

TEST_CASE("own data: what can be no set is refused in one sentence, and loses nothing") {
    app::State state = fresh();
    said(state, "good", pictures(3));
    const auto refused = [&](const Bytes& bytes, const std::string& words) {
        const std::string sentence = said(state, "file", bytes);
        CHECK(state.message.is_error);
        CHECK_MESSAGE(sentence.find(words) != std::string::npos, sentence);
        CHECK(state.half.name == "good");
    };
    refused(pictures(3, 32), "expected pictures of 28 x 28 pixels, found 32 x 32");
    refused(pictures(0xffffffff), "has 4294967295 entries; sets of up to 100,000");
    refused(pictures(0), "empty");
    refused(labels({}), "empty");
    refused(labels({1, 2}), "expected 3 labels, one for each picture of good, found 2");
    refused(labels({1, 2, 12}), "expected labels from 0 to 9, found 12");
    Bytes cut = labels({1, 2, 3});
    cut.pop_back();
    refused(cut, "cut short");
    refused({0, 0, 8, 2, 0, 0, 0, 1}, "three dimensions");
    const std::string one_class = said(state, "one", labels({7, 7, 7}));
    CHECK_FALSE(state.message.is_error);
    CHECK_MESSAGE(
        one_class.find("networks cannot learn from it: all its pictures are of one class, 7") != std::string::npos,
        one_class);
    CHECK(app::lack_for_learning(app::DataSet{}) == "it is empty");
}

TEST_CASE("drawings are kept with a label, as a set, and come back from what was stored") {
    app::State state = fresh();
    app::keep_drawing(state, 7);
    CHECK(state.message.is_error);
    CHECK(state.drawings.all.empty());
    for (int i = 0; i < 2; ++i) {
        draw_seven(state);
        app::keep_drawing(state, i == 0 ? 7 : 1);
        CHECK(state.board.empty());
    }
    REQUIRE(state.drawings.set);
    CHECK(state.drawings.set->count() == 2);
    CHECK(state.drawings.set->label(0) == 7);
    const auto stored = std::find_if(state.effects.rbegin(), state.effects.rend(), [](const app::Effect& effect) {
        return effect.kind == app::Effect::Kind::store_drawings;
    });
    REQUIRE(stored != state.effects.rend());

    app::State next = fresh();
    app::restore_drawings(next, stored->text);
    REQUIRE(next.drawings.set);
    CHECK(next.drawings.set->labels == state.drawings.set->labels);
    CHECK_FALSE(next.digits->loaded());
    app::show_drawings(next);
    CHECK(next.digits == next.drawings.set);
    app::forget_drawing(next, 0);
    CHECK(next.digits->count() == 1);
    CHECK(next.drawings.shown);
    CHECK(next.sets.size() == 1);
    app::forget_drawing(next, 0);
    CHECK_FALSE(next.drawings.set);
    CHECK(next.set_to_show == app::SetName::held_out);
    app::forget_drawing(next, 5);

    app::State empty = fresh();  // the first digits come while the drawings, none yet, are on show
    app::want_set(empty, app::SetName::held_out);
    app::show_drawings(empty);
    CHECK(empty.drawings.shown);
    CHECK_FALSE(empty.set_to_show);
}

TEST_CASE("drawings are exported as lines of strokes, and imported from the gallery") {
    app::State state = fresh();
    draw_seven(state);
    app::keep_drawing(state, 7);
    state.effects.clear();
    app::export_drawings(state);
    REQUIRE(state.effects.size() == 1);
    const Bytes& file = state.effects[0].bytes;
    const auto line = io::parse_stroke_line(std::string(file.begin(), file.end()));
    REQUIRE(line.ok());
    CHECK(line.value().label == 7);

    app::State other = fresh();
    app::open_bytes(other, "mine.jsonl", file);  // with the gallery closed it is shown on the pad, as ever
    CHECK(other.drawings.all.empty());
    other.sheet = app::Sheet::gallery;
    app::show_drawings(other);
    std::string more(file.begin(), file.end());
    more += "{\"strokes\":[[[1,2],[3,4]]]}\nnonsense\n" + more;
    app::import_drawings(other, "mine.jsonl", more);
    CHECK(other.drawings.all.size() == 2);
    CHECK_MESSAGE(other.message.text.find("2 lines were left out") != std::string::npos, other.message.text);
    app::import_drawings(other, "none", "{}");
    CHECK(other.message.is_error);
    CHECK(other.drawings.all.size() == 2);
    CHECK(other.drawings.all[0].pixels == state.drawings.all[0].pixels);
}
