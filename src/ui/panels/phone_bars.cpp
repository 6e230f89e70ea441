// A phone's head, its navigation, and the answer that stays in sight; on its side all but the head at the left.
#include <algorithm>

#include "app/actions.h"
#include "app/answer.h"
#include "app/link.h"
#include "app/probes.h"
#include "ui/panels/answer.h"
#include "ui/panels/bars.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

using probe::Group;

/// One thing of the navigation: the pad, or the groups from `first` to `last`.
struct Place {
    const char* label;
    Icon icon;
    bool pad;
    Group first, last;
};
constexpr Place kPlaces[] = {{"Draw", Icon::pen, true, Group::look, Group::look},
                             {"Look", Icon::eye, false, Group::look, Group::look},
                             {"Ask", Icon::ask, false, Group::why, Group::test},
                             {"Train", Icon::chart, false, Group::train, Group::train},
                             {"Learn", Icon::book, false, Group::models, Group::learn}};

bool is_shown(const Place& place) { return place.pad || app::has_views(place.first) || app::has_views(place.last); }

const Place& place_of(const app::State& state) {
    if (state.sheet == app::Sheet::none && state.tab == app::Tab::draw) return kPlaces[0];
    const Group group = state.sheet == app::Sheet::menu ? state.menu : app::view_on_show(state).group;
    for (const Place& place : kPlaces)
        if (!place.pad && group >= place.first && group <= place.last) return place;
    return kPlaces[0];
}

void go_to(app::State& state, const Place& place) {
    if (place.pad)
        app::open_tab(state, app::Tab::draw);
    else if (state.sheet != app::Sheet::menu || state.menu != place.first)
        app::open_menu(state, place.first, place.last);
}

void draw_place(Context& c, app::State& state, const Place& place, const Rect& where) {
    const bool on = &place_of(state) == &place, side = c.size.rail > 0;
    bool hovered = false;
    if (hit(c, std::string("tab ") + place.label, where, &hovered)) go_to(state, place);
    const ImU32 ink = on ? c.colours.accent : hovered ? c.colours.text : c.colours.muted;
    const float middle = where.x + where.width / 2, lines = std::min(where.height, 56.0f),
                top = where.y + (where.height - lines) / 2;
    draw_icon(place.icon, {middle, top + lines * 0.34f}, 19, ink);
    text(c, {where.x, top + lines * 0.58f, where.width, 18}, on ? c.fonts.semibold : c.fonts.regular, c.size.caption,
         ink, place.label, Align::centre);
    if (!on) return;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (side)
        draw->AddRectFilled({where.x, where.y + 8}, {where.x + 3, where.y + where.height - 8}, c.colours.accent, 2);
    else
        draw->AddRectFilled({middle - 16, where.y}, {middle + 16, where.y + 3}, c.colours.accent, 2);
}

int count_places() { return static_cast<int>(std::count_if(std::begin(kPlaces), std::end(kPlaces), is_shown)); }

/// The title of what the page shows.
std::string page_title(const app::State& state) {
    switch (state.sheet) {
        case app::Sheet::menu:
            return place_of(state).label;
        case app::Sheet::search:
            return "Find a view or a layer";
        case app::Sheet::gallery:
            return "Pictures";
        case app::Sheet::more:
            return "More";
        case app::Sheet::inspector:
            return state.selection.layer < 0 ? "input"
                                             : state.lane().network().layer(state.selection.layer).name + " map " +
                                                   std::to_string(state.selection.map);
        default:
            return app::view_on_show(state).title;
    }
}

/// From a sheet to what it lies over, from a view to its list.
void go_back(app::State& state) {
    const app::View& view = app::view_on_show(state);
    const bool is_page = view.sheet != app::Sheet::none;
    if (state.sheet != app::Sheet::none && !is_page) {
        state.sheet = app::Sheet::none;
        return;
    }
    for (const Place& place : kPlaces)
        if (!place.pad && view.group >= place.first && view.group <= place.last)
            return app::open_menu(state, place.first, place.last);
}

}  // namespace

