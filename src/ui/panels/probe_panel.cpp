// A probe's view: the finding, the result, what can be set, and folded below it what is secondary, the words, the
// source.
#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/counterpart.h"
#include "app/history.h"
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

void draw_progress(Context& c, const app::State& state, const Rect& where) {
    if (!state.probe.busy) return;
    const float done = where.width * std::clamp(state.probe.progress, 0.0f, 1.0f);
    if (done >= 1)
        ImGui::GetWindowDrawList()->AddRectFilled({where.x, where.y}, {where.x + done, where.y + where.height},
                                                  state.probe.stopped ? c.colours.muted : c.colours.accent);
}

/// Stop, or go on.
void draw_stop(Context& c, app::State& state, const Rect& where) {
    if (!state.probe.busy) return;
    const bool stopped = state.probe.stopped;
    if (icon_button(c, stopped ? "go on" : "stop", where, stopped ? Icon::play : Icon::stop, true,
                    stopped ? "Go on (X)" : "Stop here (X)", Look::raised))
        stopped ? app::resume_probe(state) : app::stop_probe(state);
}

/// Keeps the result in place, or gives it up.
void draw_pin(Context& c, app::State& state, const Rect& where) {
    const bool pinned = app::is_pinned(state);
    const char* tip =
        pinned ? "Give up the pinned result (Shift+B)" : "Pin: keep this result beside what you change next (Shift+B)";
    if (icon_button(c, "pin", where, Icon::pin, pinned || app::can_pin(state), tip,
                    pinned ? Look::accent : Look::plain))
        app::change_pin(state);
}

/// Two results on show: of two networks, or a pinned one beside that of now.
bool has_two(const app::State& state) { return state.lanes.size() > 1 || app::is_pinned(state); }

/// What a view says when it has found nothing yet is its question.
std::string finding_words(const app::State& state) {
    return state.probe.figure.finding.empty() ? state.probe.entry->what : state.probe.figure.finding;
}

/// The finding in at most two lines, smaller where it is long; its room stays the same.  Gives the height.
float draw_finding(Context& c, const app::State& state, const Rect& where) {
    const std::string words = finding_words(state);
    const ImU32 ink = state.probe.figure.finding.empty() ? c.colours.muted : c.colours.text;
    float size = 18;
    if (!c.phone && text_width(c.fonts.semibold, size, words) > where.width) size = 16;
    if (text_width(c.fonts.semibold, size, words) > where.width * 1.85f) size = 15;
    const float line = std::round(size * 1.32f);
    const bool one = text_width(c.fonts.semibold, size, words) <= where.width;
    const float top = where.y + (one && !c.phone ? (where.height - line) / 2 : 0.0f);
    const float used = paragraph(c, where.x, top, where.width, size, ink, words, c.fonts.semibold, line);
    c.layout->items["finding"] = {where.x, top, where.width, used};
    return std::max(where.height, used);
}

/// Of two results beside each other.
void draw_scales(Context& c, app::State& state, const Rect& where) {
    bool shared = state.probe.scales == app::Scales::shared;
    if (toggle(c, "shared scales", where, shared, "One scale for both",
               "On: equal colours mean equal numbers. Off: each result's pictures have their own scale"))
        app::set_scales(state, shared ? app::Scales::shared : app::Scales::own);
}

std::string waiting_words(const app::State& state) {
    return digits_error(state).empty()
               ? "Fetching the digits that this looks through\xE2\x80\xA6"
               : "This looks through digits, and they could not be loaded: " + digits_error(state);
}

/// Something folded: its title, and whether it is open.
struct Fold {
    std::string title;
    int group = -1;                ///< of the figure; -1: words, -2: source
    int partner = -1;              ///< the second network's card to it
    std::vector<int> others = {};  ///< cards of the same title: they open together
};

