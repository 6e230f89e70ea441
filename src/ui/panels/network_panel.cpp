// Every layer as rows of pictures, input to softmax.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/actions.h"
#include "app/blocks.h"
#include "ui/map_tile.h"
#include "ui/panels/network_parts.h"
#include "ui/panels/panels.h"
#include "ui/panels/units.h"

namespace ui {
namespace {

constexpr float kBetweenCards = 12, kFlatCard = 50, kInspectorCard = 196;
constexpr float kLeastTile = 36;
constexpr int kAllInARow = 1 << 20;
constexpr float kNarrow = 480;  ///< a column of this width has room for four maps in a row

bool is_flat(const nn::Network& network, int layer) { return network.shape(layer).plane() == 1; }

/// Side of a picture where tiles have side `tile`: few maps are shown larger, as far as their row has room.
float side_of(const app::State& state, int maps, int columns, float tile, float width) {
    const float wanted = maps <= 8 ? tile * 1.45f : tile;
    if (state.lanes.size() < 2) return wanted;
    return std::min(wanted, std::max(kLeastTile, std::floor((width - 10) / static_cast<float>(columns)) - 16));
}

/// The largest tile side with which all cards fit into `height`, between what is readable and what is useful; 0 where
/// rows of so many maps are too wide.
float fitting_tile(Context& c, app::State& state, const std::vector<app::Block>& all, float width, float height,
                   int most_columns) {
    const bool beside = state.lanes.size() > 1;
    const float between = beside ? 16.0f : 24.0f;  // a map's number stands there
    float best = beside ? 0 : kLeastTile;
    for (float tile = kLeastTile; tile <= 150; tile += 2) {
        float used = 0;
        bool fits = true;
        for (int i = 0; i < static_cast<int>(all.size()); ++i) {
            if (all[static_cast<std::size_t>(i)].flat) continue;
            const int maps = app::map_count(lane_of(c, state).network(), all[static_cast<std::size_t>(i)].first);
            const int columns = std::min(maps, most_columns);
            const BlockLook look{side_of(state, maps, columns, tile, width), columns, true};
            fits = fits && static_cast<float>(columns) * (look.tile + between) <= width - 10;
            used += draw_block(c, state, i, 0, 0, width, look, true) + kBetweenCards;
        }
        if (fits) best = std::max(best, kLeastTile);
        if (!fits || used > height) break;
        best = tile;
    }
    return best;
}

/// How many maps a row has at most, and the side of a tile: what shows the maps largest.
std::pair<int, float> arrangement(Context& c, app::State& state, const std::vector<app::Block>& all, float width,
                                  float height) {
    const bool narrow = width < kNarrow;
    std::vector<int> rows{narrow ? 4 : 8, kAllInARow};
    if (state.lanes.size() > 1 ? narrow : !c.wide) rows.insert(rows.begin(), 6);
    std::pair<int, float> best{rows[0], 0};
    for (const int columns : rows)
        if (const float tile = fitting_tile(c, state, all, width, height, columns); tile > best.second)
            best = {columns, tile};
    return {best.first, std::max(best.second, kLeastTile)};
}

float draw_blocks(Context& c, app::State& state, float x, float y, float width, float height) {
    const std::vector<app::Block> all = app::blocks(lane_of(c, state).network());
    const auto [most_columns, tile] = arrangement(c, state, all, width, height - kFlatCard);
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (all[static_cast<std::size_t>(i)].flat) continue;
        const int maps = app::map_count(lane_of(c, state).network(), all[static_cast<std::size_t>(i)].first);
        const int columns = std::min(maps, c.phone && most_columns != kAllInARow ? 4 : most_columns);
        float side = side_of(state, maps, columns, tile, width);
        if (c.phone)
            side = (width - 20 - 12 * static_cast<float>(std::min(columns, 3) - 1)) /
                   static_cast<float>(std::min(columns, 3)) * (maps <= 8 ? 1.0f : 0.74f);
        const BlockLook look{side, c.phone && maps <= 8 ? 3 : columns, true};
        y += draw_block(c, state, i, x, y, width, look, false) + kBetweenCards;
    }
    if (std::none_of(all.begin(), all.end(), [](const app::Block& block) { return block.flat; })) return y;
    if (!c.phone) {
        const Rect last{x, y, width, kFlatCard};
        if (state.lanes.size() > 1 && width < kNarrow)
            draw_narrow_flat_card(c, state, last);
        else
            draw_flat_card(c, state, last);
        return y + kFlatCard + kBetweenCards;
    }
    for (int layer = 0; layer < lane_of(c, state).network().layer_count(); ++layer) {
        const bool rectified = layer + 1 < lane_of(c, state).network().layer_count() &&
                               lane_of(c, state).network().layer(layer + 1).kind == nn::LayerKind::relu;
        if (!is_flat(lane_of(c, state).network(), layer) || rectified) continue;
        const int units = lane_of(c, state).network().shape(layer).size(), per_row = units <= 10 ? 10 : 12;
        const float cell = (width - 24) / static_cast<float>(per_row);
        const int rows = (units + per_row - 1) / per_row;
        const float high = 2 * 12 + 24 + cell * static_cast<float>(rows);
        card(c, {x, y, width, high});
        heading(c, {x + 12, y + 8, width - 104, 24}, lane_of(c, state).network().layer(layer).name);
        caption(c, {x + 12, y + 8, width - 24, 24}, std::to_string(units) + " units", Align::right);
        draw_units(c, state, layer, x + 12, y + 36, rows, cell);
        y += high + kBetweenCards;
    }
    return y;
}

/// Input, then a card for every layer of the list.
float draw_all_layers(Context& c, app::State& state, float x, float y, float width) {
    const nn::Network& network = lane_of(c, state).network();
    card(c, {x, y, width, 130});
    heading(c, {x + 12, y + 8, 200, 24}, "input");
    caption(c, {x + 64, y + 8, 300, 24}, "28 \xC3\x97 28 pixels, ink 1 on paper 0");
    const Rect picture{x + 12, y + 36, 84, 84};
    if (hit(c, in_lane(c, "map input"), picture)) app::select(state, -1, 0);
    if (state.input)
        c.pictures.draw("input", state.revision.input,
                        {state.input->pixels, app::kInputSide, app::kInputSide, image::Map::ink, 1, 1}, picture);
    ImGui::GetWindowDrawList()->AddRect({picture.x, picture.y}, {picture.x + 84, picture.y + 84}, c.colours.line);
    if (state.selection.layer < 0) selection_frame(c, {picture.x - 4, picture.y - 4, 92, 92});
    y += 130 + kBetweenCards;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        const int maps = app::map_count(network, layer);
        const std::string& name = network.layer(layer).name;
        const float title = std::min(text_width(c.fonts.semibold, c.size.heading, name) + 14, width * 0.5f);
        if (is_flat(network, layer)) {
            const int rows = unit_rows(maps);
            const float cell =
                std::min(18.0f, (width - 24) / std::ceil(static_cast<float>(maps) / static_cast<float>(rows)));
            const float high = 48 + cell * static_cast<float>(rows);
            card(c, {x, y, width, high});
            heading(c, {x + 12, y + 8, title, 24}, name);
            caption(c, {x + 12 + title, y + 8, 200, 24}, std::to_string(maps) + " units");
            draw_units(c, state, layer, x + 12, y + 36, rows, cell);
            y += high + kBetweenCards;
            continue;
        }
        const int columns = std::min(maps, c.phone ? 4 : width > 1000 ? 16 : 8);
        const float side = std::min(96.0f, (width - 20 - (c.phone ? 10.0f : 26.0f) * static_cast<float>(columns)) /
                                               static_cast<float>(columns));
        const BlockLook look{side, columns, false};
        const float high = layer_card_height(c, state, network, layer, look);
        card(c, {x, y, width, high});
        heading(c, {x + 10, y + 10, title, 24}, name);
        const nn::Shape& s = network.shape(layer);
        caption(c, {x + 10 + title, y + 10, 300, 24},
                std::to_string(s.channels) + (s.channels == 1 ? " map, " : " maps, ") + std::to_string(s.height) +
                    " \xC3\x97 " + std::to_string(s.width));
        draw_maps(c, state, layer, x + 10, y + 40, width - 20, look);
        y += high + kBetweenCards;
    }
    return y;
}

