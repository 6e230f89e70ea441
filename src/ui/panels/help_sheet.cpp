// What this is, how to read it, shortcuts, sources.
#include "app/actions.h"
#include "assets/texts.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {

void draw_help_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "How to read this", where);
    column.y += draw_markdown(c, column.x, column.y, column.width, assets::text("help"));
    end_sheet(column.y + 24);
}

}  // namespace ui
