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
    bool phone = false;                       ///< one region at a time
    bool wide = false;                        ///< room for three columns
    bool fingers = false;                     ///< targets of 44 points
    bool lecture = false;                     ///< the open view alone, in large type
    bool wants_frame = false;                 ///< something fades or waits: draw once more without input
    std::optional<app::Hover> hover;          ///< what was under the pointer when the last frame was drawn
    FigurePage figure;                        ///< of the probe on show
    std::string focus;                        ///< name of the control that has the keyboard; empty: none
    bool focus_moved = false, press = false;  ///< it came there with this frame; it is pressed
    int nudge = 0;                            ///< steps that the keyboard wants of the focused slider
    int region = 0;                           ///< number of the region that is being drawn
    int lane = 0;                             ///< which lane's network is being drawn
    app::Layout* layout = nullptr;
};

/// The lane that is being drawn.
inline const app::Lane& lane_of(const Context& c, const app::State& state) {
    return state.lanes[static_cast<std::size_t>(c.lane)];
}

/// A control's name in the lane that is being drawn: the second network's end in " B".
inline std::string in_lane(const Context& c, std::string name) { return c.lane == 0 ? name : name + " B"; }

}  // namespace ui