/// The first words a visitor reads: where the pictures will be.
void draw_invitation(Context& c, const app::State& state, const Rect& where) {
    const float wide = std::min(where.width - 24, 440.0f), line = std::round(c.size.text * 1.45f);
    const Rect box{where.x + (where.width - wide) / 2, where.y + 52, wide, 62 + (c.phone ? 5 : 4) * line};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({box.x, box.y}, {box.x + box.width, box.y + box.height}, c.colours.panel, 10);
    draw->AddRect({box.x, box.y}, {box.x + box.width, box.y + box.height}, c.colours.line, 10);
    heading(c, {box.x + 20, box.y + 14, box.width - 40, 24},
            state.options.hint_seen ? "Nothing drawn yet" : "Draw a digit and see inside");
    paragraph(c, box.x + 20, box.y + 44, box.width - 40, c.size.text, c.colours.muted,
              "Upper pictures will show what each feature map computes while you draw, lower ones which of your pixels "
              "caused it, by the deconvnet of Zeiler & Fergus (2013, "
              "section 2.1). No pen at hand? Press a key, 0 to 9.");
}

}  // namespace

namespace {

/// One lane's layers; gives where they end.
float draw_layers(Context& c, app::State& state, float x, float y, float width, float height) {
    return state.options.all_layers ? draw_all_layers(c, state, x, y, width)
                                    : draw_blocks(c, state, x, y, width, height);
}

/// Two networks: name and answer above each, side by side or, on a phone, below each other; gives where they end.
float draw_both(Context& c, app::State& state, float x, float y, float width, float height) {
    const float between = 16, title = 30, wide = c.phone ? width : (width - between) / 2;
    const auto names = app::lane_names(state);
    float bottom = y;
    for (int i = 0; i < 2; ++i) {
        c.lane = i;
        const float left = c.phone ? x : x + (wide + between) * static_cast<float>(i), top = c.phone ? bottom : y;
        const std::string answer = app::short_answer(state, lane_of(c, state));
        const float room = text_width(c.fonts.semibold, c.size.heading, answer) + 8;
        const Rect line{left, top, wide, title};
        if (hit(c, in_lane(c, "network"), line)) app::set_focus(state, i);
        text(c, {left, top, wide - room, title}, c.fonts.semibold, c.size.heading,
             state.focus == i ? c.colours.accent : c.colours.text, names[static_cast<std::size_t>(i)]);
        text(c, line, c.fonts.semibold, c.size.heading, c.colours.text, answer, Align::right);
        bottom = std::max(bottom, draw_layers(c, state, left, top + title + 4, wide, height - title - 4));
    }
    c.lane = 0;
    return bottom;
}

}  // namespace

void draw_network_panel(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "network", where, c.colours.background);
    const float scroll = ImGui::GetScrollY(), x = where.x + c.size.margin, width = where.width - 2 * c.size.margin;
    const float top = where.y + 12 - scroll, header = c.lecture ? 0.0f : c.size.control;
    if (!c.lecture) draw_network_header(c, state, {x, top, width, header});
    const bool card = !c.wide && !c.phone && !c.lecture;  // no side for the inspector: it stands below
    const float y = top + header + 10,
                height = where.height - 12 - header - 10 - kBetweenCards - 2 - (card ? kInspectorCard : 0);
    float bottom =
        state.lanes.size() > 1 ? draw_both(c, state, x, y, width, height) : draw_layers(c, state, x, y, width, height);
    if (card) {
        draw_inspector_card(c, state, {x, bottom, width, kInspectorCard - kBetweenCards});
        bottom += kInspectorCard;
    }
    if (!state.input) draw_invitation(c, state, {x, y, width, where.height});
    end_region(bottom);
}

}  // namespace ui
