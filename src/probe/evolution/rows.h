// Which maps stand in the table.
#pragma once

#include <span>
#include <vector>

#include "explain/deconvnet.h"
#include "explain/evolution.h"

namespace probe {

/// A row: a map of a block's output.
struct MapRow {
    int block = 0, map = 0;
    bool operator==(const MapRow&) const = default;
};

enum class RowChoice {
    both,   ///< six maps of the lowest block of maps, five of the uppermost
    lower,  ///< up to sixteen of the lowest
    upper,  ///< up to sixteen of the uppermost
    units,  ///< twelve units of the first block without maps
};

/// The rows, block by block, and which of them is `chosen`: the selected map, or the first where it is none of the
/// blocks that are shown.  Where a block has more maps than rows, the chosen one is among them.
std::vector<MapRow> rows_of(const explain::Evolution& evolution, RowChoice choice, const explain::Start& selected,
                            MapRow& chosen);

/// At most `most` of the places from `begin` on to before `end`, evenly, with the first, the last and the chosen one.
std::vector<int> few_of(int begin, int end, int most, int chosen);
/// The rows that a narrow table shows: some of each block, with its first one, whose head names it, and the chosen one.
std::vector<int> few_rows(std::span<const MapRow> rows, const MapRow& chosen);

}  // namespace probe
