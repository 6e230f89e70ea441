// Fully connected layers as cells.
#include <algorithm>
#include <cmath>

#include "app/blocks.h"
#include "app/introduction.h"
#include "ui/map_tile.h"
#include "ui/panels/network_parts.h"
#include "ui/panels/units.h"

namespace ui {
namespace {

/// One layer of the flat card: its name, how many units, and their cells.
struct FlatLayer {
    int layer = 0, rows = 1, columns = 1;
    float name = 0, words = 0, cell = 0;  ///< widths
    std::string units;
};

/// Their cells as small as it takes for all to stand side by side, and for their rows to fit into the height.
std::vector<FlatLayer> flat_layers(Context& c, const nn::Network& network, float width, float height) {
    constexpr float kLongestName = 110, kBetween = 18;
    std::vector<FlatLayer> found;
    float words = 0, cells = 0;
    for (const app::Block& block : app::blocks(network)) {
        if (!block.flat) continue;
        FlatLayer flat;
        flat.layer = block.last == network.layer_count() - 1 ? block.last : app::default_layer(network, block);
        const int units = network.shape(flat.layer).size();
        flat.units = std::to_string(units);
        flat.name = std::min(text_width(c.fonts.semibold, c.size.text, network.layer(flat.layer).name), kLongestName);
        flat.words = flat.name + 12 + text_width(c.fonts.regular, c.size.caption, flat.units);
        flat.rows = unit_rows(units);
        flat.columns = (units + flat.rows - 1) / flat.rows;
        flat.cell = flat.rows == 1
                        ? 14.0f
                        : std::min(std::round((width + 24) / 96), std::floor(height / static_cast<float>(flat.rows)));
        words += flat.words + kBetween;
        cells += flat.cell * static_cast<float>(flat.columns);
        found.push_back(std::move(flat));
    }
    const float room = std::max(width - words + kBetween, 24.0f);
    if (cells <= room) return found;
    for (FlatLayer& flat : found) flat.cell *= room / cells;
    return found;
}

/// Of the first half minute: it has come to the fully connected layers.
bool is_reached_by_the_wave(const app::State& state) {
    const int front = app::wave_front(state);
    return front >= 0 && app::blocks(state.lane().network())[static_cast<std::size_t>(front)].flat;
}

}  // namespace

/// In a narrow column, names stand above the cells, which are then as large as the width allows.
void draw_narrow_flat_card(Context& c, app::State& state, const Rect& where) {
    constexpr float kBetween = 14, kLeastCell = 1;
    const float width = where.width - 24;
    const std::vector<FlatLayer> layers = flat_layers(c, lane_of(c, state).network(), width, where.height - 24);
    const auto cell_of = [](const FlatLayer& flat, float cell) {
        return flat.rows > 1 ? cell : std::max(cell, std::min(10.0f, flat.words / static_cast<float>(flat.columns)));
    };
    const auto width_of = [&](const FlatLayer& flat, float cell) {
        return std::max(flat.words, cell_of(flat, cell) * static_cast<float>(flat.columns)) + kBetween;
    };
    float cell = 6;
    for (float used = width * 2; cell > kLeastCell && used > width + kBetween; cell -= 0.25f) {
        used = 0;
        for (const FlatLayer& flat : layers) used += width_of(flat, cell);
        if (used <= width + kBetween) break;
    }
    card(c, where);
    ImGui::PushClipRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, true);
    float x = where.x + 12;
    for (const FlatLayer& flat : layers) {
        text(c, {x, where.y + 4, flat.name + 1, 18}, c.fonts.semibold, c.size.text, c.colours.text,
             lane_of(c, state).network().layer(flat.layer).name);
        caption(c, {x + flat.name + 5, where.y + 4, flat.words - flat.name, 18}, flat.units);
        draw_units(c, state, flat.layer, x, where.y + 24, flat.rows, cell_of(flat, cell));
        x += width_of(flat, cell);
    }
    ImGui::PopClipRect();
}

/// Name and cells of the fully connected layers side by side in one card.
void draw_flat_card(Context& c, app::State& state, const Rect& where) {
    card(c, where);
    if (is_reached_by_the_wave(state)) selection_frame(c, where);
    float x = where.x + 12;
    ImGui::PushClipRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, true);
    for (const FlatLayer& flat : flat_layers(c, lane_of(c, state).network(), where.width - 24, where.height - 8)) {
        text(c, {x, where.y, flat.name + 1, where.height}, c.fonts.semibold, c.size.text, c.colours.text,
             lane_of(c, state).network().layer(flat.layer).name);
        caption(c, {x + flat.name + 5, where.y, flat.words - flat.name, where.height}, flat.units);
        x += flat.words;
        const float high = std::min(flat.cell * static_cast<float>(flat.rows), where.height - 8);
        x += draw_units(c, state, flat.layer, x, where.y + (where.height - high) / 2, flat.rows, flat.cell) + 18;
    }
    ImGui::PopClipRect();
}

int unit_rows(int units) {
    if (units <= 10) return 1;
    for (int rows : {4, 3, 2})
        if (units % rows == 0) return rows;
    return units > 60 ? 4 : 1;  // the last line is shorter
}

float draw_units(Context& c, app::State& state, int layer, float x, float y, int rows, float cell) {
    const nn::Tensor& output = lane_of(c, state).activations.output(layer);
    const int units = output.shape.size(), columns = (units + rows - 1) / rows;
    const Rect where{x, y, cell * static_cast<float>(columns), cell * static_cast<float>(rows)};
    const std::string& name = lane_of(c, state).network().layer(layer).name;
    Painting painting = painting_of(state, lane_of(c, state), layer, 0, Side::activation);
    bool hovered = false;
    const bool clicked = hit(c, in_lane(c, "units " + name), where, &hovered);
    for (int row = 0; row < rows; ++row) {  // a picture a line: the last one may be shorter
        const int first = row * columns, count = std::min(columns, units - first);
        painting.values = std::span<const float>(output.data)
                              .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        painting.width = count;
        painting.height = 1;
        c.pictures.draw(in_lane(c, "units " + name + " " + std::to_string(row)), state.revision.picture, painting,
                        {x, y + cell * static_cast<float>(row), cell * static_cast<float>(count), cell});
    }
    const int unit = hovered ? unit_at_pointer(where, columns, rows) : -1;
    if (unit >= 0 && unit < units) {
        state.hover = app::Hover{layer, unit, 0, 0, c.lane};
        unit_frame(where, columns, rows, unit, c.colours.text);
        tip(c, unit_words(lane_of(c, state), layer, unit, 0));
        if (clicked) select_here(c, state, layer, unit);
    }
    if (const app::Selection chosen = app::selection_in(state, lane_of(c, state)); chosen.layer == layer)
        unit_frame(where, columns, rows, chosen.map, c.colours.accent);
    return where.width;
}

}  // namespace ui
