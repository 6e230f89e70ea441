// The person's own signs: drawn, learnt, removed, kept, in a link; nothing of theirs is lost to somebody else's link.
#include "app/signs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "app/actions.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/signs_parts.h"
#include "app/update.h"
#include "nn/class_names.h"
#include "probe/all.h"

namespace {

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    app::State state = app::make_state("LeNet-5", std::move(network));
    app::open_probe(state, &probe::kFewShot);
    return state;
}

void draw(app::State& state, const image::Strokes& strokes) {
    for (const image::Stroke& stroke : strokes) {
        app::pen_down(state, stroke[0]);
        for (const image::Point& p : stroke) app::pen_move(state, p);
        app::pen_up(state);
    }
    app::update(state, state.now + 1, 0.001);
}

image::Strokes bar(float x) { return {{{x, 0.2f}, {x + 0.05f, 0.5f}, {x, 0.8f}}}; }
image::Strokes cross(float x) { return {{{x, 0.2f}, {x, 0.8f}}, {{x - 0.2f, 0.5f}, {x + 0.2f, 0.5f}}}; }

void draw_signs(app::State& state, int of_each) {
    for (int i = 0; i < of_each; ++i) {
        const float x = 0.4f + 0.05f * static_cast<float>(i);
        draw(state, bar(x));
        app::add_new_sign(state, "bar");  // a name that is there is that sign
        draw(state, cross(x));
        app::add_new_sign(state, "cross");
    }
    app::update(state, state.now + 1, 0.001);
}

const app::Effect* asked(const app::State& state, app::Effect::Kind kind) {
    const auto found = std::find_if(state.effects.rbegin(), state.effects.rend(),
                                    [kind](const app::Effect& effect) { return effect.kind == kind; });
    return found == state.effects.rend() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("signs: two of them, and the network answers with them") {
    app::State state = fresh();
    const std::uint64_t base = state.lane().network().id.value;
    draw(state, bar(0.5f));
    app::add_new_sign(state, "bar");
    CHECK(state.board.empty());
    app::update(state, 2, 0.001);
    CHECK(state.lane().network().id.value == base);  // one sign is no choice
    draw_signs(state, 2);
    CHECK(state.lane().network().id.value != base);
    CHECK(state.lane().name() == "LeNet-5 + 2 signs");
    CHECK(nn::class_name(state.lane().network(), 1) == "cross");
    CHECK(state.signs.known.examples.size() == 5);
    draw(state, cross(0.52f));
    CHECK(app::prediction(state) == 1);
    const app::Effect* kept = asked(state, app::Effect::Kind::store_signs);
    REQUIRE(kept);
    CHECK(std::count(kept->text.begin(), kept->text.end(), '\n') == 5);
    CHECK(state.runs.size() == 2);  // one run, however often it is trained
}

TEST_CASE("signs: a sign of two strokes is one sign, not two digits") {
    app::State state = fresh();
    draw(state, {{{0.2f, 0.2f}, {0.2f, 0.8f}}, {{0.8f, 0.2f}, {0.8f, 0.8f}}});
    CHECK_FALSE(state.parts.several());
    app::open_probe(state, nullptr);
    app::clear(state);
    draw(state, {{{0.2f, 0.2f}, {0.2f, 0.8f}}, {{0.8f, 0.2f}, {0.8f, 0.8f}}});
    CHECK(state.parts.several());
}

TEST_CASE("signs: what is refused is said, and changes nothing") {
    app::State state = fresh();
    app::add_new_sign(state, "bar");
    CHECK(state.message.is_error);
    CHECK(state.signs.known.names.empty());
    draw(state, bar(0.5f));
    for (const char* name : {"", "   ", "a, b", "123456789012345678901234567890", "\x01", "\xFF\xFE"}) {
        app::add_new_sign(state, name);
        CHECK(state.message.is_error);
        CHECK(state.signs.known.names.empty());
        CHECK_FALSE(state.board.empty());  // the drawing is still there
    }
    for (int i = 0; i < 12; ++i) {
        draw(state, bar(0.5f));
        app::add_new_sign(state, "sign " + std::to_string(i));
    }
    CHECK(state.signs.known.names.size() == app::OwnSigns::kMostSigns);
    for (int i = 0; i < 60; ++i) {
        draw(state, bar(0.5f));
        app::add_drawing(state, 0);
    }
    CHECK(std::count_if(state.signs.known.examples.begin(), state.signs.known.examples.end(),
                        [](const probe::SignExample& e) { return e.sign == 0; }) == app::OwnSigns::kMostOfOne);
    app::add_drawing(state, 77);
    app::follow_sign(state, -1);
    app::follow_sign(state, 100000);
}

TEST_CASE("signs: removing goes back to the digits, and the last one can be brought back") {
    app::State state = fresh();
    const std::uint64_t base = state.lane().network().id.value;
    draw_signs(state, 1);
    const std::uint64_t learnt = state.lane().network().id.value;
    CHECK(learnt != base);
    app::take_offer(state, "remove");
    app::follow_sign(state, 1);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.signs.known.names == std::vector<std::string>{"bar"});
    CHECK(state.lane().network().id.value == base);
    CHECK(state.runs.size() == 1);
    app::take_offer(state, "back");
    app::update(state, state.now + 1, 0.001);
    CHECK(state.lane().network().id.value == learnt);
}

