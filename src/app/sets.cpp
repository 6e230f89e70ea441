#include "app/sets.h"

#include <algorithm>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "io/idx.h"

namespace app {
namespace {

constexpr int kSide = 28;

constexpr std::array<SetSource, kSetCount> kSources{{
    {SetName::held_out, "held-out", "train[0:10000]", "10,000 digits to look at; networks made here never learn them",
     10000, 1, false},
    {SetName::learning, "learn", "train[10000:60000]", "50,000 digits that networks learn from", 50000, 5, false},
    {SetName::last_word, "t10k", "t10k",
     "10,000 digits for a last word only: whoever looks often at them begins to choose by them", 10000, 1, false},
    {SetName::fashion, "fashion", "Fashion train[0:10000]", "10,000 pictures of clothes, to learn from", 10000, 1,
     true},
    {SetName::fashion_test, "fashion-t10k", "Fashion t10k", "10,000 other pictures of clothes", 10000, 1, true},
}};

const char* const kClothes[] = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

std::size_t at(SetName which) { return static_cast<std::size_t>(which); }

base::Status take_labels(ComingSet& coming, const SetSource& source, std::span<const std::uint8_t> bytes) {
    auto labels = io::parse_idx_labels(bytes);
    if (!labels) return base::Error{labels.message()};
    if (static_cast<int>(labels.value().size()) != source.count)
        return base::Error{"expected " + std::to_string(source.count) + " labels, found " +
                           std::to_string(labels.value().size())};
    coming.labels = std::move(labels.value());
    return base::Done{};
}

/// The pictures go to their place among all of the set: 40 MB are not held twice.
base::Status take_pictures(ComingSet& coming, const SetSource& source, int part, std::span<const std::uint8_t> bytes) {
    auto images = io::parse_idx_images(bytes);
    if (!images) return base::Error{images.message()};
    const io::IdxImages& found = images.value();
    const int expected = source.count / source.parts;
    if (found.count != expected || found.rows != kSide || found.columns != kSide)
        return base::Error{"expected " + std::to_string(expected) + " pictures of 28 x 28, found " +
                           std::to_string(found.count) + " of " + std::to_string(found.rows) + " x " +
                           std::to_string(found.columns)};
    coming.pixels.resize(static_cast<std::size_t>(source.count) * kSide * kSide);
    const std::size_t place = static_cast<std::size_t>(part - 1) * found.pixels.size();
    std::copy(found.pixels.begin(), found.pixels.end(), coming.pixels.begin() + static_cast<std::ptrdiff_t>(place));
    return base::Done{};
}

/// All parts are here.
base::Status finish(State& state, ComingSet& coming, const SetSource& source) {
    auto set =
        make_data_set(source.name, {{source.count, kSide, kSide, std::move(coming.pixels)}, std::move(coming.labels)},
                      class_names(source));
    coming.pixels = {};
    coming.labels = {};
    if (!set) {
        coming.come.clear();
        return base::Error{set.message()};
    }
    coming.set = std::move(set.value());
    coming.wanted = false;
    coming.share = 1;
    coming.error.clear();
    const bool first =
        !state.digits->loaded() && !state.set_to_show;  // nothing of a person's own is there to look through
    const bool drawings = state.drawings.shown;
    if (state.set_to_show == source.which || first)
        show_data_set(state, coming.set);
    else
        keep_data_set(state, coming.set);
    if (first && drawings) {
        state.set_to_show.reset();
        state.drawings.shown = true;
    }
    return base::Done{};
}

}  // namespace

const SetSource& source_of(SetName which) { return kSources[at(which)]; }
std::span<const SetSource> set_sources() { return kSources; }

std::vector<std::string> class_names(const SetSource& source) {
    if (!source.fashion) return {};
    return {std::begin(kClothes), std::end(kClothes)};
}

const SetSource* find_set(std::string_view id) {
    const auto found = std::find_if(kSources.begin(), kSources.end(), [&](const SetSource& s) { return id == s.id; });
    return found == kSources.end() ? nullptr : &*found;
}

std::string part_file(const SetSource& source, int part) {
    const std::string stem = source.which == SetName::held_out ? "" : std::string(source.id) + "-";
    const std::string number = source.parts > 1 ? "-" + std::to_string(part) : "";
    return stem + (part == 0 ? "labels" : "images" + number) + ".idx.gz";
}

void want_set(State& state, SetName which) {
    ComingSet& coming = state.coming[at(which)];
    if (coming.set || coming.wanted) return;
    coming.wanted = true;
    coming.error.clear();
    request(state, Effect::Kind::fetch_set, source_of(which).id);
}

DataSetPtr set_of(const State& state, SetName which) { return state.coming[at(which)].set; }
float set_progress(const State& state, SetName which) { return state.coming[at(which)].share; }
const std::string& set_error(const State& state, SetName which) { return state.coming[at(which)].error; }

const SetSource* source_of_set(const State& state, const DataSetPtr& set) {
    for (const SetSource& source : kSources)
        if (set && state.coming[at(source.which)].set == set) return &source;
    return nullptr;
}

void show_set(State& state, SetName which) {
    state.set_to_show = which;
    state.drawings.shown = false;
    if (const DataSetPtr set = set_of(state, which))
        show_data_set(state, set);
    else
        want_set(state, which);
}

void want_shown_set(State& state) { want_set(state, state.set_to_show.value_or(SetName::held_out)); }

const std::string& digits_error(const State& state) {
    return set_error(state, state.set_to_show.value_or(SetName::held_out));
}

base::Status open_part(State& state, SetName which, int part, std::span<const std::uint8_t> bytes) {
    const SetSource& source = source_of(which);
    ComingSet& coming = state.coming[at(which)];
    if (coming.set || part < 0 || part > source.parts) return base::Done{};
    coming.come.resize(static_cast<std::size_t>(source.parts) + 1);
    const base::Status taken =
        part == 0 ? take_labels(coming, source, bytes) : take_pictures(coming, source, part, bytes);
    if (!taken) return base::Error{(part == 0 ? "the labels: " : "the pictures: ") + taken.message()};
    coming.come[static_cast<std::size_t>(part)] = true;
    const bool complete = std::all_of(coming.come.begin(), coming.come.end(), [](bool here) { return here; });
    return complete ? finish(state, coming, source) : base::Done{};
}

void part_progress(State& state, SetName which, float share) {
    ComingSet& coming = state.coming[at(which)];
    if (!coming.set) coming.share = std::clamp(share, 0.0f, 1.0f);
}

void set_failed(State& state, SetName which, std::string_view why) {
    ComingSet& coming = state.coming[at(which)];
    if (coming.set) return;
    coming.wanted = false;
    coming.error = why;
    if (state.set_to_show != which) return;
    if (state.sample_wanted || state.sheet == Sheet::gallery)
        say(state, "The pictures of " + std::string(source_of(which).name) + " could not be loaded: " + coming.error,
            true);
    state.sample_wanted.reset();
}

}  // namespace app
