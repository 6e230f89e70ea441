#include "ui/panels/map_arrangement.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/panels/units.h"

namespace ui {
namespace {

constexpr float kLeastTile = 36, kMostTile = 150, kFewLargest = 2.6f;

/// Whether the cards of all maps fit.
struct Fit {
    bool in_width = true, in_height = true;
    explicit operator bool() const { return in_width && in_height; }
};

Fit fit(const Context& c, const app::State& state, std::span<const MapCard> cards, const MapArrangement& how,
        float height, float gap) {
    const nn::Network& network = lane_of(c, state).network();
    Fit found;
    float used = 0;
    for (const MapCard& one : cards) {
        const BlockLook look{how.side(one.maps), how.columns(one.maps), true};
        const float wide = static_cast<float>(look.columns) * (look.tile + how.between());
        found.in_width = found.in_width && wide <= how.width - 10;
        used += layer_card_height(c, state, network, one.layer, look) + gap;
    }
    found.in_height = used <= height;
    return found;
}

/// The largest tile with which all cards fit, and then few maps as large as the height that is left allows.
/// Tile 0: rows of so many maps are too wide.
MapArrangement enlarge(const Context& c, const app::State& state, std::span<const MapCard> cards, MapArrangement how,
                       float height, float gap) {
    MapArrangement best = how;
    best.tile = how.beside ? 0 : kLeastTile;
    for (how.tile = kLeastTile; how.tile <= kMostTile; how.tile += 2) {
        const Fit found = fit(c, state, cards, how, height, gap);
        if (found.in_width) best.tile = std::max(best.tile, kLeastTile);
        if (!found) break;
        best.tile = how.tile;
    }
    for (how = best; how.tile > 0 && how.few < kFewLargest && fit(c, state, cards, how, height, gap);) {
        best = how;
        how.few += 0.1f;
    }
    return best;
}

}  // namespace

float MapArrangement::between() const { return beside ? 16 : 24; }

int MapArrangement::columns(int maps) const { return std::min(maps, most_columns); }

float MapArrangement::side(int maps) const {
    const bool is_few = maps <= kFewMaps;
    const float wanted = is_few ? std::round(tile * few) : tile;
    if (!is_few && !beside) return wanted;
    const float each = std::floor((width - 10) / static_cast<float>(columns(maps))) - between();
    return std::min(wanted, std::max(kLeastTile, each));
}

MapArrangement arrange_maps(const Context& c, const app::State& state, std::span<const MapCard> cards, float width,
                            float height, float gap) {
    MapArrangement how;
    how.width = width;
    how.beside = state.lanes.size() > 1;
    const bool narrow = width < kNarrowMaps;
    std::vector<int> rows{narrow ? 4 : 8, kAllInARow};
    if (how.beside ? narrow : !c.wide) rows.insert(rows.begin(), 6);
    MapArrangement best = how;
    best.most_columns = rows[0];
    for (const int columns : rows) {
        how.most_columns = columns;
        const MapArrangement one = enlarge(c, state, cards, how, height, gap);
        if (one.tile > best.tile || (one.tile == best.tile && one.few > best.few)) best = one;
    }
    best.tile = std::max(best.tile, kLeastTile);
    return best;
}

}  // namespace ui
