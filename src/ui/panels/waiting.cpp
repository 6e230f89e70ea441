// In place of what the page has not brought yet: see app/rest.h.
#include <algorithm>

#include "app/rest.h"
#include "ui/panels/panels.h"

namespace ui {

void draw_waiting(Context& c, app::State& state, const Rect& where) {
    begin_overlay(c, "waiting", where, c.colours.background, false);
    if (state.sheet != app::Sheet::none && hit(c, "close waiting", where)) state.sheet = app::Sheet::none;
    const float width = std::min(420.0f, where.width - 2 * c.size.margin);
    paragraph(c, where.x + (where.width - width) / 2, where.y + where.height * 0.35f, width, c.size.heading,
              c.colours.muted, app::rest_words(state));
    end_region(where.y);
}

}  // namespace ui
