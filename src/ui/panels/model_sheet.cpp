// The networks: which are at hand, which are on show, the card of the one with the focus, and files in and out.
#include <algorithm>

#include "app/actions.h"
#include "assets/texts.h"
#include "ui/panels/network_list.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"
#include "ui/panels/this_model.h"

namespace ui {
void draw_model_sheet(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "The network", where, c.colours.background);
    const float margin = c.phone ? c.size.margin : 20.0f, high = c.fingers ? 44.0f : 32.0f;
    Column column{where.x + margin, where.y + (c.phone ? 8.0f : 14.0f) - ImGui::GetScrollY(), where.width - 2 * margin};
    if (!c.phone && icon_button(c, "close", {column.x + column.width - high, column.y - 4, high, high}, Icon::close,
                                true, "Close (Esc)", Look::raised))
        state.sheet = app::Sheet::none;
    draw_this_model(c, state, column);
    heading(c, column.take(26, 6), "Networks at hand");
    column.width = std::min(column.width, 760.0f);
    draw_own_networks(c, state, column);
    draw_shipped_networks(c, state, column);
    heading(c, column.take(26, 6), "Its card");
    for (const auto& [key, value] : state.lane().network().card)
        if (key != explain::kEnergyKey && key != "choices")  // 61 numbers for the program; what stands above
            column.y += draw_markdown(c, column.x, column.y, column.width, key + " | " + value);
    column.y += draw_markdown(c, column.x, column.y + 6, column.width, assets::text("model")) + 14;
    end_region(column.y + 24);
}

}  // namespace ui
