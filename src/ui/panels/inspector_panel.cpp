// What is selected, large: activation, reconstruction, kernels, receptive field, numbers.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/kernels_view.h"
#include "app/probes.h"
#include "ui/map_tile.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

bool is_unit_layer(const app::State& state) { return state.lane().network().shape(state.selection.layer).plane() == 1; }

void draw_title(Context& c, app::State& state, const Rect& where) {
    const app::Selection& s = state.selection;
    const std::string& name = state.lane().network().layer(s.layer).name;
    const float width = std::min(text_width(c.fonts.semibold, c.size.heading, name) + 1, where.width * 0.4f);
    heading(c, {where.x, where.y, width, where.height}, name);
    std::string which = (is_unit_layer(state) ? "unit " : "map ") + std::to_string(s.map);
    if (s.unit >= 0 && !is_unit_layer(state)) {
        const int wide = state.lane().network().shape(s.layer).width;
        which += ", unit " + std::to_string(s.unit / wide) + ", " + std::to_string(s.unit % wide);
    }
    text(c, {where.x + width + 6, where.y, where.width - width - 100, where.height}, c.fonts.regular, c.size.heading,
         c.colours.muted, which);
    const float side = where.height;
    float x = where.x + where.width - side;
    if (icon_button(c, "save selection", {x, where.y, side, side}, Icon::save, state.input.has_value(),
                    "Save both pictures as PNG (S)"))
        app::save_selection(state);
    if (icon_button(c, "next map", {x -= side, where.y, side, side}, Icon::next, true, "Next map (right arrow)"))
        app::select_next(state, 1, 0);
    if (icon_button(c, "previous map", {x -= side, where.y, side, side}, Icon::previous, true,
                    "Previous map (left arrow)"))
        app::select_next(state, -1, 0);
}

void draw_modes(Context& c, app::State& state, const Rect& where) {
    const bool flat = is_unit_layer(state);
    const std::vector<Choice> modes{
        {flat ? "This unit" : "Whole map", "Everything this map responded to"},
        {"Strongest", "Only the map's strongest activation, as in Fig. 2 of the paper", !flat},
        {"One unit", "The unit you click below", !flat},
        {"All", "The layer as it is, all maps together"}};
    constexpr explain::Keep kKeeps[] = {explain::Keep::whole_map, explain::Keep::strongest, explain::Keep::unit,
                                        explain::Keep::all_maps};
    const int chosen = segmented(c, "keep", where, modes,
                                 static_cast<int>(std::find(kKeeps, kKeeps + 4, state.selection.keep) - kKeeps));
    if (chosen >= 0) app::set_keep(state, kKeeps[chosen]);
}

const char* mode_words(const app::State& state) {
    if (!state.input) return "Draw a digit: this picture will show which of its pixels made this map respond.";
    if (is_unit_layer(state))
        return "Which pixels spoke for (orange) and against (blue) this unit. Going down from fully connected layers "
               "extends the paper.";
    switch (state.selection.keep) {
        case explain::Keep::whole_map:
            return "Which pixels made this map fire: unpooled through the switches, rectified, filtered by the flipped "
                   "kernels (Zeiler & Fergus 2013, section 2.1).";
        case explain::Keep::strongest:
            return "What caused the map's one strongest activation: all others set to zero, then down to the pixels "
                   "(section 2.1, Fig. 2).";
        case explain::Keep::unit:
            return "What caused this one activation. Click another below.";
        case explain::Keep::all_maps:
            return "All maps of the layer projected jointly: what is left of the digit at this depth.";
    }
    return "";
}