std::vector<Fold> folds_of(const app::State& state) {
    std::vector<Fold> folds;
    const std::vector<figure::Group>& groups = state.probe.figure.groups;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (!groups[i].folded || groups[i].paired) continue;
        const bool has_partner = i + 1 < groups.size() && groups[i + 1].paired;
        const auto same = std::find_if(folds.begin(), folds.end(),
                                       [&](const Fold& fold) { return !has_partner && fold.title == groups[i].title; });
        if (same != folds.end()) {
            same->others.push_back(static_cast<int>(i));
            continue;
        }
        folds.push_back({has_partner ? std::string(figure::own_title(groups[i])) : groups[i].title, static_cast<int>(i),
                         has_partner ? static_cast<int>(i) + 1 : -1});
    }
    folds.push_back({"What to try", -1});
    folds.push_back({"Method and source", -2});
    return folds;
}

/// The line that opens and closes it.
bool draw_fold_line(Context& c, app::State& state, const Fold& fold, const Rect& where) {
    std::vector<std::string>& all = state.probe.open_folds;
    const auto known = std::find(all.begin(), all.end(), fold.title);
    bool open = known != all.end(), hovered = false;
    if (hit(c, "fold " + fold.title, where, &hovered)) {
        if (open)
            all.erase(known);
        else
            all.push_back(fold.title);
        open = !open;
    }
    const ImU32 ink = hovered ? c.colours.text : c.colours.muted;
    draw_icon(open ? Icon::open : Icon::next, {where.x + 8, where.y + where.height / 2}, 11, ink);
    const ImU32 colour = open || hovered ? c.colours.text : c.colours.muted;
    const Rect at{where.x + 20, where.y, where.width - 20, where.height};
    if (text_width(c.fonts.regular, c.size.text, fold.title) <= at.width) {
        text(c, at, c.fonts.regular, c.size.text, colour, fold.title);
    } else {  // in two lines
        const float line = std::round(c.size.caption * 1.3f);
        paragraph(c, at.x, at.y + (at.height - 2 * line) / 2, at.width, c.size.caption, colour, fold.title, nullptr,
                  line);
    }
    return open;
}

/// Which of the figure's numbers is plotted; gives the height.
float draw_over_chooser(Context& c, app::State& state, float x, float y, float width) {
    const app::OverTraining& over = state.probe.over;
    if (over.facts.empty()) return 0;
    const float side = c.fingers ? 44.0f : 28.0f;
    ImGui::GetWindowDrawList()->AddRectFilled({x, y}, {x + width, y + side}, c.colours.raised, c.size.rounding);
    if (icon_button(c, "previous number", {x, y, side, side}, Icon::previous, true, "Another of the figure's numbers"))
        app::step_over_fact(state, -1);
    text(c, {x + side, y, width - 2 * side, side}, c.fonts.semibold, c.size.text, c.colours.text,
         over.fact.empty() ? over.facts.front() : over.fact, Align::centre);
    if (icon_button(c, "next number", {x + width - side, y, side, side}, Icon::next, true,
                    "Another of the figure's numbers"))
        app::step_over_fact(state, 1);
    return side + 8;
}

float draw_fold(Context& c, app::State& state, const Fold& fold, float x, float y, float width) {
    const probe::Entry& entry = *state.probe.entry;
    if (fold.group >= 0 && fold.title == app::kOverTraining) {
        const float chooser = draw_over_chooser(c, state, x, y, std::min(width, 480.0f));
        return chooser + draw_figure(c, state, x, y + chooser, {.width = std::min(width, 720.0f), .part = fold.group});
    }
    if (fold.partner >= 0) {
        const float wide = c.phone ? width : (width - 12) / 2;
        const float first = draw_figure(c, state, x, y, {.width = wide, .part = fold.group});
        const float second = draw_figure(c, state, c.phone ? x : x + wide + 12, c.phone ? y + first + 8 : y,
                                         {.width = wide, .part = fold.partner});
        return c.phone ? first + 8 + second : std::max(first, second);
    }
    if (fold.group >= 0) {
        float high = draw_figure(c, state, x, y, {.width = width, .part = fold.group});
        for (const int other : fold.others)
            high += 8 + draw_figure(c, state, x, y + high + 8, {.width = width, .part = other});
        return high;
    }
    const float wide = std::min(width, 720.0f);
    if (fold.group == -1) return draw_markdown(c, x, y, wide, assets::text(std::string("probe-") + entry.id)) + 8;
    const float question = paragraph(c, x, y, wide, c.size.text, c.colours.text, entry.what) + 4;
    return question + paragraph(c, x, y + question, wide, c.size.text, c.colours.muted, entry.source) + 8;
}

