#include "ui/panels/sheet.h"

#include <algorithm>

#include "app/actions.h"

namespace ui {

Column begin_sheet(Context& c, app::State& state, const char* title, const Rect& where) {
    begin_region(c, title, where, c.colours.panel);
    const float scroll = ImGui::GetScrollY();
    const float width = std::min(where.width - 2 * c.size.margin, 760.0f);
    Column column{where.x + (where.width - width) / 2, where.y + 14 - scroll, width};
    if (c.phone) return column;  // its head has title and way back
    const Rect line = column.take(c.fingers ? 44.0f : 32.0f, 10);
    text(c, line, c.fonts.semibold, c.size.heading + 4, c.colours.text, title);
    if (icon_button(c, "close", {line.x + line.width - line.height, line.y, line.height, line.height}, Icon::close,
                    true, "Close (Esc)", Look::raised))
        state.sheet = app::Sheet::none;
    return column;
}

void end_sheet(float content_bottom) { end_region(content_bottom); }

float draw_markdown(Context& c, float x, float y, float width, std::string_view words) {
    const float top = y, body = c.size.text + (c.phone ? 0.0f : 1.0f);
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('\n'), words.size());
        std::string_view line = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        if (line.empty()) {
            y += 8;
        } else if (line.substr(0, 2) == "# ") {
            heading(c, {x, y + 6, width, 26}, line.substr(2));
            y += 34;
        } else if (line.substr(0, 2) == "- ") {
            ImGui::GetWindowDrawList()->AddCircleFilled({x + 5, y + body * 0.75f}, 2, c.colours.muted);
            y += paragraph(c, x + 16, y, width - 16, body, c.colours.muted, line.substr(2)) + 4;
        } else if (const std::size_t bar = line.find(" | "); bar != std::string_view::npos) {
            const float first = c.phone ? std::min(130.0f, width * 0.38f) : 190.0f;
            const float name =
                paragraph(c, x, y, first - 10, body, c.colours.text, line.substr(0, bar), c.fonts.semibold);
            const float explained =
                paragraph(c, x + first, y, width - first, body, c.colours.muted, line.substr(bar + 3));
            y += std::max(name, explained) + 4;
        } else {
            y += paragraph(c, x, y, width, body, c.colours.muted, line) + 2;
        }
    }
    return y - top;
}

}  // namespace ui
