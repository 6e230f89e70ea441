// Colours, type and sizes: one table for dark and light, one for desk and phone.  Panels take everything from here.
#pragma once

#include <imgui.h>

#include "image/colour_map.h"

namespace ui {

struct Palette {
    ImU32 background = 0, panel = 0, raised = 0, hover = 0, line = 0, text = 0, muted = 0, accent = 0, on_accent = 0,
          error = 0, pad = 0, pad_ink = 0, series = 0;  ///< series: a curve
};

const Palette& palette(image::Theme theme);

/// Points.  A phone's are larger: fingers need 44.
struct Sizes {
    float text = 13, heading = 14, caption = 11, large = 44;
    float control = 32;  ///< height of buttons and segments
    float row = 24;      ///< height of a line of a list
    float gap = 8, margin = 16, rounding = 6;
    float top_bar = 48;
    float siblings = 40;                 ///< height of the bar of views beside the open one; 0: there is none
    float moments = 56;                  ///< height of the scrubber's row, where the top bar has no room
    float tabs = 0, dock = 0, rail = 0;  ///< a phone's: navigation and answer at the bottom, or both at the left
};

/// Of a desk, of a desk for fingers (a tablet), of a phone, of a phone on its side.
enum class Screen { desk, tablet, phone, low };
Sizes sizes(Screen screen);

struct Fonts {
    ImFont* regular = nullptr;
    ImFont* semibold = nullptr;
};

/// Adds the embedded fonts to the current context; they are rasterised at the screen's pixel ratio when used.
Fonts load_fonts();

/// ImGui's own style, for what it draws itself: scroll bars, focus ring, tooltips.
void apply_style(const Palette& colours);

/// The same colour, `alpha` times as opaque.
ImU32 faded(ImU32 colour, float alpha);

}  // namespace ui
