// The data sets that come in parts: asked for once, put together in any order, refused where they are others.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/actions.h"
#include "app/sets.h"
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
