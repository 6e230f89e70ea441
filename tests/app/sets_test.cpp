// The data sets that come in parts: asked for once, put together in any order, refused where they are others.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/actions.h"
#include "app/answer.h"
#include "app/class_names.h"
#include "app/link.h"
#include "app/model_list.h"
#include "app/offers.h"
#include "app/probes.h"
#include "app/sets.h"
#include "app/settings.h"
#include "app/update.h"

namespace {

using app::SetName;
using Bytes = std::vector<std::uint8_t>;

void put_be32(Bytes& bytes, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// IDX of `count` things; of pictures each is filled with `first`, `first` + 1...
Bytes idx(int count, int side, int first) {
    Bytes bytes{0, 0, 8, static_cast<std::uint8_t>(side > 0 ? 3 : 1)};
    put_be32(bytes, static_cast<std::uint32_t>(count));
    if (side > 0)
        for (int i = 0; i < 2; ++i) put_be32(bytes, static_cast<std::uint32_t>(side));
    const int each = side > 0 ? side * side : 1;
    for (int i = 0; i < count; ++i)
        bytes.insert(bytes.end(), static_cast<std::size_t>(each), static_cast<std::uint8_t>((first + i) % 10));
    return bytes;
}

Bytes part_of(SetName which, int part) {
    const app::SetSource& source = app::source_of(which);
    if (part == 0) return idx(source.count, 0, 0);
    return idx(source.count / source.parts, 28, (part - 1) * 3 + static_cast<int>(which));
}

long fetches(const app::State& state, const std::string& id) {
    return std::count_if(state.effects.begin(), state.effects.end(), [&](const app::Effect& effect) {
        return effect.kind == app::Effect::Kind::fetch_set && effect.text == id;
    });
}

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

}  // namespace

TEST_CASE("a set is put together from parts that come in any order, and shown only where it is to be shown") {
    app::State state = fresh();
    app::want_set(state, SetName::learning);
    app::want_set(state, SetName::learning);
    CHECK(fetches(state, "learn") == 1);
    for (const int part : {3, 0, 5, 1, 2, 4}) {
        CHECK_FALSE(app::set_of(state, SetName::learning));
        app::part_progress(state, SetName::learning, static_cast<float>(part) / 6);
        CHECK(app::set_progress(state, SetName::learning) == static_cast<float>(part) / 6);
        CHECK(app::open_part(state, SetName::learning, part, part_of(SetName::learning, part)).ok());
    }
    const app::DataSetPtr set = app::set_of(state, SetName::learning);
    REQUIRE(set);
    CHECK(set->count() == 50000);
    CHECK(set->name == "train[10000:60000]");
    CHECK(app::set_progress(state, SetName::learning) == 1);
    for (const int i : {0, 9999, 10000, 34567, 49999}) {
        CHECK(set->label(i) == i % 10);
        CHECK(set->picture(i)[400] == (i / 10000 * 3 + i % 10000 + 1) % 10);
    }
    CHECK_FALSE(state.digits->loaded());
    REQUIRE(state.sets.size() == 1);
    app::want_set(state, SetName::learning);
    CHECK(fetches(state, "learn") == 1);
    app::show_set(state, SetName::learning);
    CHECK(state.digits == set);
    CHECK(state.sets.size() == 1);
}

TEST_CASE("until a set that is to be shown has come, the one before stays; what could not be had is asked for again") {
    app::State state = fresh();
    for (const int part : {0, 1})
        REQUIRE(app::open_part(state, SetName::held_out, part, part_of(SetName::held_out, part)).ok());
    CHECK(state.digits->name == "train[0:10000]");
    state.gallery_class = 3;
    app::show_set(state, SetName::last_word);
    CHECK(state.digits->name == "train[0:10000]");
    CHECK(fetches(state, "t10k") == 1);
    REQUIRE(app::open_part(state, SetName::last_word, 1, part_of(SetName::last_word, 1)).ok());
    app::set_failed(state, SetName::last_word, "the labels broke off");
    CHECK(app::digits_error(state) == "the labels broke off");
    CHECK(state.gallery_class == 3);
    app::want_set(state, SetName::last_word);
    CHECK(app::set_error(state, SetName::last_word).empty());
    CHECK(fetches(state, "t10k") == 2);
    REQUIRE(app::open_part(state, SetName::last_word, 0, part_of(SetName::last_word, 0)).ok());
    CHECK(state.digits->name == "t10k");
    CHECK(state.gallery_class == -1);
    app::set_failed(state, SetName::last_word, "too late");
    CHECK(app::set_error(state, SetName::last_word).empty());
}

TEST_CASE("parts that are others are refused in one sentence and lose nothing") {
    app::State state = fresh();
    const auto refused = [&](int part, const Bytes& bytes) {
        const base::Status status = app::open_part(state, SetName::held_out, part, bytes);
        return status ? std::string() : status.message();
    };
    CHECK(refused(0, idx(9999, 0, 0)) == "the labels: expected 10000 labels, found 9999");
    CHECK(refused(1, idx(10000, 27, 0)) == "the pictures: expected 10000 pictures of 28 x 28, found 10000 of 27 x 27");
    CHECK(refused(1, idx(10, 28, 0)) == "the pictures: expected 10000 pictures of 28 x 28, found 10 of 28 x 28");
    CHECK(refused(1, Bytes(200, 7)).find("IDX") != std::string::npos);
    CHECK(refused(7, {}).empty());
    CHECK_FALSE(app::set_of(state, SetName::held_out));
    for (const int part : {1, 0}) CHECK(refused(part, part_of(SetName::held_out, part)).empty());
    CHECK(app::set_of(state, SetName::held_out));
}

TEST_CASE("clothes have names") {
    app::State state = fresh();
    app::show_set(state, SetName::fashion);
    for (const int part : {1, 0})
        REQUIRE(app::open_part(state, SetName::fashion, part, part_of(SetName::fashion, part)).ok());
    CHECK(state.digits->class_names.at(7) == "Sneaker");
}

TEST_CASE("what a set's files are called") {
    const app::SetSource& learning = *app::find_set("learn");
    CHECK(app::part_file(learning, 0) == "learn-labels.idx.gz");
    CHECK(app::part_file(learning, 5) == "learn-images-5.idx.gz");
    CHECK(app::part_file(app::source_of(SetName::held_out), 1) == "images.idx.gz");
    CHECK(app::find_set("learn ") == nullptr);
    for (const app::SetSource& source : app::set_sources()) CHECK(app::find_set(source.id) == &source);
}

namespace {

/// A set of the program's, of noise: nobody reads it well.
void bring(app::State& state, SetName which) {
    for (const int part : {1, 0}) REQUIRE(app::open_part(state, which, part, part_of(which, part)).ok());
}

void work(app::State& state) {
    for (int i = 0; i < 4000 && app::update(state, state.now + 0.016, 0.02); ++i) {
    }
}

}  // namespace

TEST_CASE("the last word is asked for, counted, and kept") {
    app::State state = fresh();
    CHECK(app::last_word_words(state) == "never asked");
    app::use_last_word(state);
    CHECK(fetches(state, "t10k") == 1);
    CHECK(app::last_word_words(state) == "read 0 of 10,000; asked once");
    app::set_failed(state, SetName::last_word, "it rains");
    CHECK(app::last_word_words(state) == "t10k could not be loaded: it rains");
    bring(state, SetName::last_word);
    work(state);
    const std::string words = app::last_word_words(state);
    CHECK_MESSAGE(words.find(" % of t10k's 10,000 are read right (") != std::string::npos, words);
    CHECK(words.find("asked once") != std::string::npos);
    CHECK(state.last_word.answers.seen() == 10000);
    app::use_last_word(state);
    CHECK(app::last_word_words(state) == "read 0 of 10,000; asked 2 times");
    app::Options read;
    app::settings_from_json(app::settings_to_json(state.options), read);
    CHECK(read.last_words == 2);
}

TEST_CASE("the model table asks t10k about the open network, and has its share from then on") {
    app::State state = fresh();
    nn::Network mine = state.lane().network();
    nn::initialise(mine, 8);
    state.runs.push_back(app::make_run("Mine", nn::publish(std::move(mine))));
    app::show_run(state, static_cast<int>(state.runs.size()) - 1, 0);
    app::open_probe(state, probe::find("model-table"));
    const auto offer = [&] {
        const std::vector<app::Offer> all = app::offers(state);
        REQUIRE(all.size() == 1);
        return all[0];
    };
    const auto heads = [&] {
        app::update(state, state.now + 1, 0.01);
        return state.probe.figure.groups.at(0).tables.at(0).heads;
    };
    CHECK(offer().label == "Ask t10k about Mine");
    const std::size_t before = heads().size();
    app::take_offer(state, "nothing of the kind");
    CHECK(fetches(state, "t10k") == 0);
    app::take_offer(state, offer().name);
    CHECK(fetches(state, "t10k") == 1);
    CHECK(!offer().enabled);
    app::set_failed(state, SetName::last_word, "it rains");
    CHECK(offer().enabled);
    CHECK(offer().tip.find("could not be loaded: it rains") != std::string::npos);
    CHECK(heads().size() == before);
    app::take_offer(state, offer().name);
    bring(state, SetName::last_word);
    while (app::advance_last_word(state, 1)) {
    }
    const std::vector<std::string> now = heads();
    REQUIRE(now.size() == before + 1);
    CHECK(now.back() == "t10k\n%");
    const auto list = app::model_list(state);
    const auto listed = std::find_if(list.models.begin(), list.models.end(),
                                     [](const probe::ListedModel& model) { return model.name == "Mine"; });
    REQUIRE(listed != list.models.end());
    CHECK(listed->last_word == state.last_word.answers.correct / 10000.0);
    CHECK(std::count_if(list.models.begin(), list.models.end(),
                        [](const probe::ListedModel& model) { return std::isfinite(model.last_word); }) == 1);
}

TEST_CASE("what the network makes of the pictures for a last word is told to nobody before that is asked for") {
    app::State state = fresh();
    app::show_set(state, SetName::last_word);
    bring(state, SetName::last_word);
    work(state);
    CHECK(state.lane().predictions.seen() == 0);
    app::use_last_word(state);
    work(state);
    CHECK(state.lane().predictions.seen() == 10000);
    CHECK(state.lane().predictions.correct == state.last_word.answers.correct);
}

TEST_CASE("the set on show is in links") {
    app::State state = fresh();
    CHECK(app::link_of(state).find("set=") == std::string::npos);
    app::show_set(state, SetName::fashion);
    const std::string link = app::link_of(state);
    CHECK_MESSAGE(link.find("&set=fashion&") != std::string::npos, link);
    app::State other = fresh();
    REQUIRE(app::open_link(other, link).ok());
    CHECK(fetches(other, "fashion") == 1);
    CHECK(other.set_to_show == SetName::fashion);
    REQUIRE(app::open_link(other, "v=2&view=top-nine").ok());  // as window.unpool.probe does: what is not said stays
    CHECK(other.set_to_show == SetName::fashion);
    app::State plain = fresh();
    REQUIRE(app::open_link(other, app::link_of(plain)).ok());
    CHECK(other.set_to_show == SetName::held_out);
    CHECK_FALSE(app::open_link(other, "v=2&set=cats").ok());
}

TEST_CASE("a picture of clothes is no digit, and a network that knows clothes says their names") {
    app::State state = fresh();
    app::show_set(state, SetName::fashion);
    bring(state, SetName::fashion);
    app::show_sample(state, 8);
    app::update(state, 1, 0);
    CHECK(state.truth == 8);
    CHECK(app::truth_name(state) == "Bag");
    CHECK_FALSE(app::truth_in(state, state.lane()));
    CHECK(app::answer_words(state).next == "its label says Bag");
    CHECK_FALSE(app::knows_classes(state.lane().network(), *state.digits));

    nn::Network clothes = state.lane().network();
    clothes.card[nn::kClassesKey] = nn::classes_text(state.digits->class_names);
    clothes.parameters[0].bias[0] += 1;
    app::open_run(state, app::make_run("clothes", nn::publish(std::move(clothes))));
    app::update(state, 2, 0);
    CHECK(app::knows_classes(state.lane().network(), *state.digits));
    CHECK(app::truth_in(state, state.lane()) == 8);
    CHECK(app::answer_words(state).best == state.digits->class_name(*app::prediction(state)));
    CHECK(app::prediction_sentence(state).find("Prediction: " + app::answer_words(state).best) == 0);
    CHECK(app::last_word_set(state.lane().network()) == SetName::fashion_test);
}
