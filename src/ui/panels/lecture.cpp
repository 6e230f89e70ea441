// Lecture mode: what was found in large type, the result over all of the screen, and a line of what the keys do.
#include <algorithm>
#include <cmath>

#include "app/answer.h"
#include "app/lecture.h"
#include "app/probes.h"
#include "app/views.h"
#include "ui/panels/answer.h"
#include "ui/panels/panels.h"

namespace ui {
namespace {

constexpr float kFoot = 44, kLine = 1.28f;

/// The answer and the picture that it is of, at the right; gives its width.
float draw_lecture_answer(Context& c, app::State& state, const Rect& head) {
    const app::AnswerWords words = app::answer_words(state);
    if (words.best.empty()) return 0;
    const float side = std::min(head.height - 24, 5 * c.size.text), digit = c.size.large,
                sure = text_width(c.fonts.semibold, c.size.heading, words.sure) + 4,
                next = text_width(c.fonts.regular, c.size.text, words.second) + 4,
                name = text_width(c.fonts.semibold, digit, words.best) + 16,
                wide = side + 16 + name + std::max(sure, next), x = head.x + head.width - wide, y = head.y + 12,
                line = std::round(c.size.heading * 1.4f);
    draw_input_picture(c, state, {x, y, side, side});
    const float left = x + side + 16, middle = y + side / 2;
    text(c, {left, y, name, side}, c.fonts.semibold, digit, c.colours.accent, words.best);
    text(c, {left + name, middle - line, sure, line}, c.fonts.semibold, c.size.heading, c.colours.text, words.sure);
    text(c, {left + name, middle, next, line}, c.fonts.regular, c.size.text, c.colours.muted, words.second);
    c.layout->items["answer"] = {left, y, wide - side - 16, side};
    return wide;
}

/// Title and finding, as large as two lines allow.
void draw_lecture_head(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "lecture head", where, c.colours.background, false);
    const float close = 44, margin = c.size.margin;
    if (icon_button(c, "end lecture", {where.x + where.width - margin - close, where.y + 8, close, close}, Icon::close,
                    true, "End lecture mode (Esc)"))
        app::change_lecture(state);
    const Rect inside{where.x + margin, where.y, where.width - 2 * margin - close - 12, where.height};
    const float answer = draw_lecture_answer(c, state, inside),
                wide = inside.width - answer - (answer > 0 ? 24.0f : 0.0f);
    const app::View& view = app::view_on_show(state);
    const float title = std::round(c.size.text * 1.5f);
    text(c, {inside.x, inside.y + 10, wide, title}, c.fonts.regular, c.size.text, c.colours.muted, view.title);
    const bool found = state.probe.entry && !state.probe.figure.finding.empty();
    const std::string words = found ? state.probe.figure.finding : view.question;
    float size = c.size.heading * 1.45f;
    while (size > c.size.text && text_width(c.fonts.semibold, size, words) > wide * 1.85f) size -= 1;
    const float high =
        paragraph(c, inside.x, inside.y + 10 + title, wide, size, found ? c.colours.text : c.colours.muted, words,
                  c.fonts.semibold, std::round(size * kLine));
    c.layout->items["finding"] = {inside.x, inside.y + 10 + title, wide, high};
    end_region(where.y);
}

void draw_lecture_foot(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "lecture foot", where, c.colours.background, false);
    const std::string stepped = app::lecture_words(state);
    const Rect inside{where.x + c.size.margin, where.y, where.width - 2 * c.size.margin, where.height};
    text(c, inside, c.fonts.semibold, c.size.text, c.colours.text, stepped);
    const float room = inside.width - text_width(c.fonts.semibold, c.size.text, stepped) - 24;
    for (const char* keys : {"Left, right: step \xC2\xB7 Up, down: another view \xC2\xB7 Esc: end", "Esc: end"}) {
        if (text_width(c.fonts.regular, c.size.caption, keys) > room) continue;
        caption(c, inside, keys, Align::right);
        break;
    }
    end_region(where.y);
}

}  // namespace

void draw_lecture(Context& c, app::State& state, const Rect& where) {
    const float head =
        std::min(std::round(c.size.text * 1.5f + c.size.heading * 1.45f * kLine * 2 + 22), where.height / 3);
    const Rect result{where.x, where.y + head, where.width, where.height - head - kFoot};
    draw_lecture_head(c, state, {where.x, where.y, where.width, head});
    if (!state.probe.entry) {
        const Sizes large = c.size;  // between its pictures there is room for words a little larger than usual
        c.size = sizes(Screen::desk);
        c.size.margin = large.margin;
        c.size.caption += 2;
        c.size.heading += 3;
        draw_network_panel(c, state, result);
        c.size = large;
    } else {
        begin_region(c, "lecture result", result, c.colours.background);
        const float wide = result.width - 2 * c.size.margin, y = result.y + 4 - ImGui::GetScrollY();
        const figure::Extent extent{.width = wide, .height = result.height - 16, .part = figure::Extent::kResult};
        const float x = result.x + c.size.margin + std::floor((wide - figure_width(c, state, extent)) / 2);
        const float high = draw_figure(c, state, x, y, extent);
        c.layout->items["result"] = {x, y, wide, high};
        end_region(y + high + 8);
    }
    draw_lecture_foot(c, state, {where.x, where.y + where.height - kFoot, where.width, kFoot});
}

}  // namespace ui
