// A figure on the screen: drawn as it is laid out, with values at the pointer, clicks, drags and loops.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/state.h"
#include "figure/layout.h"
#include "image/strokes.h"

namespace ui {

struct Context;

/// A laid out part of the figure on show, kept until figure, room or theme change.
struct FigurePart {
    figure::Page page;
    unsigned revision = 0;
    float width = 0, height = 0;
    image::Theme theme = image::Theme::dark;
    float text = 0;  ///< size of its words
};

struct FigurePage {
    std::map<int, FigurePart> parts;  ///< by figure::Extent::part
    std::vector<image::Point> loop;   ///< a lasso that is being drawn, in the picture's coordinates
    std::string lasso;                ///< the setting that it will be
};

/// Draws a part of the probe's figure (figure::Extent) at (x, y), in this room; gives its height.
float draw_figure(Context& c, app::State& state, float x, float y, const figure::Extent& extent);

/// How much of the room's width it takes.
float figure_width(Context& c, const app::State& state, const figure::Extent& extent);

}  // namespace ui
