// The answer and what it stands on: the digit, large, bars of all classes, the picture that the network sees.
#include "ui/panels/answer.h"

#include <algorithm>

#include "app/actions.h"
#include "app/answer.h"
#include "app/class_names.h"
#include "app/familiarity.h"
#include "app/probes.h"
#include "ui/map_tile.h"
#include "ui/panels/panels.h"
#include "ui/panels/parts_row.h"

namespace ui {
namespace {

/// What the names of the classes take at most, in points.
float label_width(Context& c, const nn::Network& network) {
    float widest = 10;
    const int first = nn::names_classes(network) ? 0 : network.classes() - 1;
    for (int k = first; k < network.classes(); ++k)
        widest = std::max(widest, text_width(c.fonts.semibold, c.size.text, nn::class_name(network, k)));
    return widest + 6;
}

/// So many classes that ten of them are in sight, the likeliest first, and the others by scrolling.
void draw_many_bars(Context& c, const app::State& state, const Rect& where) {
    constexpr int kInSight = 10;
    const std::vector<float> p = app::probabilities(state);
    const int classes = state.lane().network().classes();
    const std::vector<int> order = app::likeliest(state, classes);
    const auto truth = app::truth_in(state, state.lane());
    const float row = where.height / kInSight;
    const float label = label_width(c, state.lane().network());
    ImGui::SetCursorScreenPos({where.x, where.y});
    ImGui::BeginChild("class bars", {where.width, where.height});
    const float scroll = ImGui::GetScrollY();
    const int first = std::max(0, static_cast<int>(scroll / row)), last = std::min(classes, first + kInSight + 2);
    for (int i = first; i < last; ++i) {
        const int of_class = order.empty() ? i : order[static_cast<std::size_t>(i)];
        class_bar(c, {where.x, where.y - scroll + row * static_cast<float>(i), where.width - 12, row},
                  nn::class_name(state.lane().network(), of_class),
                  p.empty() ? 0.0f : p[static_cast<std::size_t>(of_class)], !order.empty(), !order.empty() && i == 0,
                  truth == of_class, label);
    }
    ImGui::SetCursorPosY(row * static_cast<float>(classes) - 1);
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    c.layout->items["class bars"] = where;
}

}  // namespace

void draw_bars(Context& c, app::State& state, const Rect& where) {
    if (const std::string why = app::why_no_answer(state); !why.empty()) {
        paragraph(c, where.x, where.y, where.width, c.size.text, c.colours.muted, why);
        return;
    }
    constexpr int kFew = 12;
    const nn::Network& network = state.lane().network();
    if (!network.has_classes()) return;
    const int classes = network.classes();
    if (classes > kFew) return draw_many_bars(c, state, where);
    const std::vector<float> p = app::probabilities(state);
    const auto best = app::prediction(state), truth = app::truth_in(state, state.lane());
    const float label = label_width(c, network);
    const float row = std::min(where.height / static_cast<float>(classes), 26.0f);
    for (int digit = 0; digit < classes; ++digit) {
        const float value = p.empty() ? 0.0f : p[static_cast<std::size_t>(digit)];
        class_bar(c, {where.x, where.y + row * static_cast<float>(digit), where.width, row},
                  nn::class_name(network, digit), value, best.has_value(), best == digit, truth == digit, label);
    }
}

float answer_size(const Context& c, std::string_view name, float width) {
    const float wide = text_width(c.fonts.semibold, c.size.large, name);
    return name.size() < 3 || wide <= width ? c.size.large : std::max(11.0f, c.size.large * width / wide);
}

void draw_answer(Context& c, app::State& state, const Rect& where) {
    const app::AnswerWords words = app::answer_words(state);
    if (words.best.empty()) {
        const float line = std::round(c.size.text * 1.45f);
        const float wanted = text_width(c.fonts.regular, c.size.text, words.why) > where.width ? 2 * line : line;
        paragraph(c, where.x, where.y + std::max(0.0f, (where.height - wanted) / 2), where.width, c.size.text,
                  c.colours.muted, words.why);
        return;
    }
    c.layout->items["answer"] = where;
    const float size = answer_size(c, words.best, where.width * 0.5f);
    const float wide = std::max(32.0f, text_width(c.fonts.semibold, size, words.best)) + 8, x = where.x + wide,
                rest = where.width - wide, middle = where.y + where.height / 2;
    text(c, {where.x, where.y, wide, where.height}, c.fonts.semibold, size, c.colours.accent, words.best);
    text(c, {x, middle - 20, rest, 20}, c.fonts.semibold, c.size.heading, c.colours.text, words.sure);
    // A phone has room for one line of the two.
    const bool strange = c.phone && !words.strange.empty();
    text(c, {x, middle, rest, 20}, c.fonts.regular, c.size.text, strange ? c.colours.accent : c.colours.muted,
         strange ? (state.lane().network().classes() == 10 ? "It looks like no digit." : "It looks like none.")
                 : words.next);
    if (strange) c.layout->items["unfamiliar"] = where;
}

void draw_answer_note(Context& c, app::State& state, const Rect& where) {
    if (state.parts.several()) return draw_parts_row(c, state, where);
    const std::string strange = app::unfamiliar_words(state, state.lane());
    if (strange.empty()) return;
    c.layout->items["unfamiliar"] = where;
    paragraph(c, where.x, where.y, where.width, c.size.caption, c.colours.accent, strange);
}

void draw_input_picture(Context& c, const app::State& state, const Rect& where) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from{where.x, where.y}, to{where.x + where.width, where.y + where.height};
    draw->AddRectFilled(from, to, c.colours.pad, 3);
    if (state.input && !state.input->empty())
        c.pictures.draw("input", state.revision.input,
                        {state.input->pixels, state.input->width, state.input->height, image::Map::ink, 1, 1}, where);
    draw->AddRect(from, to, c.colours.line, 3);
    if (!c.hover || c.hover->layer < 0) return;
    const nn::Network& network = state.lanes[static_cast<std::size_t>(c.hover->lane)].network();
    field_frame(where, nn::receptive_field(network, c.hover->layer, c.hover->row, c.hover->column), c.colours.accent);
}

