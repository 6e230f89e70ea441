// What the pictures of the network view show: activations, reconstructions, both; scale; what one sets once.
#include <algorithm>

#include "app/actions.h"
#include "ui/panels/network_parts.h"

namespace ui {
namespace {

void change(app::State& state, void (*how)(app::Options&, int), int choice) {
    if (choice < 0) return;
    app::Options options = state.options;
    how(options, choice);
    app::change_options(state, options);
}

/// Gamma, grey, all layers: what one sets once.
void draw_more_options(Context& c, app::State& state, const Rect& button_at) {
    const float width = 250, line = c.phone ? 40.0f : 30.0f;
    ImGui::SetNextWindowPos({button_at.x + button_at.width - width, button_at.y + button_at.height + 6});
    ImGui::SetNextWindowSize({width, 24 + 5 * line + 26});
    if (!ImGui::BeginPopup("more options")) return;
    const ImVec2 at = ImGui::GetWindowPos();
    Column column{at.x + 14, at.y + 12, width - 28};
    app::Options options = state.options;
    bool changed = toggle(c, "all layers", column.take(line), options.all_layers, "Every layer a row (L)");
    bool per_layer = options.scale == app::Scale::per_layer;
    if (toggle(c, "scale per layer", column.take(line), per_layer, "One scale for a layer's maps (C)")) {
        options.scale = per_layer ? app::Scale::per_layer : app::Scale::per_map;
        changed = true;
    }
    changed |= toggle(c, "grey", column.take(line), options.grey, "Grey activations, for print");
    caption(c, column.take(22), "Gamma " + number(options.gamma) + ": below 1 lifts faint values");
    const Rect track = column.take(line);
    changed |=
        slider(c, "gamma", {track.x, track.y, track.width - 70, track.height}, options.gamma, 0.3f, 1.5f, nullptr);
    if (button(c, "gamma 1", {track.x + track.width - 58, track.y + 2, 58, track.height - 4}, "Reset", Look::plain))
        options.gamma = 1, changed = true;
    if (changed) app::change_options(state, options);
    ImGui::EndPopup();
}

}  // namespace

void draw_network_header(Context& c, app::State& state, const Rect& where) {
    const std::vector<Choice> shows{
        {"Activation", "What each map computes"},
        {"Reconstruction", "Which pixels caused it: the deconvnet of Zeiler & Fergus (2013)"},
        {"Both"}};
    const std::vector<Choice> scales{{"Scale per map", "Each picture from its own zero to its own maximum"},
                                     {"per layer", "One scale for all maps of a layer: compare them"}};
    float x = where.x;
    const float more = where.height;
    const float space = where.x + where.width - x - more - 8;
    const float natural = text_width(c.fonts.regular, c.size.text, "ActivationReconstructionBoth") + 78;
    const bool with_scale = space > natural + 200;
    const float show_width = c.phone ? space : std::min(natural, space);
    change(
        state, [](app::Options& o, int i) { o.show = static_cast<app::Show>(i); },
        segmented(c, "show", {x, where.y, show_width, where.height}, shows, static_cast<int>(state.options.show)));
    if (with_scale)
        change(
            state, [](app::Options& o, int i) { o.scale = static_cast<app::Scale>(i); },
            segmented(c, "scale", {x + show_width + 8, where.y, 184, where.height}, scales,
                      static_cast<int>(state.options.scale)));
    const Rect at{where.x + where.width - more, where.y, more, more};
    if (icon_button(c, "more options", at, Icon::settings, true, "Every layer, gamma, grey", Look::raised))
        ImGui::OpenPopup("more options");
    draw_more_options(c, state, at);
}

}  // namespace ui