TEST_CASE("signs: another name, for the network's class and in the lines, or why not") {
    app::State state = fresh();
    draw_signs(state, 1);
    const std::vector<std::string> before = state.signs.known.names;
    REQUIRE(before.size() == 2);
    app::take_offer(state, "rename");
    app::ask_to_rename_sign(state, 1);
    REQUIRE(!state.effects.empty());
    CHECK(state.effects.back().kind == app::Effect::Kind::name_sign);
    CHECK(state.effects.back().name == before[1]);
    for (const std::string& wrong : {std::string(), std::string("a,b"), before[0], std::string(25, 'x')}) {
        app::rename_sign(state, before[1], wrong);
        CHECK(state.signs.known.names == before);
    }
    app::rename_sign(state, "nobody", "x");
    CHECK(state.signs.known.names == before);
    state.signs.removed = app::OwnSigns::Removed{before[1], cross(0.5f)};
    app::rename_sign(state, before[1], " roof ");
    CHECK(state.signs.removed->name == "roof");
    app::update(state, state.now + 1, 0.001);
    CHECK(state.signs.known.names == std::vector<std::string>{before[0], "roof"});
    CHECK_FALSE(state.signs.renaming);
    CHECK(nn::class_name(state.lane().network(), 1) == "roof");
    CHECK(app::lines_of(state.signs).find("\"roof\"") != std::string::npos);
}

TEST_CASE("signs: the view is about the drawings that there are now") {
    app::State state = fresh();
    draw_signs(state, 1);
    const auto title = [&] {
        for (int slices = 0; state.probe.busy; ++slices) {
            REQUIRE(slices < 20000);
            app::update(state, state.now + 1, 0.02);
        }
        return state.probe.figure.groups.at(0).title;
    };
    CHECK(title() == "2 signs, 2 drawings");
    draw(state, bar(0.6f));
    app::add_drawing(state, 0);
    app::update(state, state.now + 1, 0.001);
    CHECK(title() == "2 signs, 3 drawings");
}

TEST_CASE("signs: a click on a drawing puts it onto the pad") {
    app::State state = fresh();
    draw_signs(state, 1);
    app::follow_sign(state, 1);
    app::update(state, state.now + 1, 0.001);
    CHECK_FALSE(state.board.empty());
    CHECK(app::prediction(state) == 1);
}

TEST_CASE("signs: other features and another fit are learnt anew") {
    app::State state = fresh();
    draw_signs(state, 2);
    const std::uint64_t last = state.lane().network().id.value;
    app::set_value(state, "features", 2);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.lane().network().find("head") == state.lane().network().find("pool2").value() + 1);
    app::set_value(state, "features", 0);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.lane().network().id.value == last);
    app::set_fit(state, false);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.lane().network().id.value != last);
}

TEST_CASE("signs: lines of a file come back as the same network, and nothing else is taken for one") {
    app::State state = fresh();
    draw_signs(state, 2);
    app::export_signs(state);
    const app::Effect* file = asked(state, app::Effect::Kind::save_file);
    REQUIRE(file);
    const std::vector<std::uint8_t> bytes = file->bytes;
    app::State other = fresh();
    app::open_probe(other, nullptr);
    app::open_bytes(other, "signs.jsonl", bytes);
    app::update(other, 1, 0.001);
    CHECK(other.probe.entry == &probe::kFewShot);
    CHECK(other.lane().network().id.value == state.lane().network().id.value);
    app::State third = fresh();
    app::restore_signs(third, std::string(bytes.begin(), bytes.end()) + "{\"sign\": 5}\nnonsense\n");
    CHECK(third.signs.strokes.size() == 4);
    CHECK(asked(third, app::Effect::Kind::store_signs) == nullptr);  // they are kept already
    CHECK_FALSE(app::has_signs("{\"label\": 3, \"strokes\": [[[1, 2]]]}"));
    CHECK_FALSE(app::has_signs(""));
}

