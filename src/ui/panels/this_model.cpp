// See this_model.h.
#include "ui/panels/this_model.h"

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/foreign.h"
#include "app/model_view.h"

namespace ui {
namespace {

constexpr float kInside = 14;  // between a card's edge and what it holds

std::string shape_words(const nn::Shape& s) {
    return s.plane() == 1 ? std::to_string(s.channels)
                          : std::to_string(s.channels) + " \xC3\x97 " + std::to_string(s.height) + " \xC3\x97 " +
                                std::to_string(s.width);
}

/// A title in a card, and what stands small at its right, or where there is no room below it.
void draw_title(Context& c, Column& column, const char* title, std::string_view note) {
    const Rect line = column.take(24, 4);
    text(c, line, c.fonts.semibold, c.size.heading, c.colours.text, title);
    const float used = text_width(c.fonts.semibold, c.size.heading, title) + 12;
    const bool fits = used + text_width(c.fonts.regular, c.size.text - 1, note) <= line.width;
    const Rect where = fits ? Rect{line.x + used, line.y, line.width - used, line.height} : column.take(20, 4);
    text(c, where, c.fonts.regular, c.size.text - 1, c.colours.muted, note, fits ? Align::right : Align::left);
}

/// One choice with what it reads; its ground is the darker the more that is.
bool draw_choice(Context& c, const std::string& name, const Rect& where, const app::AssumptionRow::Choice& choice,
                 bool chosen, float lines) {
    bool hovered = false;
    const bool clicked = hit(c, name, where, &hovered);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from{where.x, where.y}, to{where.x + where.width, where.y + where.height};
    draw->AddRectFilled(from, to, hovered ? c.colours.hover : c.colours.raised, c.size.rounding);
    draw->AddRectFilled(from, to, faded(c.colours.series, 0.34f * choice.share * choice.share), c.size.rounding);
    draw->AddRect(from, to, c.colours.line, c.size.rounding);
    if (chosen) selection_frame(c, where);
    ImFont* font = chosen ? c.fonts.semibold : c.fonts.regular;
    const float half = std::round(where.height / 2), size = c.size.text - 1;
    const bool two = lines > 1;
    text(c, {where.x, where.y + (two ? 3.0f : 0.0f), where.width, two ? half - 2 : where.height}, font, size,
         c.colours.text, choice.brief, Align::centre);
    if (two)
        text(c, {where.x, where.y + half - 1, where.width, half - 3}, font, size,
             choice.read.empty() ? c.colours.muted : c.colours.text, choice.read.empty() ? "not tried" : choice.read,
             Align::centre);
    if (hovered) tip(c, choice.word + (choice.read.empty() ? ": not tried" : ": " + choice.read + " of the digits"));
    return clicked;
}

/// What is open of one thing, in as many rows as it takes.
void draw_open(Context& c, app::State& state, Column& column, const app::AssumptionRow& row, float label) {
    const float high = c.fingers ? 44.0f : 40.0f, gap = 6, left = column.x + label, end = column.x + column.width;
    text(c, {column.x, column.y, label - 6, high}, c.fonts.regular, c.size.text, c.colours.muted, row.label);
    float x = left;
    for (std::size_t i = 0; i < row.choices.size(); ++i) {
        const app::AssumptionRow::Choice& choice = row.choices[i];
        const float wide =
            std::max(text_width(c.fonts.semibold, c.size.text - 1, choice.brief) + (c.phone ? 14.0f : 20.0f), 64.0f);
        if (x > left && x + wide > end) {
            x = left;
            column.y += high + gap;
        }
        if (draw_choice(c, "assume " + row.key + " " + choice.word, {x, column.y, wide, high}, choice, i == row.chosen,
                        2))
            app::assume_or_say(state, row.key, choice.word);
        x += wide + gap;
    }
    column.y += high + gap;
}

/// What the file tells or its shapes leave no choice of.
void draw_fact(Context& c, Column& column, const app::AssumptionRow& row, float label) {
    const Rect line = column.take(c.size.row);
    text(c, {line.x, line.y, label - 6, line.height}, c.fonts.regular, c.size.text, c.colours.muted, row.label);
    const std::string& word = row.choices[row.chosen].brief;
    const float used = label + text_width(c.fonts.semibold, c.size.text, word) + 10;
    text(c, {line.x + label, line.y, line.width - label, line.height}, c.fonts.semibold, c.size.text, c.colours.text,
         word);
    const float wanted = text_width(c.fonts.regular, c.size.text - 1, row.why);
    if (used + wanted <= line.width || row.why.empty())
        text(c, {line.x + used, line.y, line.width - used, line.height}, c.fonts.regular, c.size.text - 1,
             c.colours.muted, row.why);
    else  // below it
        text(c, {line.x + label, column.take(20).y, line.width - label, 20}, c.fonts.regular, c.size.text - 1,
             c.colours.muted, row.why);
}

void draw_choices(Context& c, app::State& state, Column& column, const app::Foreign& foreign) {
    draw_title(c, column, "What else it could be", app::tried_words(foreign));
    const float label = c.phone ? 84.0f : 92.0f;
    for (const app::AssumptionRow& row : foreign.rows)
        if (row.why.empty()) draw_open(c, state, column, row, label);
    for (const app::AssumptionRow& row : foreign.rows)
        if (!row.why.empty()) draw_fact(c, column, row, label);
}

/// The input as the first layer with weights reads it.
void draw_seen(Context& c, app::State& state, Column& column) {
    const app::SeenInput seen = app::seen_input(state);
    draw_title(c, column, "What it sees", seen.size);
    const float side = std::min(column.width, c.phone ? 96.0f : 112.0f);
    const Rect at{column.x, column.y, side, side};
    if (seen.values.empty())
        ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.x + side, at.y + side}, c.colours.pad, 4);
    else
        c.pictures.draw("seen input", state.revision.picture,
                        {seen.values, seen.side, seen.side, seen.map, seen.scale, 1}, at);
    const float x = at.x + side + 12;
    float y = at.y;
    for (const std::string& line : seen.lines)
        y += paragraph(c, x, y, column.x + column.width - x, c.size.text, c.colours.muted, line) + 2;
    column.y += std::max(side, y - at.y) + 8;
}

