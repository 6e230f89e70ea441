// What is selected, large: activation, reconstruction, kernels, receptive field, numbers.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/kernels_view.h"
#include "app/probes.h"
#include "app/selection.h"
#include "ui/map_tile.h"
#include "ui/panels/answer.h"
#include "ui/panels/inspector_parts.h"
#include "ui/panels/keep_choice.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

void draw_title(Context& c, app::State& state, const Rect& where) {
    const std::string name = app::layer_words(state), which = app::map_words(state);
    const float width = std::min(text_width(c.fonts.semibold, c.size.heading, name) + 1, where.width * 0.4f);
    heading(c, {where.x, where.y, width, where.height}, name);
    text(c, {where.x + width + 6, where.y, where.width - width - 8 - 3 * where.height, where.height}, c.fonts.regular,
         c.size.heading, c.colours.muted, which);
    const float side = where.height;
    float x = where.x + where.width - side;
    if (icon_button(c, "save selection", {x, where.y, side, side}, Icon::save, state.input.has_value(),
                    "Save both pictures as PNG (S)"))
        app::when_rest_is_here(state, app::save_selection);
    if (icon_button(c, "next map", {x -= side, where.y, side, side}, Icon::next, true, "Next map (right arrow)"))
        app::select_next(state, 1, 0);
    if (icon_button(c, "previous map", {x -= side, where.y, side, side}, Icon::previous, true,
                    "Previous map (left arrow)"))
        app::select_next(state, -1, 0);
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
    if (s.unit >= 0 && !app::selects_units(state)) {
        const int wide = state.lane().network().shape(s.layer).width;
        field_frame(picture, nn::receptive_field(state.lane().network(), s.layer, s.unit / wide, s.unit % wide),
                    c.colours.accent);
    } else if (c.hover && c.hover->layer == s.layer && !app::selects_units(state)) {
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
        app::when_rest_is_here(state, app::save_input);
}

/// Height of what stands below the reconstruction.
float height_below(Context& c, const app::State& state, const Column& column) {
    const float words = 10 + 3 * std::round((c.size.text - 1) * 1.45f) + 10, numbers = 28,
                weights = 20 + column.width / 6 + 14;
    return 10 + words + c.size.row + numbers + weights +
           (app::selects_units(state) ? 60.0f : 20 + (column.width - 14) / 2 + 12);
}

/// Probes that begin with what is selected.
void draw_ways_on(Context& c, app::State& state, const Rect& where) {
    float x = where.x;
    for (const auto& [id, label] : {std::pair<const char*, const char*>{"deconvnet", "Step by step"},
                                    {"top-nine", "Top nine"},
                                    {"maximise", "Ideal picture"},
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
    draw_title(c, state, column.take(c.fingers ? 44.0f : 24.0f, 8));
    const bool can_start = explain::can_start(state.lane().network(), state.selection.layer);
    if (can_start) {
        draw_keep_choice(c, state, column.take(c.size.control, 10));
        // As large as leaves room for what is below it.
        const float rest = height_below(c, state, column);
        draw_reconstruction(c, state,
                            column.take(c.phone ? column.width - 60
                                                : std::clamp(where.y + where.height - column.y - rest, 150.0f,
                                                             std::min(column.width - 52, 400.0f)),
                                        10));
        column.y += paragraph(c, column.x, column.y, column.width, c.size.text - 1, c.colours.muted,
                              app::reconstruction_words(state)) +
                    4;
        draw_ways_on(c, state, column.take(c.fingers ? 44.0f : c.size.row, 6));
    } else {
        column.y += paragraph(c, column.x, column.y, column.width, c.size.text - 1, c.colours.muted,
                              "softmax turns the ten logits into probabilities that add up to one. A deconvnet starts "
                              "above it: select fc3 for what speaks for a class.") +
                    10;
    }
    draw_numbers(c, state, column.take(20, 8));
    const bool flat = app::selects_units(state);
    const float half = (column.width - 14) / 2;
    const auto weights = app::weights_into(state.lane().network(), state.selection.layer, state.selection.map);
    if (!flat) {
        const nn::Shape& s = state.lane().network().shape(state.selection.layer);
        const Rect label = column.take(18, 2), row = column.take(half, 12);
        caption(c, {label.x, label.y, half, 18},
                "Activation " + std::to_string(s.height) + " \xC3\x97 " + std::to_string(s.width));
        draw_activation(c, state, {row.x, row.y, half, half});
        caption(c, {label.x + half + 14, label.y, half, 18},
                state.selection.unit >= 0 ? "What this unit sees" : "What its strongest unit sees");
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

void draw_keep_choice(Context& c, app::State& state, const Rect& where) {
    const bool flat = app::selects_units(state);
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

void draw_inspector_card(Context& c, app::State& state, const Rect& where) {
    card(c, where);
    const app::Selection& s = state.selection;
    const float side = where.height - 24;
    const Rect picture{where.x + 12, where.y + 12, side, side};
    c.lane = state.focus;
    const bool goes_down = s.layer >= 0 && explain::can_start(state.lane().network(), s.layer);
    if (goes_down) {
        const std::vector<float>& pixels = state.lane().projection.pixels.data;
        c.pictures.draw("selected reconstruction", state.revision.projection,
                        {pixels, app::kInputSide, app::kInputSide, image::Map::diverging,
                         image::full_scale(pixels, image::Map::diverging), state.options.gamma},
                        picture);
        ImGui::GetWindowDrawList()->AddRect({picture.x, picture.y}, {picture.x + side, picture.y + side},
                                            c.colours.line);
    } else {
        draw_input_picture(c, state, picture);
    }
    Column column{picture.x + side + 16, where.y + 8, where.width - side - 40};
    if (s.layer >= 0)
        draw_title(c, state, column.take(44));
    else
        heading(c, column.take(44), "input");
    if (goes_down) draw_keep_choice(c, state, column.take(c.size.control, 6));
    const float words = where.y + where.height - column.y - 48;
    if (words > 2 * c.size.text)
        column.y += std::min(words, paragraph(c, column.x, column.y, column.width, c.size.text - 1, c.colours.muted,
                                              goes_down ? "Orange ink excited it, blue ink would weaken it."
                                                        : "The 28 \xC3\x97 28 pixels that the network sees."));
    if (goes_down) draw_ways_on(c, state, {column.x, where.y + where.height - 48, column.width, 44});
    c.lane = 0;
}

}  // namespace ui