TEST_CASE("signs: a link has them, every view of them opens, and one's own are not lost") {
    app::State state = fresh();
    draw_signs(state, 2);
    draw(state, cross(0.5f));
    const std::uint64_t learnt = state.lane().network().id.value;
    for (const probe::Entry* entry : {&probe::kFewShot, &probe::kOcclusion}) {
        app::open_probe(state, entry);
        app::select(state, *state.lane().network().find("head"), 1);
        const std::string link = app::link_of(state);
        CHECK(link.find("@signs") != std::string::npos);
        app::State other = fresh();
        REQUIRE(app::open_link(other, link).ok());
        app::update(other, 1, 0.001);
        CHECK(other.lane().network().id.value == learnt);
        CHECK(app::prediction(other) == app::prediction(state));
        CHECK(other.probe.entry == entry);
        CHECK(app::link_of(other) == link);
        CHECK(other.signs.from_link);
        CHECK(asked(other, app::Effect::Kind::store_signs) == nullptr);  // the last visit's may be on their way
        app::restore_signs(other, app::lines_of(state.signs));           // they are the same, as after a reload
        CHECK_FALSE(other.signs.from_link);
        CHECK(other.signs.strokes.size() == 4);
        CHECK(other.lane().network().id.value == learnt);
    }
    const std::string link = app::link_of(state);
    app::State late = fresh();
    REQUIRE(app::open_link(late, link).ok());
    app::restore_signs(late, "{\"sign\": \"stick\", \"strokes\": [[[0.5, 0.1], [0.5, 0.9]]]}\n");
    CHECK(late.signs.from_link);
    CHECK(late.signs.known.names.size() == 2);
    app::open_probe(late, &probe::kFewShot);
    app::take_offer(late, "mine");
    CHECK(late.signs.known.names == std::vector<std::string>{"stick"});
    app::State other = fresh();
    REQUIRE(app::open_link(other, link).ok());
    app::open_probe(other, &probe::kFewShot);
    app::take_offer(other, "keep");
    CHECK_FALSE(other.signs.from_link);
    CHECK(asked(other, app::Effect::Kind::store_signs) != nullptr);
    app::State mine = fresh();
    draw(mine, bar(0.3f));
    app::add_new_sign(mine, "stick");
    mine.effects.clear();
    REQUIRE(app::open_link(mine, link).ok());
    CHECK(mine.signs.from_link);
    CHECK(asked(mine, app::Effect::Kind::store_signs) == nullptr);
    app::open_probe(mine, &probe::kFewShot);
    app::take_offer(mine, "mine");
    app::update(mine, 2, 0.001);
    CHECK(mine.signs.known.names == std::vector<std::string>{"stick"});
    // All or nothing.
    const std::string before = app::link_of(mine);
    for (const std::string& broken :
         {link + "&layer=nowhere", link.substr(0, link.find("&signs=")) + "&view=few-shot", [&] {
              std::string cut = link;
              return cut.erase(cut.find("&signs=") + 12, 4);
          }()}) {
        CHECK_FALSE(app::open_link(mine, broken).ok());
        CHECK(app::link_of(mine) == before);
        CHECK(mine.signs.known.names == std::vector<std::string>{"stick"});
    }
}

TEST_CASE("signs: codes that were cut or changed are refused or are other signs, and never more") {
    app::State state = fresh();
    draw_signs(state, 2);
    const std::string code = app::signs_code(state);
    REQUIRE(app::decode_signs(code).ok());
    for (std::size_t i = 0; i < code.size(); ++i) {
        CHECK_FALSE(app::decode_signs(code.substr(0, i)).ok());
        std::string other = code;
        other[i] = other[i] == 'A' ? '_' : 'A';
        (void)app::decode_signs(other);
    }
}

TEST_CASE("signs: closing their network leaves the drawings, and the next one makes it anew") {
    app::State state = fresh();
    draw_signs(state, 2);
    app::close_run(state, 1);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.runs.size() == 1);
    CHECK(state.signs.strokes.size() == 4);
    draw(state, bar(0.6f));
    app::add_drawing(state, 0);
    app::update(state, state.now + 1, 0.001);
    CHECK(state.runs.size() == 2);
    CHECK(state.lane().name() == "LeNet-5 + 2 signs");
}
