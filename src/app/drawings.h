// The person's own drawings, kept with a label: a data set that grows.  Kept by the platform for the next visit, as
// lines of strokes (io/stroke_file.h), which is also how they are exported and imported.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/data_set.h"
#include "image/strokes.h"

namespace app {

struct State;

struct OwnDrawing {
    image::Strokes strokes;
    int label = 0;                           ///< 0..9
    std::array<std::uint8_t, 784> pixels{};  ///< as the command line reads the strokes: fitted and centred
};

struct Drawings {
    static constexpr std::size_t kMost = 10'000;
    std::vector<OwnDrawing> all;
    DataSetPtr set;         ///< of them all; null where there is none
    bool shown = false;     ///< chosen in the gallery
    bool removing = false;  ///< a click on one forgets it
};

/// What is on the pad, with its label; the pad is then empty for the next one.  Only what was drawn can be kept.
void keep_drawing(State& state, int label);
void forget_drawing(State& state, int index);
/// Their set, in the gallery; where there is none yet the set before stays.
void show_drawings(State& state);

/// Lines of strokes with a label each; lines without one, or without a point, are counted and left out.
void import_drawings(State& state, std::string_view name, std::string_view text);
void export_drawings(State& state);
/// Those of the last visit; what cannot be read of them is left out.
void restore_drawings(State& state, std::string_view text);

}  // namespace app
