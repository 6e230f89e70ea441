#include "ui/panels/view_picture.h"

#include <algorithm>
#include <string_view>

#include "app/blocks.h"
#include "ui/map_tile.h"
#include "ui/panels/answer.h"

namespace ui {
namespace {

/// Nine maps of the selected layer.
void draw_nine(Context& c, app::State& state, int layer, Side side, const Rect& where) {
    const float third = where.width / 3;
    const int maps = std::min(9, app::map_count(state.lane().network(), layer));
    for (int map = 0; map < maps; ++map) {
        const Painting painting = painting_of(state, state.lane(), layer, map, side);
        if (painting.values.empty()) continue;
        const Rect at{where.x + third * static_cast<float>(map % 3), where.y + third * static_cast<float>(map / 3),
                      third - 1, third - 1};
        c.pictures.draw((side == Side::activation ? "small map " : "small way ") + std::to_string(map),
                        state.revision.picture, painting, at);
    }
}

Icon icon_of(probe::Group group) {
    switch (group) {
        case probe::Group::look:
            return Icon::eye;
        case probe::Group::why:
            return Icon::ask;
        case probe::Group::test:
            return Icon::settings;
        case probe::Group::train:
            return Icon::chart;
        case probe::Group::models:
            return Icon::table;
        case probe::Group::learn:
            return Icon::book;
    }
    return Icon::eye;
}

}  // namespace

void draw_view_picture(Context& c, app::State& state, const app::View& view, const Rect& where) {
    const std::string_view id = view.id;
    const app::Selection& s = state.selection;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from{where.x, where.y}, to{where.x + where.width, where.y + where.height};
    draw->AddRectFilled(from, to, c.colours.background, 4);
    const bool maps = state.input && s.layer >= 0 && state.lane().network().shape(s.layer).plane() > 1;
    if (id == "explore" && maps) {
        draw_nine(c, state, s.layer, Side::activation, where);
    } else if (id == "ladder" && maps) {
        draw_nine(c, state, s.layer, Side::reconstruction, where);
    } else if (id == "deconvnet" && maps && !state.lane().projection.pixels.data.empty()) {
        const std::vector<float>& pixels = state.lane().projection.pixels.data;
        c.pictures.draw("small projection", state.revision.projection,
                        {pixels, app::kInputSide, app::kInputSide, image::Map::diverging,
                         image::full_scale(pixels, image::Map::diverging), 1},
                        where);
    } else if (id == "occlusion" && state.input) {
        draw_input_picture(c, state, where);
        const float part = where.width * 0.26f;
        draw->AddRectFilled({where.x + part * 1.7f, where.y + part * 0.9f},
                            {where.x + part * 2.7f, where.y + part * 1.9f}, c.colours.accent);
    } else {
        draw_icon(icon_of(view.group), {where.x + where.width / 2, where.y + where.height / 2}, 20, c.colours.muted);
    }
    draw->AddRect(from, to, c.colours.line, 4);
}

}  // namespace ui