void draw_answer_strip(Context& c, app::State& state, const Rect& where) {
    begin_region(c, "strip", where, c.colours.panel);
    const float middle = where.x + where.width / 2, wide = where.width - 16;
    Column column{where.x + 8, where.y + 12 - ImGui::GetScrollY(), wide};
    const Rect unfold = column.take(c.size.control, 12);
    const auto show_pad = [&] {
        if (needs_strip(c, state)) app::open_probe(state, nullptr);  // there it has room
        app::fold_pad(state, false);
    };
    if (icon_button(c, "unfold", unfold, Icon::next, true, "Show the pad", Look::raised)) show_pad();
    const Rect picture{middle - 32, column.y, 64, 64};
    if (hit(c, "network sees", picture)) show_pad();
    draw_input_picture(c, state, picture);
    column.y += 72;
    const app::AnswerWords words = app::answer_words(state);
    if (words.best.empty()) {
        column.y += paragraph(c, column.x, column.y, wide, c.size.text, c.colours.muted, words.why);
    } else {
        c.layout->items["answer"] = {column.x, column.y, wide, 96};
        text(c, column.take(56), c.fonts.semibold, answer_size(c, words.best, wide), c.colours.accent, words.best,
             Align::centre);
        text(c, column.take(20), c.fonts.semibold, c.size.text, c.colours.text, words.sure, Align::centre);
        column.y += 8;
        column.y += paragraph(c, column.x, column.y, wide, c.size.text, c.colours.muted, words.next);
        if (!words.strange.empty())
            column.y += 8 + paragraph(c, column.x, column.y + 8, wide, c.size.caption, c.colours.accent, words.strange);
    }
    if (state.parts.several())
        column.y += 8 + paragraph(c, column.x, column.y + 8, wide, c.size.text, c.colours.muted,
                                  std::to_string(state.parts.all.size()) + " digits: " + app::reading(state.parts));
    ImGui::GetWindowDrawList()->AddLine({where.x + where.width - 0.5f, where.y},
                                        {where.x + where.width - 0.5f, where.y + where.height}, c.colours.line);
    end_region(column.y);
}

}  // namespace ui
