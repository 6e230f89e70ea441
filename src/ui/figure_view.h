// A figure on the screen: drawn as it is laid out, with values at the pointer, clicks, drags and loops.
#pragma once

#include <string>
#include <vector>

#include "app/state.h"
#include "figure/layout.h"
#include "image/strokes.h"

namespace ui {

struct Context;

/// The laid out page of the figure on show, kept until figure, width or theme change.
struct FigurePage {
    figure::Page page;
    unsigned revision = 0;
    float width = 0;
    image::Theme theme = image::Theme::dark;
    bool phone = false;
    std::vector<image::Point> loop;  ///< a lasso that is being drawn, in the picture's coordinates
    std::string lasso;               ///< the setting that it will be
};

/// Draws the probe's figure at (x, y), `width` points wide; gives its height.
float draw_figure(Context& c, app::State& state, float x, float y, float width);

}  // namespace ui
