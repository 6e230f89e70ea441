#include "ui/map_tile.h"

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "ui/widgets.h"

namespace ui {
namespace {

/// Values that share one scale: the map's own, or the whole layer's.
std::span<const float> scaled_together(const app::State& state, const nn::Tensor& tensor, int map) {
    const bool flat = tensor.shape.plane() == 1;  // a single unit has no scale of its own
    if (state.options.scale == app::Scale::per_layer || flat) return tensor.data;
    return tensor.map(map);
}

bool has_reconstruction(const app::Lane& lane, int layer) {
    return !lane.reconstructions[static_cast<std::size_t>(layer)].data.empty();
}

}  // namespace

Painting painting_of(const app::State& state, const app::Lane& lane, int layer, int map, Side side) {
    const bool activation = side == Side::activation;
    if (!activation && !has_reconstruction(lane, layer)) return {};
    const nn::Tensor& tensor =
        activation ? lane.activations.output(layer) : lane.reconstructions[static_cast<std::size_t>(layer)];
    Painting painting;
    painting.values = tensor.map(map);
    painting.width = tensor.shape.width;
    painting.height = tensor.shape.height;
    const bool two_sided = !activation || app::is_signed(lane.network(), layer);
    painting.map = two_sided ? image::Map::diverging : state.options.grey ? image::Map::grey : image::Map::sequential;
    painting.scale = image::full_scale(scaled_together(state, tensor, map), painting.map);
    painting.gamma = state.options.gamma;
    return painting;
}

int unit_at_pointer(const Rect& where, int width, int height) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!where.contains(mouse.x, mouse.y)) return -1;
    const int column =
        std::min(width - 1, static_cast<int>((mouse.x - where.x) / where.width * static_cast<float>(width)));
    const int row =
        std::min(height - 1, static_cast<int>((mouse.y - where.y) / where.height * static_cast<float>(height)));
    return row * width + column;
}

void unit_frame(const Rect& where, int width, int height, int unit, ImU32 colour) {
    const float w = where.width / static_cast<float>(width), h = where.height / static_cast<float>(height);
    const float x = where.x + w * static_cast<float>(unit % width), y = where.y + h * static_cast<float>(unit / width);
    ImGui::GetWindowDrawList()->AddRect({x - 1, y - 1}, {x + w + 1, y + h + 1}, colour, 1, 0, 1.5f);
}

void field_frame(const Rect& where, const nn::Field& field, ImU32 colour) {
    const float unit = where.width / static_cast<float>(app::kInputSide);
    const auto edge = [&](float origin, int at) {
        return origin + unit * static_cast<float>(std::clamp(at, 0, app::kInputSide));
    };
    ImGui::GetWindowDrawList()->AddRect(
        {edge(where.x, field.column), edge(where.y, field.row)},
        {edge(where.x, field.column + field.width), edge(where.y, field.row + field.height)}, colour, 1, 0, 1.5f);
}

std::string unit_words(const app::Lane& lane, int layer, int map, int unit) {
    const nn::Network& network = lane.network();
    const nn::Tensor& tensor = lane.activations.output(layer);
    const bool flat = tensor.shape.plane() == 1;
    std::string words = network.layer(layer).name + (flat ? " \xC2\xB7 unit " : " \xC2\xB7 map ") + std::to_string(map);
    const float value = tensor.map(map)[static_cast<std::size_t>(unit)];
    if (flat) return words + "\nvalue " + number(value);
    const int row = unit / tensor.shape.width, column = unit % tensor.shape.width;
    const nn::Field f = nn::receptive_field(network, layer, row, column);
    words += "\nrow " + std::to_string(row) + ", column " + std::to_string(column) + ": " + number(value);
    words += "\nsees rows " + std::to_string(std::max(f.row, 0)) + "\xE2\x80\x93" +
             std::to_string(std::min(f.row + f.height, app::kInputSide) - 1) + ", columns " +
             std::to_string(std::max(f.column, 0)) + "\xE2\x80\x93" +
             std::to_string(std::min(f.column + f.width, app::kInputSide) - 1);
    return words;
}

void select_here(const Context& c, app::State& state, int layer, int map) {
    app::set_focus(state, c.lane);
    app::select(state, layer, map);
    if (c.phone) state.sheet = app::Sheet::inspector;  // there is no room for it beside the maps
}

void map_picture(Context& c, app::State& state, const std::string& name, int layer, int map, Side side,
                 const Rect& where) {
    const app::Lane& lane = lane_of(c, state);
    const Painting painting = painting_of(state, lane, layer, map, side);
    bool hovered = false;
    const bool clicked = hit(c, name, where, &hovered);
    if (!state.input) {  // a place for a picture to come
        ImGui::GetWindowDrawList()->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height},
                                                  c.colours.raised, 2);
        if (clicked) select_here(c, state, layer, map);
        return;
    }
    if (!painting.values.empty()) c.pictures.draw(name, state.revision.picture, painting, where);
    const app::Selection chosen = app::selection_in(state, lane);
    const bool selected = chosen.layer == layer && chosen.map == map;
    const bool activation = side == Side::activation;
    const int unit = hovered && activation && !painting.values.empty()
                         ? unit_at_pointer(where, painting.width, painting.height)
                         : -1;
    if (unit >= 0) {
        state.hover = app::Hover{layer, map, unit / painting.width, unit % painting.width, c.lane};
        if (painting.width > 1) unit_frame(where, painting.width, painting.height, unit, c.colours.text);
        tip(c, unit_words(lane, layer, map, unit));
    } else if (hovered && !activation) {
        const int pixel = unit_at_pointer(where, painting.width, painting.height);
        if (pixel >= 0 && !painting.values.empty())
            tip(c, lane.network().layer(layer).name + " \xC2\xB7 map " + std::to_string(map) +
                       ", reconstruction\nrow " + std::to_string(pixel / painting.width) + ", column " +
                       std::to_string(pixel % painting.width) + ": " +
                       number(painting.values[static_cast<std::size_t>(pixel)]));
    }
    if (selected && activation && chosen.unit >= 0 && painting.width > 1)
        unit_frame(where, painting.width, painting.height, chosen.unit, c.colours.accent);
    if (!clicked) return;
    const bool had_focus = state.focus == c.lane;
    select_here(c, state, layer, map);
    if (selected && had_focus && unit >= 0 && painting.width > 1) app::select_unit(state, layer, map, unit);
}

}  // namespace ui