/// One line a layer: name, kind, shape, parameters.
void draw_layers(Context& c, const app::State& state, Column& column) {
    const nn::Network& network = state.lane().network();
    draw_title(c, column, "Layers", thousands(network.parameter_count()) + " parameters");
    const float size = c.size.text - (c.phone ? 2.0f : 1.0f), high = c.phone ? 22.0f : 21.0f;
    for (int i = 0; i < network.layer_count(); ++i) {
        const Rect line = column.take(high);
        const int parameters = nn::parameter_count(network, i);
        float x = line.x;
        const auto cell = [&](float share, ImFont* font, ImU32 ink, const std::string& words, Align align) {
            text(c, {x, line.y, line.width * share, line.height}, font, size, ink, words, align);
            x += line.width * share;
        };
        cell(0.22f, c.fonts.semibold, c.colours.text, network.layer(i).name, Align::left);
        cell(0.34f, c.fonts.regular, c.colours.muted, std::string(nn::info(network.layer(i).kind).called), Align::left);
        cell(0.26f, c.fonts.regular, c.colours.muted, shape_words(network.shape(i)), Align::left);
        cell(0.18f, c.fonts.regular, c.colours.muted, parameters > 0 ? thousands(parameters) : "", Align::right);
    }
}

/// What was drawn with `draw` gets a card around it; gives its height.
template <class Draw>
float in_card(Context& c, float x, float y, float width, float least, Draw draw) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->ChannelsSplit(2);
    list->ChannelsSetCurrent(1);
    Column column{x + kInside, y + 8, width - 2 * kInside};
    draw(column);
    const float high = std::max(least, column.y + 8 - y);
    list->ChannelsSetCurrent(0);
    card(c, {x, y, width, high});
    list->ChannelsMerge();
    return high;
}

void draw_buttons(Context& c, app::State& state, Column& column, const app::Foreign* foreign) {
    const Rect row = column.take(c.size.control, 10);
    float x = row.x;
    const auto wide = [&](const char* label) { return text_width(c.fonts.regular, c.size.text, label) + 32; };
    const auto next = [&](const std::string& name, const char* label, Look look) {
        const Rect where{x, row.y, wide(label), row.height};
        x += where.width + 8;
        return button(c, name, where, label, look);
    };
    if (foreign != nullptr && foreign->step == app::Foreign::Step::refused &&
        next("open anyway", "Open all the same", Look::accent))
        return app::open_anyway(state);
    if (next("open model", c.phone ? "Open\xE2\x80\xA6" : "Open a model\xE2\x80\xA6", Look::accent))
        app::choose_file(state);
    if (next("save model", c.phone ? "Save" : "Save this one", Look::raised)) app::save_model(state);
    if (foreign != nullptr && foreign->told && next("assume best", "Take the best", Look::raised))
        app::assume_best(state);
}

}  // namespace

void draw_this_model(Context& c, app::State& state, Column& column) {
    const app::Foreign* foreign = app::foreign_on_show(state);
    const float size = c.phone ? 16.0f : 18.0f;
    column.y += paragraph(c, column.x, column.y, column.width - (c.phone ? 0.0f : 48.0f), size, c.colours.text,
                          app::model_finding(state), c.fonts.semibold) +
                8;
    draw_buttons(c, state, column, foreign);
    foreign = app::foreign_on_show(state);  // a button may have changed it
    const bool rows = foreign != nullptr && !foreign->rows.empty();
    const bool refused = rows && foreign->step == app::Foreign::Step::refused;  // another network is running
    const bool beside = column.width > 720 && !refused;
    const float left = beside ? std::round(column.width * (rows ? 0.58f : 0.42f)) : column.width;
    const float y = column.y;
    float low = y;
    const auto first = [&](Column& inside) {
        if (rows)
            draw_choices(c, state, inside, *foreign);
        else
            draw_seen(c, state, inside);
    };
    low += in_card(c, column.x, y, left, 0, first) + 10;
    if (refused) {
        column.y = low;
        return;
    }
    const float x = beside ? column.x + left + 10 : column.x, wide = beside ? column.width - left - 10 : column.width;
    float at = beside ? y : low;
    if (rows) at += in_card(c, x, at, wide, 0, [&](Column& inside) { draw_seen(c, state, inside); }) + 10;
    at += in_card(c, x, at, wide, 0, [&](Column& inside) { draw_layers(c, state, inside); }) + 10;
    c.layout->items["result"] = {column.x, y, column.width, std::max(low, at) - 10 - y};
    column.y = std::max(low, at) + 6;
}

}  // namespace ui
