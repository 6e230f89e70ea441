// The parts of the inspector below the reconstruction: activation, what a unit sees, numbers, weights.
#include "ui/panels/inspector_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/selection.h"
#include "ui/map_tile.h"

namespace ui {

/// The activation with its numbers where there is room for them.
void draw_activation(Context& c, app::State& state, const Rect& where) {
    const app::Selection& s = state.selection;
    const nn::Tensor& output = state.lane().activations.output(s.layer);
    map_picture(c, state, "selected activation", s.layer, s.map, Side::activation, where);
    const float cell = where.width / static_cast<float>(output.shape.width);
    if (cell < 22 || !state.input) return;
    const Painting painting = painting_of(state, state.lane(), s.layer, s.map, Side::activation);
    for (int i = 0; i < output.shape.plane(); ++i) {
        const float value = painting.values[static_cast<std::size_t>(i)];
        const image::Colour ground =
            image::colour_at(painting.map, c.theme, painting.scale > 0 ? value / painting.scale : 0.0f);
        const bool bright = ground.r * 3 + ground.g * 6 + ground.b > 1280;
        char digits[16];
        std::snprintf(digits, sizeof digits, "%.1f", static_cast<double>(value));
        text(c,
             {where.x + cell * static_cast<float>(i % output.shape.width),
              where.y + cell * static_cast<float>(i / output.shape.width), cell, cell},
             c.fonts.regular, std::min(10.0f, cell * 0.42f),
             bright ? IM_COL32(10, 12, 16, 255) : IM_COL32(235, 238, 242, 255), digits, Align::centre);
    }
}

void draw_kernels(Context& c, app::State& state, const app::WeightPictures& w, const Rect& where) {
    const int columns = w.count <= 6 ? w.count : 8, rows = (w.count + columns - 1) / columns;
    const float gap = w.count <= 6 ? 8.0f : 4.0f;
    const float tile = std::min((where.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns),
                                (where.height - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows));
    const float scale = image::full_scale(w.values, image::Map::diverging);
    const std::size_t plane = static_cast<std::size_t>(w.width) * static_cast<std::size_t>(w.height);
    for (int i = 0; i < w.count; ++i) {
        const float high = tile * static_cast<float>(w.height) / static_cast<float>(w.width);
        const Rect at{where.x + (tile + gap) * static_cast<float>(i % columns),
                      where.y + (tile + gap) * static_cast<float>(i / columns), tile, std::min(high, tile)};
        const std::string name = "kernel " + std::to_string(i);
        bool hovered = false;
        hit(c, name, at, &hovered);
        const std::span<const float> values =
            std::span<const float>(w.values).subspan(static_cast<std::size_t>(i) * plane, plane);
        c.pictures.draw(name, app::weights_stamp(state, w),
                        {values, w.width, w.height, image::Map::diverging, scale, 1}, at);
        const int weight = hovered ? unit_at_pointer(at, w.width, w.height) : -1;
        if (weight >= 0)
            tip(c, state.lane().network().layer(w.layer).name + " weight from input " +
                       (w.count > 1 ? "map " + std::to_string(i) : std::string()) + "\nrow " +
                       std::to_string(weight / w.width) + ", column " + std::to_string(weight % w.width) + ": " +
                       number(values[static_cast<std::size_t>(weight)]) + "\nlargest " + number(scale) + ", bias " +
                       number(w.bias));
    }
}

/// The part of the input that the chosen (or strongest) unit sees.
void draw_field_crop(Context& c, app::State& state, const Rect& where) {
    const nn::Field f = app::field_shown(state);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.raised);
    if (state.input) {
        // The whole input, placed so that the field fills the frame; the frame clips it.
        const float unit_side = where.width / static_cast<float>(std::max(f.width, 1));
        const float whole = unit_side * static_cast<float>(app::kInputSide);
        draw->PushClipRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, true);
        c.pictures.draw("input", state.revision.input,
                        {state.input->pixels, app::kInputSide, app::kInputSide, image::Map::ink, 1, 1},
                        {where.x - unit_side * static_cast<float>(f.column),
                         where.y - unit_side * static_cast<float>(f.row), whole, whole});
        draw->PopClipRect();
    }
    draw->AddRect({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.line);
}

void draw_numbers(Context& c, const app::State& state, const Rect& where) {
    const app::Summary sum = app::selected_numbers(state);
    const std::pair<const char*, std::string> pairs[] = {{"min", number(sum.minimum)},
                                                         {"max", number(sum.maximum)},
                                                         {"mean", number(sum.mean)},
                                                         {"zeros", percent(sum.zeros)}};
    const float quarter = where.width / 4;
    const auto label_width = [&](const char* name) { return text_width(c.fonts.regular, c.size.caption, name) + 4; };
    const auto value_width = [&](const std::string& value, float size) {
        return text_width(c.fonts.semibold, size, value) + 1;
    };
    // In quarters of the line; where one is too long for that, smaller and one behind the other.
    float size = c.size.caption + 1, all = 0;
    const bool even = std::all_of(std::begin(pairs), std::end(pairs), [&](const auto& pair) {
        return label_width(pair.first) + value_width(pair.second, size) <= quarter;
    });
    if (!even) size = c.size.caption;
    for (const auto& [name, value] : pairs) all += label_width(name) + value_width(value, size);
    const float between = std::max(3.0f, (where.width - all) / 3);
    float x = where.x;
    for (const auto& [name, value] : pairs) {
        const float label = label_width(name), width = value_width(value, size);
        caption(c, {x, where.y, label, where.height}, name);
        text(c, {x + label, where.y, even ? quarter - label : width, where.height}, c.fonts.semibold, size,
             c.colours.text, state.input ? value : "\xE2\x80\x93");
        x += even ? quarter : label + width + between;
    }
}

}  // namespace ui
