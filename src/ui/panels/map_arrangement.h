// How large the network view's maps are and how many stand in a row, so that all of them are in sight.
#pragma once

#include <span>

#include "ui/panels/panels.h"

namespace ui {

inline constexpr float kNarrowMaps = 480;  ///< a column of this width has room for four maps in a row
inline constexpr int kFewMaps = 8;         ///< each of up to so many maps is shown larger than one of many
inline constexpr int kAllInARow = 1 << 20;

/// A card of a block's maps: which block, which of its layers is shown, and how many maps that has.
struct MapCard {
    int block = 0, layer = 0, maps = 0;
};

struct MapArrangement {
    int most_columns = 8;
    float tile = 0;         ///< side of a picture in points where maps are many
    float few = 1.45f;      ///< how many times as large it is where they are few
    float width = 0;        ///< of a card
    bool beside = false;    ///< two networks, each in half of the room
    float between() const;  ///< pictures of a row: a map's number stands there

    int columns(int maps) const;
    float side(int maps) const;  ///< few maps' pictures, and those of two networks, as far as their row has room
};

/// What shows the maps largest in this room, `gap` between cards.  Where nothing fits, the smallest that can be read.
MapArrangement arrange_maps(const Context& c, const app::State& state, std::span<const MapCard> cards, float width,
                            float height, float gap);

}  // namespace ui
