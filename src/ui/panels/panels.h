// The panels: one file each.  They read the state, call actions, and compute nothing.
#pragma once

#include "ui/widgets.h"

namespace ui {

/// Logo, model, theme, help.
void draw_top_bar(Context& c, app::State& state, const Rect& where);

/// The pad, its tools, what the network sees, samples, class bars.  On a phone also the maps at a glance.
void draw_drawing_panel(Context& c, app::State& state, const Rect& where);

/// Every layer as rows of pictures, input to softmax.
void draw_network_panel(Context& c, app::State& state, const Rect& where);

/// The probe on show: what it asks, its settings, its figure.
void draw_probe_panel(Context& c, app::State& state, const Rect& where);

/// The probe's settings as controls, from its table; gives the height used.
float draw_probe_controls(Context& c, app::State& state, float x, float y, float width);

/// Every probe with a sentence, to choose from.
void draw_probes_sheet(Context& c, app::State& state, const Rect& where);

/// What is selected, large: activation, reconstruction, kernels, receptive field, numbers.
void draw_inspector_panel(Context& c, app::State& state, const Rect& where);

/// The 10,000 digits.
void draw_gallery_sheet(Context& c, app::State& state, const Rect& where);

/// What this is, how to read it, shortcuts, sources.
void draw_help_sheet(Context& c, app::State& state, const Rect& where);

/// The model that runs: its card, and another file.
void draw_model_sheet(Context& c, app::State& state, const Rect& where);

/// The phone's four regions.
void draw_tab_bar(Context& c, app::State& state, const Rect& where);

/// One sentence for a few seconds at the lower edge.
void draw_message(Context& c, app::State& state, const Rect& where);

/// A card of map pictures for one block, shared by the network panel and the phone's first page.
/// Returns the height used; with `measure` it draws nothing.
struct BlockLook {
    float tile = 56;  ///< side of a picture
    int columns = 8;
    bool titles = true;  ///< layer chips above
};
float draw_block(Context& c, app::State& state, int block, float x, float y, float width, const BlockLook& look,
                 bool measure);

}  // namespace ui
