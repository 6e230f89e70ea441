// A card for one block of layers: a chip for each layer, then a picture (or two) for each map, or a cell for each unit.
#include <algorithm>

#include "app/actions.h"
#include "app/blocks.h"
#include "ui/map_tile.h"
#include "ui/panels/panels.h"
#include "ui/panels/units.h"

namespace ui {
namespace {

constexpr float kPadding = 10, kGap = 4, kBetweenRows = 10, kLabel = 14;
constexpr float kRoomForLegend = 420;  ///< below: chips and shape only

/// Of the line of chips; a phone's first page has none.
float title_height(const Context& c, const BlockLook& look) { return c.fingers && look.titles ? 44.0f : 24.0f; }

std::string shape_words(const nn::Network& network, int layer, bool brief) {
    const nn::Shape& s = network.shape(layer);
    if (brief)
        return std::to_string(s.channels) + " \xC3\x97 " + std::to_string(s.height) + " \xC3\x97 " +
               std::to_string(s.width);
    const nn::Field f = app::field_of_map_unit(network, layer);
    return std::to_string(s.channels) + (s.channels == 1 ? " map, " : " maps, ") + std::to_string(s.height) +
           " \xC3\x97 " + std::to_string(s.width) + " \xC2\xB7 each unit sees " + std::to_string(f.height) +
           " \xC3\x97 " + std::to_string(f.width) + " pixels";
}

/// The colours of activations and reconstructions and what their ends mean.
void draw_legend(Context& c, const app::State& state, const Rect& where) {
    const float middle = where.y + where.height / 2, words = c.size.caption * 3.6f;
    colour_bar(c, {where.x, middle - 4, 40, 8}, state.options.grey ? image::Map::grey : image::Map::sequential, false);
    caption(c, {where.x + 46, where.y, words + 8, where.height}, "0 to max");
    colour_bar(c, {where.x + where.width - 72, middle - 4, 40, 8}, image::Map::diverging, false);
    caption(c, {where.x + where.width - 27, where.y, 30, where.height}, "\xE2\x88\x92 0 +");
}

/// conv1 · relu1 · pool1: which of the block's layers the card shows.
void draw_chips(Context& c, app::State& state, int block, const app::Block& layers, int shown, const Rect& where) {
    float x = where.x;
    const float legend = c.phone || where.width < kRoomForLegend ? 0.0f : 172.0f;
    // Long names are cut where they would not leave the others room.
    const float most = (where.width - legend) / static_cast<float>(layers.last - layers.first + 1) - 15;
    for (int layer = layers.first; layer <= layers.last; ++layer) {
        const std::string& name = lane_of(c, state).network().layer(layer).name;
        const bool on = layer == shown;
        ImFont* font = on ? c.fonts.semibold : c.fonts.regular;
        const float width =
            std::min(std::max(text_width(font, c.size.heading - 1, name), c.fingers ? 30.0f : 0.0f), most);
        bool hovered = false;
        const float around = c.fingers ? 7.0f : 3.0f;
        if (hit(c, in_lane(c, "layer " + name), {x - around, where.y, width + 2 * around, where.height}, &hovered))
            app::show_layer(state, block, layer);
        if (!on) tip_at_rest(c, "Show " + name + " here");
        text(c, {x, where.y, width + 1, where.height}, font, c.size.heading - 1,
             on || hovered ? c.colours.text : c.colours.muted, name);
        x += width;
        if (layer == layers.last) break;
        text(c, {x + 5, where.y, 8, where.height}, c.fonts.regular, c.size.text, c.colours.muted, "\xC2\xB7");
        x += 15;
    }
    if (legend > 0) draw_legend(c, state, {where.x + where.width - legend, where.y, legend, where.height});
    const float rest = where.x + where.width - legend - x - 20;
    const nn::Network& network = lane_of(c, state).network();
    std::string words = shape_words(network, shown, false);
    if (text_width(c.fonts.regular, c.size.caption, words) > rest) words = shape_words(network, shown, true);
    if (text_width(c.fonts.regular, c.size.caption, words) <= rest)
        caption(c, {x + 14, where.y, rest, where.height}, words);
}

/// A map's pictures, one above the other, and its number.
void draw_map(Context& c, app::State& state, int layer, int map, float x, float y, float tile, float number_gap) {
    const nn::Network& network = lane_of(c, state).network();
    const std::string suffix = in_lane(c, network.layer(layer).name + " " + std::to_string(map));
    const bool starts = explain::can_start(network, layer), both = state.options.show == app::Show::both && starts;
    const app::Selection chosen = app::selection_in(state, lane_of(c, state));
    const float height = both ? 2 * tile + kGap : tile;
    if (chosen.layer == layer && chosen.map == map) selection_frame(c, {x - 4, y - 4, tile + 8, height + 8});
    if (!c.phone) caption(c, {x - 14 - number_gap, y - 2, 14, 14}, std::to_string(map), Align::right);
    float top = y;
    if (state.options.show != app::Show::reconstruction || !starts) {
        map_picture(c, state, "map " + suffix, layer, map, Side::activation, {x, top, tile, tile});
        top += tile + kGap;
    }
    if (state.options.show != app::Show::activation && starts)
        map_picture(c, state, "reconstruction " + suffix, layer, map, Side::reconstruction, {x, top, tile, tile});
}

int pictures_each(const app::State& state, const nn::Network& network, int layer) {
    return state.options.show == app::Show::both && explain::can_start(network, layer) ? 2 : 1;
}

}  // namespace

float layer_card_height(const Context& c, const app::State& state, const nn::Network& network, int layer,
                        const BlockLook& look) {
    const int maps = app::map_count(network, layer);
    const int rows = (maps + look.columns - 1) / look.columns, pictures = pictures_each(state, network, layer);
    const float one = static_cast<float>(pictures) * look.tile + static_cast<float>(pictures - 1) * kGap;
    return 2 * kPadding + title_height(c, look) + 6 + static_cast<float>(rows) * one +
           static_cast<float>(rows - 1) * kBetweenRows;
}

void draw_maps(Context& c, app::State& state, int layer, float x, float y, float width, const BlockLook& look) {
    const nn::Network& network = lane_of(c, state).network();
    const int maps = app::map_count(network, layer), pictures = pictures_each(state, network, layer);
    const float one = static_cast<float>(pictures) * look.tile + static_cast<float>(pictures - 1) * kGap;
    const float label = c.phone ? 0.0f : kLabel;
    x += label;
    // Spread over the width, but not so far that a row falls apart.
    const float even = look.columns > 1 ? (width - label - look.tile) / static_cast<float>(look.columns - 1) : 0;
    const float step = std::min(even, look.tile * 1.6f + 24);
    const bool close = look.columns > 1 && step - look.tile < 20;
    constexpr int kMany = 256;  // of so many maps those out of sight are not even asked whether the pointer is there
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowSize().y;
    for (int map = 0; map < maps; ++map) {
        const float at = y + (one + kBetweenRows) * static_cast<float>(map / look.columns);
        if (maps > kMany && (at + one < top || at > bottom)) continue;
        draw_map(c, state, layer, map, x + step * static_cast<float>(map % look.columns), at, look.tile,
                 close && map > 9 ? 2.0f : 6.0f);
    }
}

float draw_block(Context& c, app::State& state, int block, float x, float y, float width, const BlockLook& look) {
    const nn::Network& network = lane_of(c, state).network();
    const app::Block layers = app::blocks(network)[static_cast<std::size_t>(block)];
    const int shown = app::shown_layer(state, network, block, layers);
    const float height = layer_card_height(c, state, network, shown, look);
    card(c, {x, y, width, height});
    const Rect title{x + kPadding, y + kPadding, width - 2 * kPadding, title_height(c, look)};
    if (app::wave_front(state) == block) selection_frame(c, {x, y, width, height});
    if (block == 0 && draw_introduction(c, state, title)) {
        // in the title's place
    } else if (look.titles) {
        draw_chips(c, state, block, layers, shown, title);
    } else {
        heading(c, title, network.layer(shown).name);
        caption(c, title, "tap a map to see inside", Align::right);
    }
    draw_maps(c, state, shown, x + kPadding, y + kPadding + title_height(c, look) + 6, width - 2 * kPadding, look);
    return height;
}

}  // namespace ui
