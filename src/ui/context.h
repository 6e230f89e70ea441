// What every panel is handed besides the state: theme, fonts, pictures, and the shape of the screen.
#pragma once

#include <optional>
#include <string>

#include "app/state.h"
#include "ui/figure_view.h"
#include "ui/pictures.h"
#include "ui/theme.h"

namespace ui {

using Rect = app::Rect;

struct Context {
    Fonts fonts;
    Palette colours;
    Sizes size;
    Pictures pictures;
    image::Theme theme = image::Theme::dark;
    bool phone = false;
    bool wants_frame = false;                 ///< something fades or waits: draw once more without input
    std::optional<app::Hover> hover;          ///< what was under the pointer when the last frame was drawn
    FigurePage figure;                        ///< of the probe on show
    std::string focus;                        ///< name of the control that has the keyboard; empty: none
    bool focus_moved = false, press = false;  ///< it came there with this frame; it is pressed
    int nudge = 0;                            ///< steps that the keyboard wants of the focused slider
    int region = 0;                           ///< number of the region that is being drawn
    app::Layout* layout = nullptr;
};

}  // namespace ui