/// In one line where there is room, each with its content below; on a phone one below the other.
void draw_folds(Context& c, app::State& state, Column& column) {
    ImGui::GetWindowDrawList()->AddLine({column.x, column.y}, {column.x + column.width, column.y}, c.colours.line);
    column.y += 4;
    const float high = c.fingers ? 44.0f : 32.0f;
    std::vector<Fold> open;
    float x = column.x;
    for (const Fold& fold : folds_of(state)) {
        const float wide =
            c.phone ? column.width : std::min(text_width(c.fonts.regular, c.size.text, fold.title) + 24, column.width);
        if (x > column.x && x + wide > column.x + column.width) {
            x = column.x;
            column.y += high;
        }
        const bool is_open = draw_fold_line(c, state, fold, {x, column.y, wide, high});
        if (c.phone) {
            column.y += high;
            if (is_open) column.y += draw_fold(c, state, fold, column.x, column.y, column.width) + 8;
        } else {
            if (is_open) open.push_back(fold);
            x += wide + 32;
        }
    }
    if (c.phone) return;
    column.y += high + 4;
    for (const Fold& fold : open) {
        if (fold.group < 0) heading(c, column.take(24, 2), fold.title);
        column.y += draw_fold(c, state, fold, column.x, column.y, column.width) + 12;
    }
}

/// What the view lacks is one button away; true when it is pressed.
bool draw_fetch(Context& c, const app::State& state, Column& column, const char* name, const char* label,
                const char* tip) {
    const bool coming = state.model_wanted.has_value();
    const Rect where{column.x, column.y, std::min(column.width, 240.0f), c.size.control};
    column.y += where.height + 12;
    c.layout->items["result"] = where;
    return button(c, name, where, coming ? "On its way\xE2\x80\xA6" : label, Look::accent, !coming, tip);
}

/// A network that came as it is.
void draw_no_history(Context& c, app::State& state, Column& column) {
    if (draw_fetch(c, state, column, "open history", "Open one",
                   "Fetches LeNet-5 at sixteen moments of its training, 2 MB"))
        app::show_shipped_history(state);
}

/// The view lays a network of 1998 beside one of today, and the other is not at hand.
void draw_no_counterpart(Context& c, app::State& state, Column& column) {
    if (draw_fetch(c, state, column, "fetch counterpart", "Fetch it",
                   "Fetches LeNet-5 as it was in 1998, 122 KB; it stays in the list of networks"))
        app::fetch_counterpart(state);
}