/// The large reconstruction with its colour bar at the right.
void draw_reconstruction(Context& c, app::State& state, const Rect& where) {
    const std::vector<float>& pixels = state.lane().projection.pixels.data;
    const float scale = image::full_scale(pixels, image::Map::diverging);
    const float side = where.height;
    const Rect picture{where.x, where.y, side, side};
    bool hovered = false;
    hit(c, "reconstruction", picture, &hovered);
    c.pictures.draw("selected reconstruction", state.revision.projection,
                    {pixels, app::kInputSide, app::kInputSide, image::Map::diverging, scale, state.options.gamma},
                    picture);
    ImGui::GetWindowDrawList()->AddRect({picture.x, picture.y}, {picture.x + side, picture.y + side}, c.colours.line);
    const app::Selection& s = state.selection;
    if (s.unit >= 0 && !is_unit_layer(state)) {
        const int wide = state.lane().network().shape(s.layer).width;
        field_frame(picture, nn::receptive_field(state.lane().network(), s.layer, s.unit / wide, s.unit % wide),
                    c.colours.accent);
    } else if (c.hover && c.hover->layer == s.layer && !is_unit_layer(state)) {
        field_frame(picture, nn::receptive_field(state.lane().network(), s.layer, c.hover->row, c.hover->column),
                    c.colours.accent);
    }
    const int pixel = hovered ? unit_at_pointer(picture, app::kInputSide, app::kInputSide) : -1;
    if (pixel >= 0)
        tip(c, "row " + std::to_string(pixel / app::kInputSide) + ", column " +
                   std::to_string(pixel % app::kInputSide) + ": " + number(pixels[static_cast<std::size_t>(pixel)]));
    const Rect bar{picture.x + side + 8, where.y, 8, side};
    colour_bar(c, bar, image::Map::diverging, true);
    const float x = bar.x + 12, width = where.x + where.width + c.size.margin - 2 - x;
    caption(c, {x, where.y, width, 12}, scale > 0 ? "+" + number(scale) : "+");
    caption(c, {x, where.y + side / 2 - 6, width, 12}, "0");
    caption(c, {x, where.y + side - 12, width, 12}, scale > 0 ? number(-scale) : "\xE2\x88\x92");
}

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
        // A network has at most 64 layers, and a layer 2^20 maps: none of the four runs into another.
        const std::uint64_t which =
            (static_cast<std::uint64_t>(state.revision.lanes) << 32) | (static_cast<std::uint64_t>(state.focus) << 31) |
            (static_cast<std::uint64_t>(w.layer) << 24) | static_cast<std::uint64_t>(state.selection.map);
        c.pictures.draw(name, which, {values, w.width, w.height, image::Map::diverging, scale, 1}, at);
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
    const app::Selection& s = state.selection;
    const nn::Tensor& output = state.lane().activations.output(s.layer);
    const auto values = output.map(s.map);
    const int strongest = static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
    const int unit = s.unit >= 0 ? s.unit : strongest;
    const nn::Field f =
        nn::receptive_field(state.lane().network(), s.layer, unit / output.shape.width, unit % output.shape.width);
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
    const app::Selection& s = state.selection;
    const nn::Tensor& output = state.lane().activations.output(s.layer);
    const app::Summary sum = app::summarise(output.data, s.map * output.shape.plane(), output.shape.plane());
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

void draw_selected_input(Context& c, app::State& state, Column& column) {
    heading(c, column.take(24, 8), "input");
    const Rect picture = column.take(column.width, 10);
    if (state.input)
        c.pictures.draw("input", state.revision.input,
                        {state.input->pixels, app::kInputSide, app::kInputSide, image::Map::ink, 1, 1}, picture);
    ImGui::GetWindowDrawList()->AddRect({picture.x, picture.y}, {picture.x + picture.width, picture.y + picture.height},
                                        c.colours.line);
    column.y += paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.muted,
                          "The 28 \xC3\x97 28 pixels that the network sees: ink 1, paper 0.") +
                10;
    if (button(c, "save input", column.take(c.size.control, 8), "Save as PNG", Look::raised, state.input.has_value()))
        app::save_input(state);
}

/// Height of what stands below the reconstruction.
float height_below(Context& c, const app::State& state, const Column& column) {
    const float words = 10 + 3 * std::round((c.size.text - 1) * 1.45f) + 10, numbers = 28,
                weights = 20 + column.width / 6 + 14;
    return 10 + words + c.size.row + numbers + weights +
           (is_unit_layer(state) ? 60.0f : 20 + (column.width - 14) / 2 + 12);
}

