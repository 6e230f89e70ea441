// Which maps stand in the table.
#pragma once

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

}  // namespace probe
