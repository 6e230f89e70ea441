// Every layer as rows of pictures, input to softmax.
#include <algorithm>
#include <cmath>
#include <vector>

#include "app/actions.h"
#include "app/blocks.h"
#include "ui/map_tile.h"
#include "ui/panels/map_arrangement.h"
#include "ui/panels/network_parts.h"
#include "ui/panels/panels.h"
#include "ui/panels/units.h"

namespace ui {
namespace {

constexpr float kBetweenCards = 12, kFlatCard = 50, kFlatCardInLecture = 84, kInspectorCard = 196;

bool is_flat(const nn::Network& network, int layer) { return network.shape(layer).plane() == 1; }

/// What the cards of maps show: a layer of each block that is not flat.
std::vector<MapCard> map_cards(const app::State& state, const nn::Network& network) {
    std::vector<MapCard> cards;
    const std::vector<app::Block> all = app::blocks(network);
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        const app::Block& block = all[static_cast<std::size_t>(i)];
        if (block.flat) continue;
        const int layer = app::shown_layer(state, network, i, block);
        cards.push_back({i, layer, app::map_count(network, layer)});
    }
    return cards;
}

float draw_blocks(Context& c, app::State& state, float x, float y, float width, float height) {
    const nn::Network& network = lane_of(c, state).network();
    const std::vector<MapCard> cards = map_cards(state, network);
    const float flat = c.lecture ? kFlatCardInLecture : kFlatCard;
    const MapArrangement how = arrange_maps(c, state, cards, width, height - flat, kBetweenCards);
    for (const MapCard& one : cards) {
        BlockLook look{how.side(one.maps), how.columns(one.maps), true};
        if (c.phone) {
            const bool few = one.maps <= kFewMaps;
            const int columns = std::min(one.maps, how.most_columns == kAllInARow ? kAllInARow : 4);
            look = {(width - 20 - 12 * 2) / 3 * (few ? 1.0f : 0.74f), few ? 3 : columns, true};
        }
        y += draw_block(c, state, one.block, x, y, width, look) + kBetweenCards;
    }
    if (static_cast<int>(cards.size()) == static_cast<int>(app::blocks(network).size())) return y;
    if (!c.phone) {
        const Rect last{x, y, width, flat};
        if (state.lanes.size() > 1 && width < kNarrowMaps)
            draw_narrow_flat_card(c, state, last);
        else
            draw_flat_card(c, state, last);
        return y + flat + kBetweenCards;
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
