// Data sets that a person brings: IDX files, and folders of PNG pictures that are named by their class.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/picture_set.h"

namespace app {

struct DataSet;
struct State;

/// The first file of a pair, until the other comes.
struct HalfPair {
    std::string name;
    std::vector<std::uint8_t> bytes;  ///< as it was opened; none: nothing waits
    bool pictures = false;
};

/// An IDX file, gzipped or not: pictures or labels.  The first of a pair waits for the other one, in either order; then
/// the set is shown.  What cannot be a set is refused in one sentence, from its header, before it is unpacked: other
/// sizes than 28 x 28, more than 100,000, none at all, cut short, labels above 9.
void open_idx(State& state, std::string_view name, std::span<const std::uint8_t> bytes);

/// Pictures that were collected from a folder as a set, which is then shown.
void open_pictures(State& state, std::string_view name, io::PictureSet& collected);

/// Why networks cannot learn from it, a sentence without its full stop: "" where they can.
std::string lack_for_learning(const DataSet& set);

}  // namespace app
