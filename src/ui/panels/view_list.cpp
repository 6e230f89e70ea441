// The views to choose from: a group's, opened below its name, or all of them with a search; on a phone a page.  There
// also what the head has no room for.
#include <algorithm>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/layer_search.h"
#include "app/link.h"
#include "app/probes.h"
#include "ui/map_tile.h"
#include "ui/panels/bars.h"
#include "ui/panels/panels.h"
#include "ui/panels/view_picture.h"

namespace ui {
namespace {

constexpr float kRow = 64;

/// What is typed goes into it as long as the search is open.
void draw_search_field(Context& c, app::State& state, const Rect& where) {
    const bool open = state.sheet == app::Sheet::search;
    if (hit(c, "search field", where) && !open) app::open_search(state);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from{where.x, where.y}, to{where.x + where.width, where.y + where.height};
    draw->AddRectFilled(from, to, c.colours.background, c.size.rounding);
    draw->AddRect(from, to, open ? c.colours.accent : c.colours.line, c.size.rounding);
    draw_icon(Icon::search, {where.x + 20, where.y + where.height / 2}, 15, c.colours.muted);
    const std::string words = state.search.empty() || !open ? "Find a view, a layer or a word" : state.search;
    const Rect at{where.x + 38, where.y, where.width - 76, where.height};
    text(c, at, c.fonts.regular, c.size.text, state.search.empty() || !open ? c.colours.muted : c.colours.text, words);
    if (open) {
        const float x = at.x + 2 + (state.search.empty() ? -3 : text_width(c.fonts.regular, c.size.text, state.search));
        draw->AddLine({x, where.y + 10}, {x, to.y - 10}, c.colours.accent, 1.5f);
    } else if (!c.phone) {
        text(c, {to.x - 30, where.y, 20, where.height}, c.fonts.regular, c.size.text, c.colours.muted, "/",
             Align::centre);
    }
}

void draw_row(Context& c, app::State& state, const app::View& view, const Rect& row, bool chosen) {
    bool hovered = false;
    if (hit(c, std::string("view ") + view.id, row, &hovered)) app::open_view(state, view);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hovered || chosen)
        draw->AddRectFilled({row.x, row.y}, {row.x + row.width, row.y + row.height}, c.colours.hover, 6);
    constexpr float kPicture = 48;
    draw_view_picture(c, state, view, {row.x + 10, row.y + (row.height - kPicture) / 2, kPicture, kPicture});
    const bool open = &view == &app::view_on_show(state);
    const float x = row.x + kPicture + 24, right = row.x + row.width - 12 - (open ? 50.0f : 0.0f),
                line = std::round(c.size.text * 1.5f), top = row.y + row.height / 2 - line;
    const float title = text_width(c.fonts.semibold, c.size.heading, view.title) + 2;
    text(c, {x, top, title, line}, c.fonts.semibold, c.size.heading, c.colours.text, view.title);
    if (x + title + 8 + text_width(c.fonts.regular, c.size.caption, view.term) < right)
        caption(c, {x + title + 8, top + 1, right - x - title - 8, line}, view.term);
    // Long questions take two lines where the row has room for them.
    const float size = c.size.text - (c.phone ? 2.0f : 0.0f);
    if (text_width(c.fonts.regular, size, view.question) <= right - x)
        text(c, {x, top + line, right - x, line}, c.fonts.regular, size, c.colours.muted, view.question);
    else
        paragraph(c, x, top + line - 4, right - x, size - 1, c.colours.muted, view.question);
    if (!open) return;
    draw->AddCircleFilled({row.x + row.width - 50, row.y + row.height / 2}, 4, c.colours.accent);
    caption(c, {row.x + row.width - 42, row.y, 36, row.height}, "open");
}

/// A layer that the search found, with its selected or first map.
void draw_layer_row(Context& c, app::State& state, const app::FoundLayer& found, const Rect& row, bool chosen) {
    const nn::Network& network = state.lane().network();
    const std::string& name = network.layer(found.layer).name;
    bool hovered = false;
    if (hit(c, "layer " + name, row, &hovered)) app::open_layer(state, found);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (hovered || chosen)
        draw->AddRectFilled({row.x, row.y}, {row.x + row.width, row.y + row.height}, c.colours.hover, 6);
    constexpr float kPicture = 48;
    const Rect picture{row.x + 10, row.y + (row.height - kPicture) / 2, kPicture, kPicture};
    draw->AddRectFilled({picture.x, picture.y}, {picture.x + kPicture, picture.y + kPicture}, c.colours.background, 4);
    const int map = std::max(found.map, 0);
    if (network.shape(found.layer).plane() > 1 && state.input)
        c.pictures.draw("found " + name, state.revision.picture,
                        painting_of(state, state.lane(), found.layer, map, Side::activation), picture);
    else
        draw_icon(Icon::eye, {picture.x + kPicture / 2, picture.y + kPicture / 2}, 20, c.colours.muted);
    draw->AddRect({picture.x, picture.y}, {picture.x + kPicture, picture.y + kPicture}, c.colours.line, 4);
    const float x = row.x + kPicture + 24, right = row.x + row.width - 12, line = std::round(c.size.text * 1.5f),
                top = row.y + row.height / 2 - line;
    const std::string title = found.map < 0 ? name : name + " map " + std::to_string(found.map);
    const float wide = text_width(c.fonts.semibold, c.size.heading, title) + 2;
    text(c, {x, top, std::min(wide, right - x), line}, c.fonts.semibold, c.size.heading, c.colours.text, title);
    if (const std::string letter = app::lecun_name(network, found.layer); !letter.empty() && x + wide + 40 < right)
        caption(c, {x + wide + 8, top + 1, right - x - wide - 8, line}, letter);
    text(c, {x, top + line, right - x, line}, c.fonts.regular, c.size.text - (c.phone ? 2.0f : 0.0f), c.colours.muted,
         std::string(nn::info(network.layer(found.layer).kind).called) + ", " + app::shape_words(network, found.layer));
}

float draw_rows(Context& c, app::State& state, Column column) {
    const float begin = column.y;
    int row = 0;
    const char* group = "";
    for (const app::View& view : app::views()) {
        if (!app::is_listed(state, view)) continue;
        const char* name = app::group_name(view.group);
        if (name != group && (state.sheet == app::Sheet::search || state.menu != state.menu_end))
            caption(c, column.take(26), name);
        group = name;
        draw_row(c, state, view, column.take(kRow, 4), row++ == state.list_row);
    }
    const std::vector<app::FoundLayer> layers = app::found_layers(state);
    if (!layers.empty()) caption(c, column.take(26), "Layers");
    for (const app::FoundLayer& found : layers)
        draw_layer_row(c, state, found, column.take(kRow, 4), row++ == state.list_row);
    if (row == 0)
        column.y += paragraph(c, column.x, column.y + 8, column.width, c.size.text, c.colours.muted,
                              "No view and no layer is called that.");
    return column.y - begin;
}

/// What a phone's head has no room for.
void draw_more(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "more", where, c.colours.panel);
    Column column{where.x + c.size.margin, where.y + 8 - ImGui::GetScrollY(), where.width - 2 * c.size.margin};
    const auto row = [&](const char* name, Icon icon, const std::string& label, bool enabled) {
        return icon_button(c, name, column.take(52, 6), icon, enabled, nullptr, Look::raised, label);
    };
    const bool any = has_figure(state);
    if (row("search", Icon::search, "Find a view or a layer", true))
        return app::open_search(state), end_region(column.y);
    bool done = false;
    if (row("save figure", Icon::picture, "Save the figure (PNG)", any)) app::save_figure(state), done = true;
    if (row("save numbers", Icon::table, "Save every number (CSV)", any)) app::save_numbers(state), done = true;
    if (app::has_animation(state) && row("save animation", Icon::film, "Save the animation (PNG)", true))
        app::save_animation(state), done = true;
    if (row("share", Icon::share, "Share this view", true)) app::share_link(state), done = true;
    if (row("model", Icon::folder, "Network: " + shown_models(state), true)) app::open_sheet(state, app::Sheet::model);
    if (row("theme", Icon::theme, "Light or dark", true)) app::set_theme(state, other_theme(c));
    if (row("full screen", Icon::screen, "Full screen", true)) app::change_full_screen(state), done = true;
    if (row("help", Icon::help, "How to read this", true)) app::open_view(state, app::views().back());
    if (done) state.sheet = app::Sheet::none;
    end_region(column.y + 8);
}

}  // namespace

