// The data sets that come with the program, fetched in parts when they are first wanted: what was asked for, how far it
// is, what it became.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/data_set.h"

namespace app {

struct State;

enum class SetName {
    held_out,      ///< MNIST's train[0:10000]: to look at and to validate
    learning,      ///< MNIST's train[10000:60000]: to learn from
    last_word,     ///< MNIST's t10k: for a last word only
    fashion,       ///< Fashion-MNIST's train[0:10000]
    fashion_test,  ///< Fashion-MNIST's first test pictures, 10,000
};
inline constexpr std::size_t kSetCount = 5;

struct SetSource {
    SetName which;
    const char* id;     ///< in links, in file names, for JavaScript: "learn"
    const char* name;   ///< DataSet::name: "train[10000:60000]"
    const char* words;  ///< what it is for, one sentence
    int count;          ///< pictures, as many in each part
    int parts;          ///< files of pictures; one more holds the labels
    bool fashion;       ///< its classes are clothes
};
const SetSource& source_of(SetName which);
std::span<const SetSource> set_sources();
/// What its classes are called; empty: by their numbers.
std::vector<std::string> class_names(const SetSource& source);
/// By its id.
const SetSource* find_set(std::string_view id);
/// Where a part is on a disk, part 0 being the labels: "learn-labels.idx.gz", "learn-images-1.idx.gz".
std::string part_file(const SetSource& source, int part);

/// One of them on its way.
struct ComingSet {
    bool wanted = false;  ///< asked for, neither here nor failed
    float share = 0;      ///< of its bytes that came
    std::string error;    ///< why it could not be had; empty: nothing failed
    DataSetPtr set;       ///< null until all of it is here
    std::vector<std::uint8_t> pixels, labels;
    std::vector<bool> come;  ///< by part
};
using ComingSets = std::array<ComingSet, kSetCount>;

/// Asks for the set unless it is here or on its way; one that could not be had is asked for again, what came of it
/// stays.
void want_set(State& state, SetName which);
/// Null until all of it is here.
DataSetPtr set_of(const State& state, SetName which);
/// 0..1, of the bytes.
float set_progress(const State& state, SetName which);
/// Why it could not be had, a sentence without its full stop; "" where nothing failed.
const std::string& set_error(const State& state, SetName which);

/// Null for a set that a person brought.
const SetSource* source_of_set(const State& state, const DataSetPtr& set);

/// The set on show: the one that the gallery has, and that probes look through.  Fetched first where it is not here,
/// until then the one before stays.
void show_set(State& state, SetName which);
/// Asks for what is to be shown.
void want_shown_set(State& state);
/// Why the set that is to be shown could not be had.
const std::string& digits_error(const State& state);

// What the platform answers to Effect::Kind::fetch_set.
/// One file of it, IDX, gzipped or not; part 0 has the labels.  When all are here, the set is.
base::Status open_part(State& state, SetName which, int part, std::span<const std::uint8_t> bytes);
void part_progress(State& state, SetName which, float share);
/// `why`: a sentence without its full stop.
void set_failed(State& state, SetName which, std::string_view why);

}  // namespace app