/// The result in the room that the settings and folds leave it, or in all of it where that is too little.
void draw_result(Context& c, app::State& state, Column& column, float bottom) {
    const float room = bottom - column.y - 4, controls = draw_probe_controls(c, state, column.x, 0, column.width, true);
    const float offers = c.phone ? draw_offers(c, state, column.x, 0, column.width, true) : 0.0f;
    const float rest = room - controls - offers - (c.phone ? 56.0f : 52.0f);
    if (state.probe.entry->of_history && app::history_of(*state.lane().run).empty())
        return draw_no_history(c, state, column);
    if (state.probe.entry->of_counterpart && !app::counterpart_of(state, state.lane()))
        return draw_no_counterpart(c, state, column);
    if (needs_digits(state)) {
        column.y +=
            paragraph(c, column.x, column.y + 8, column.width, c.size.text, c.colours.muted, waiting_words(state)) + 16;
        return;
    }
    // Below this pictures would shrink out of sight: small screens scroll.
    constexpr float kLeast = 400;
    // Two networks below each other scroll, as large as one stands alone, and what is said of both after them.
    const bool below = has_two(state) && column.width < figure::kHalves;
    const float more = below ? 2.5f : has_two(state) && c.phone ? 1.5f : 1.0f;
    const float height = std::max(rest >= 0.64f * room ? rest : room, kLeast) * more;
    const float high = draw_figure(c, state, column.x, column.y,
                                   {.width = column.width, .height = height, .part = figure::Extent::kResult});
    constexpr float kBelow = 10;  // what a page leaves free below its last card
    c.layout->items["result"] = {column.x, column.y, column.width, std::max(0.0f, high - kBelow)};
    column.y += high;
}

}  // namespace

void draw_probe_panel(Context& c, app::State& state, const Rect& where) {
    const probe::Entry& entry = *state.probe.entry;
    begin_region(c, (std::string("probe ") + entry.id).c_str(), where, c.colours.background);
    const float scroll = ImGui::GetScrollY(), margin = c.phone ? c.size.margin : c.wide ? 24.0f : 16.0f;
    draw_progress(c, state, {where.x, where.y, where.width, 3});
    Column column{where.x + margin, where.y + 8 - scroll, where.width - 2 * margin};
    const float high = c.fingers ? 44.0f : 32.0f, chip = 168;
    const bool with_chip = entry.of_selection && !c.phone;
    const bool can_have_pin = state.lanes.size() == 1 && !probe::is_asked_once(entry);
    float right = column.x + column.width;
    if (with_chip) {
        draw_selection_chip(c, state, {right - chip, column.y + (44 - high) / 2, chip, high});
        right -= chip + 8;
    }
    if (!c.phone) {  // its place stays free when nothing works, so that no words move
        draw_stop(c, state, {right - high, column.y + (44 - high) / 2, high, high});
        right -= high + 8;
        if (can_have_pin) {
            draw_pin(c, state, {right - high, column.y + (44 - high) / 2, high, high});
            right -= high + 8;
        }
    }
    const bool pin_on_top = c.phone && app::is_pinned(state);  // below, two results would be in the way
    if (pin_on_top) {
        draw_pin(c, state, {right - 44, column.y, 44, 44});
        right -= 52;
    }
    const bool low = c.size.rail > 0;
    column.y += draw_finding(c, state,
                             {column.x, column.y, right - column.x - 8,
                              low       ? 40.0f
                              : c.phone ? 48.0f
                                        : 44.0f}) +
                (low ? 2.0f : 6.0f);
    if (!c.phone) column.y += draw_offers(c, state, column.x, column.y, column.width, false);
    draw_result(c, state, column, where.y + where.height);
    column.y += 6;
    const bool pin_below = c.phone && can_have_pin && !pin_on_top;
    if (c.phone && (entry.of_selection || state.probe.busy || pin_below)) {
        const Rect row = column.take(44, 8);
        if (pin_below) draw_pin(c, state, {row.x, row.y, 44, 44});
        const float left = pin_below ? 52.0f : 0.0f;
        if (entry.of_selection) draw_selection_chip(c, state, {row.x + left, row.y, row.width - left - 52, 44});
        draw_stop(c, state, {row.x + row.width - 44, row.y, 44, 44});
    }
    if (c.phone) column.y += draw_offers(c, state, column.x, column.y, column.width, false);
    column.y += draw_probe_controls(c, state, column.x, column.y, column.width, false);
    if (has_two(state) && !probe::is_asked_once(entry))
        draw_scales(c, state, column.take(c.fingers ? 44.0f : 28.0f, 8));
    draw_folds(c, state, column);
    end_region(column.y + 12);
}

}  // namespace ui