/// Probes that begin with what is selected.
void draw_ways_on(Context& c, app::State& state, const Rect& where) {
    float x = where.x;
    for (const auto& [id, label] : {std::pair<const char*, const char*>{"deconvnet", "Step by step"},
                                    {"top-nine", "Top nine"},
                                    {"maximise", "Maximise"},
                                    {"lesions", "Switch off"}}) {
        const float width = text_width(c.fonts.regular, c.size.text, label) + 2;
        if (button(c, std::string("ask ") + id, {x, where.y, width, where.height}, label, Look::link)) {
            app::open_probe(state, probe::find(id));
            app::set_value(state, "of", 0);  // the selection, where the probe has a choice
        }
        x += width + 12;
    }
}

void draw_selected_map(Context& c, app::State& state, Column& column, const Rect& where) {
    draw_title(c, state, column.take(c.phone ? 40.0f : 24.0f, 8));
    const bool can_start = explain::can_start(state.lane().network(), state.selection.layer);
    if (can_start) {
        draw_modes(c, state, column.take(c.size.control, 10));
        // As large as leaves room for what is below it.
        const float rest = height_below(c, state, column);
        draw_reconstruction(c, state,
                            column.take(c.phone ? column.width - 60
                                                : std::clamp(where.y + where.height - column.y - rest, 150.0f,
                                                             std::min(column.width - 52, 400.0f)),
                                        10));
        column.y +=
            paragraph(c, column.x, column.y, column.width, c.size.text - 1, c.colours.muted, mode_words(state)) + 4;
        draw_ways_on(c, state, column.take(c.size.row, 6));
    } else {
        column.y += paragraph(c, column.x, column.y, column.width, c.size.text - 1, c.colours.muted,
                              "softmax turns the ten logits into probabilities that add up to one. A deconvnet starts "
                              "above it: select fc3 for what speaks for a class.") +
                    10;
    }
    draw_numbers(c, state, column.take(20, 8));
    const bool flat = is_unit_layer(state);
    const float half = (column.width - 14) / 2;
    const auto weights = app::weights_into(state.lane().network(), state.selection.layer, state.selection.map);
    if (!flat) {
        const nn::Shape& s = state.lane().network().shape(state.selection.layer);
        const Rect label = column.take(18, 2), row = column.take(half, 12);
        caption(c, {label.x, label.y, half, 18},
                "Activation " + std::to_string(s.height) + " \xC3\x97 " + std::to_string(s.width));
        draw_activation(c, state, {row.x, row.y, half, half});
        caption(c, {label.x + half + 14, label.y, half, 18},
                state.selection.unit >= 0 ? "What this unit sees" : "What its strongest sees");
        draw_field_crop(c, state, {row.x + half + 14, row.y, half, half});
    }
    if (!weights) return;
    const std::string& name = state.lane().network().layer(weights->layer).name;
    caption(c, column.take(18, 2),
            "Weights of " + name +
                (flat                 ? weights->count > 1 ? ", as the maps it reads" : ""
                 : weights->count > 1 ? ": a kernel per input map"
                                      : ": its kernel"));
    const Rect at =
        column.take(weights->count == 1   ? 84.0f
                    : weights->count <= 6 ? column.width / 6
                                          : std::ceil(static_cast<float>(weights->count) / 8) * column.width / 8,
                    12);
    draw_kernels(c, state, *weights, at);
}

}  // namespace

void draw_inspector_panel(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "inspector", where, c.colours.panel);
    Column column{where.x + c.size.margin, where.y + 12 - ImGui::GetScrollY(), where.width - 2 * c.size.margin};
    c.lane = state.focus;
    if (state.selection.layer < 0)
        draw_selected_input(c, state, column);
    else
        draw_selected_map(c, state, column, where);
    c.lane = 0;
    end_region(column.y);
}

}  // namespace ui