void draw_phone_header(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "head", where, c.colours.panel, false);
    constexpr float kSide = 44;
    const float y = where.y + (where.height - kSide) / 2;
    float right = where.x + where.width - 4;
    const auto tool = [&](const char* name, Icon icon, const char* words) {
        right -= kSide;
        return icon_button(c, name, {right, y, kSide, kSide}, icon, true, words);
    };
    const bool pad = state.sheet == app::Sheet::none && state.tab == app::Tab::draw;
    if (tool("more", Icon::more, "Everything else")) app::open_sheet(state, app::Sheet::more);
    if (pad || state.sheet == app::Sheet::menu) {
        if (tool("help", Icon::help, "What is this?")) app::open_view(state, app::views().back());
        if (pad && tool("theme", Icon::theme, "Light or dark")) app::set_theme(state, other_theme(c));
        if (!pad && tool("search", Icon::search, "Find a view or a layer by its name or a word"))
            app::open_search(state);
    } else if (tool("share", Icon::share, "Share a link to exactly this view")) {
        app::when_rest_is_here(state, app::share_link);
    }
    if (pad || state.sheet == app::Sheet::menu) {
        const float x = where.x + c.size.margin, name = draw_wordmark(c, {x, where.y, 120, where.height});
        const std::string models = models_within(c, state, right - name - 64);
        const float room = right - name - 24,
                    wide = std::min(room, std::max(70.0f, text_width(c.fonts.regular, c.size.text, models) + 40));
        if (pad && room > 70 && menu_button(c, "model", {name + 16, y, wide, kSide}, models, nullptr))
            app::open_sheet(state, app::Sheet::model);
        if (!pad)
            text(c, {name + 16, where.y, right - name - 16, where.height}, c.fonts.semibold, c.size.heading + 2,
                 c.colours.muted, page_title(state));
    } else {
        if (icon_button(c, "back", {where.x + 4, y, kSide, kSide}, Icon::previous, true, "Back")) go_back(state);
        const std::string title = page_title(state);
        const float x = where.x + 52, wide = text_width(c.fonts.semibold, c.size.heading + 2, title) + 2,
                    room = right - x - 4;
        text(c, {x, where.y, std::min(wide, room), where.height}, c.fonts.semibold, c.size.heading + 2, c.colours.text,
             title);
        const char* term = state.sheet == app::Sheet::none ? app::view_on_show(state).term : "";
        if (x + wide + 8 + text_width(c.fonts.regular, c.size.caption, term) < right)
            caption(c, {x + wide + 8, where.y + 1, right - x - wide - 8, where.height}, term);
    }
    bar_line(c, where);
    end_region(where.y);
}

void draw_dock_and_tabs(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "foot", where, c.colours.panel, false);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const Rect dock{where.x, where.y, where.width, c.size.dock};
    if (hit(c, "answer dock", dock)) app::open_tab(state, app::Tab::draw);
    const float side = c.size.dock - 8;
    draw_answer(c, state, {dock.x + 16, dock.y, dock.width - side - 44, dock.height});
    draw_input_picture(c, state, {dock.x + dock.width - side - 16, dock.y + 4, side, side});
    draw->AddLine({where.x, where.y + 0.5f}, {where.x + where.width, where.y + 0.5f}, c.colours.line);
    const float y = where.y + c.size.dock, wide = where.width / static_cast<float>(count_places());
    draw->AddLine({where.x, y + 0.5f}, {where.x + where.width, y + 0.5f}, c.colours.line);
    float x = where.x;
    for (const Place& place : kPlaces) {
        if (!is_shown(place)) continue;
        draw_place(c, state, place, {x, y, wide, c.size.tabs});
        x += wide;
    }
    end_region(where.y);
}

void draw_rail(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "foot", where, c.colours.panel, false);
    constexpr float kAnswer = 100;
    const auto count = static_cast<float>(count_places());
    const float each = std::clamp((where.height - kAnswer) / count, 44.0f, 64.0f);
    float y = where.y;
    for (const Place& place : kPlaces) {
        if (!is_shown(place)) continue;
        draw_place(c, state, place, {where.x, y, where.width, each});
        y += each;
    }
    const Rect answer{where.x + 2, std::max(y, where.y + where.height - kAnswer), where.width - 4,
                      std::min(kAnswer, where.y + where.height - y)};
    const app::AnswerWords words = app::answer_words(state);
    if (answer.height >= 44) {
        if (hit(c, "answer dock", answer)) app::open_tab(state, app::Tab::draw);
        if (!words.best.empty()) {
            c.layout->items["answer"] = answer;
            const float high = std::min(56.0f, answer.height);
            text(c, {answer.x, answer.y, answer.width, high}, c.fonts.semibold,
                 answer_size(c, words.best, answer.width - 4), c.colours.accent, words.best, Align::centre);
            if (answer.height >= 96)
                text(c, {answer.x, answer.y + high + 19, answer.width, 18}, c.fonts.regular, 12, c.colours.muted,
                     words.second, Align::centre);
            if (answer.height >= 76)
                text(c, {answer.x, answer.y + high, answer.width, 20}, c.fonts.semibold, 12, c.colours.text,
                     std::string_view(words.sure).substr(0, words.sure.rfind(' ')), Align::centre);
        }
    }
    ImGui::GetWindowDrawList()->AddLine({where.x + where.width - 0.5f, where.y},
                                        {where.x + where.width - 0.5f, where.y + where.height}, c.colours.line);
    end_region(where.y);
}

}  // namespace ui
