// The probe on show: title and what can be done with the figure, what it asks, its settings, the figure itself.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/link.h"
#include "app/probes.h"
#include "assets/texts.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

bool needs_digits(app::State& state) {
    return !state.digits->loaded() &&
           probe::wants_digits(*state.probe.entry, app::values_of(state, *state.probe.entry));
}

/// Save, copy, stop, from right to left; gives the x where they begin.
float draw_tools(Context& c, app::State& state, const Rect& where) {
    const float side = where.height;
    float x = where.x + where.width;
    const auto tool = [&](const char* name, Icon icon, bool enabled, const char* tip) {
        x -= side + 4;
        return icon_button(c, name, {x + 4, where.y, side, side}, icon, enabled, tip, Look::raised);
    };
    const bool any = !state.probe.figure.groups.empty() && !needs_digits(state);
    if (tool("copy link", Icon::link, true, "Copy a link to exactly this view (Y)")) app::copy_link(state);
    if (tool("save numbers", Icon::table, any, "Save every number as CSV (Shift+C)")) app::save_numbers(state);
    if (tool("save figure", Icon::save, any, "Save the figure as PNG, with its legend (Shift+S)"))
        app::save_figure(state);
    if (state.probe.busy && !state.probe.stopped && tool("stop", Icon::stop, true, "Stop here (X)"))
        app::stop_probe(state);
    if (state.probe.busy && state.probe.stopped && tool("go on", Icon::play, true, "Go on (X)"))
        app::resume_probe(state);
    if (app::has_animation(state) && tool("save animation", Icon::film, true, "Save the animation (animated PNG)"))
        app::save_animation(state);
    return x;
}

void draw_progress(Context& c, const app::State& state, const Rect& where) {
    if (!state.probe.busy) return;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({where.x, where.y}, {where.x + where.width, where.y + where.height}, c.colours.hover,
                        where.height / 2);
    const float done = where.width * std::clamp(state.probe.progress, 0.0f, 1.0f);
    if (done >= 1)
        draw->AddRectFilled({where.x, where.y}, {where.x + done, where.y + where.height},
                            state.probe.stopped ? c.colours.muted : c.colours.accent, where.height / 2);
}

void draw_title(Context& c, app::State& state, const Rect& where) {
    const float tools = draw_tools(c, state, where);
    float x = where.x;
    if (c.phone) {  // the way back to the list
        if (icon_button(c, "all probes", {x, where.y, where.height, where.height}, Icon::menu, true, "All probes (A)",
                        Look::raised))
            app::open_sheet(state, app::Sheet::probes);
        x += where.height + 10;
    }
    text(c, {x, where.y, tools - x - 8, where.height}, c.fonts.semibold, c.size.heading + 4, c.colours.text,
         state.probe.entry->title);
}

/// The first paragraph says what one sees; the others unfold.
void draw_words(Context& c, app::State& state, Column& column) {
    const probe::Entry& entry = *state.probe.entry;
    std::string_view words = assets::text(std::string("probe-") + entry.id);
    if (words.empty()) words = entry.what;
    const std::size_t first = words.find("\n\n");
    const bool folds = first != std::string_view::npos, is_folded = folds && !state.probe.more_words;
    column.y += draw_markdown(c, column.x, column.y, column.width, is_folded ? words.substr(0, first) : words) + 2;
    const Rect line = column.take(std::round(c.size.caption * 1.6f), 8);
    const float link = text_width(c.fonts.regular, c.size.text, "What to try") + 4,
                room = line.width - (folds ? link + 12 : 0);
    const float source = std::min(text_width(c.fonts.regular, c.size.caption, entry.source) + 2, room);
    caption(c, {line.x, line.y, source, line.height}, entry.source);
    if (folds && button(c, "more words", {line.x + source + 12, line.y, link, line.height},
                        is_folded ? "What to try" : "Less", Look::link))
        state.probe.more_words = !state.probe.more_words;
}

/// Of two networks beside each other.
void draw_scales(Context& c, app::State& state, const Rect& where) {
    bool shared = state.probe.scales == app::Scales::shared;
    if (toggle(c, "shared scales", where, shared, "One scale for both networks",
               "On: equal colours mean equal numbers. Off: each network's pictures have their own scale"))
        app::set_scales(state, shared ? app::Scales::shared : app::Scales::own);
}

std::string waiting_words(const app::State& state) {
    return state.gallery_error.empty()
               ? "Fetching the 10,000 digits that this looks through\xE2\x80\xA6"
               : "This looks through the 10,000 digits, and they could not be loaded: " + state.gallery_error;
}

}  // namespace

void draw_probe_panel(Context& c, app::State& state, const Rect& where) {
    const probe::Entry& entry = *state.probe.entry;
    begin_region(c, (std::string("probe ") + entry.id).c_str(), where, c.colours.background);
    const float margin = c.phone ? 10.0f : 12.0f;
    Column column{where.x + margin, where.y + margin - ImGui::GetScrollY(),
                  where.width - 2 * margin - (c.phone ? 0.0f : 4.0f)};
    draw_title(c, state, column.take(c.phone ? 44.0f : 32.0f, 6));
    draw_progress(c, state, column.take(4, 4));
    draw_words(c, state, column);
    column.y += draw_probe_controls(c, state, column.x, column.y, column.width);
    if (state.lanes.size() > 1) draw_scales(c, state, column.take(c.phone ? 44.0f : 28.0f, 8));
    if (needs_digits(state))
        column.y +=
            paragraph(c, column.x, column.y + 8, column.width, c.size.text, c.colours.muted, waiting_words(state));
    else
        column.y += draw_figure(c, state, column.x, column.y, {.width = column.width});
    end_region(column.y + 16);
}

void draw_probes_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "Ask the network", where);
    for (const probe::Entry* entry : probe::entries()) {
        const float height = c.phone ? 72.0f : 52.0f;
        const Rect row = column.take(height, 8);
        bool hovered = false;
        if (hit(c, std::string("probe ") + entry->id, row, &hovered)) app::open_probe(state, entry);
        card(c, row);
        if (hovered || state.probe.entry == entry) selection_frame(c, row);
        const float line = c.size.text * 1.5f;
        text(c, {row.x + 14, row.y + 7, row.width - 28, line}, c.fonts.semibold, c.size.heading, c.colours.text,
             entry->title);
        paragraph(c, row.x + 14, row.y + 7 + line, row.width - 28, c.size.text - (c.phone ? 2.0f : 1.0f),
                  c.colours.muted, entry->what);
    }
    end_sheet(column.y + 16);
}

}  // namespace ui