void draw_view_list(Context& c, app::State& state, const Rect& where) {
    if (state.sheet == app::Sheet::more) return draw_more(c, state, where);
    const bool search = state.sheet == app::Sheet::search;
    if (c.phone) {
        begin_region(c, search ? "search page" : "list page", where, c.colours.panel);
        Column column{where.x + 8, where.y + 8 - ImGui::GetScrollY(), where.width - 16};
        if (search) draw_search_field(c, state, column.take(44, 8));
        column.y += draw_rows(c, state, column);
        return end_region(column.y + 8);
    }
    // The page below is dimmed, and a click on it closes the list.
    begin_overlay(c, "list ground", where, faded(c.colours.background, 0.66f), false);
    if (hit(c, "close list", where)) state.sheet = app::Sheet::none;
    end_region(where.y);
    const Rect under = c.layout->items[std::string("group ") + app::group_name(state.menu)];
    const float wide = std::min(520.0f, where.width - 16),
                x = search ? where.x + (where.width - wide) / 2 : std::clamp(under.x, 8.0f, where.width - wide - 8);
    int rows = 0, titles = 0;
    probe::Group last = probe::Group::learn;
    for (const app::View& view : app::views()) {
        if (!app::is_listed(state, view)) continue;
        titles += rows++ == 0 || view.group != last ? 1 : 0;
        last = view.group;
    }
    const int layers = static_cast<int>(app::found_layers(state).size());
    rows += layers;
    titles += layers > 0 ? 1 : 0;
    const float content = 12 + c.size.control + 8 + static_cast<float>(rows) * (kRow + 4) +
                          (search ? static_cast<float>(titles) * 26 : 0.0f) + (rows == 0 ? 40.0f : 0.0f) + 8;
    const Rect box{x, where.y, wide, std::min(content, where.height - 12)};
    begin_overlay(c, "list", box, c.colours.panel);
    Column column{box.x + 12, box.y + 12 - ImGui::GetScrollY(), box.width - 24};
    draw_search_field(c, state, column.take(c.size.control + 4, 8));
    column.y += draw_rows(c, state, {box.x + 8, column.y, box.width - 16});
    ImGui::GetWindowDrawList()->AddRect({box.x, box.y - 8}, {box.x + box.width, box.y + box.height}, c.colours.line, 8);
    end_region(column.y);
}

}  // namespace ui
