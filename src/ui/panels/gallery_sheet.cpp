// The pictures of a data set: by class, or only those that the current model misreads.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/actions.h"
#include "app/class_names.h"
#include "app/last_word.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

/// Indices of the pictures that the filter lets through.
std::vector<int> filtered(const app::State& state) {
    std::vector<int> found;
    for (int i = 0; i < state.digits->count(); ++i) {
        const bool right_class = state.gallery_class < 0 || state.digits->label(i) == state.gallery_class;
        if (right_class && (!state.gallery_wrong_only || misreads(state.lane(), *state.digits, i))) found.push_back(i);
    }
    return found;
}

/// Buttons one after another, in as many lines as they take; gives the one clicked, or -1.
int draw_chips(Context& c, const std::string& name, Column& column, std::span<const Choice> choices, int chosen) {
    const float high = c.size.control;
    float x = column.x;
    int clicked = -1;
    for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
        const Choice& choice = choices[static_cast<std::size_t>(i)];
        const float wide =
            std::min(std::max(text_width(c.fonts.semibold, c.size.text, choice.label) + 20, c.fingers ? 44.0f : 0.0f),
                     column.width);
        if (x > column.x && x + wide > column.x + column.width) {
            x = column.x;
            column.y += high + 6;
        }
        if (button(c, name + " " + choice.label, {x, column.y, wide, high}, choice.label,
                   i == chosen ? Look::accent : Look::raised, true, choice.tip))
            clicked = i;
        x += wide + 6;
    }
    column.y += high + 8;
    return clicked;
}

/// The sets: those that come with the program, then those that a person brought.
void draw_sets(Context& c, app::State& state, Column& column) {
    std::vector<Choice> choices;
    std::vector<app::DataSetPtr> own;
    int chosen = -1;
    for (const app::SetSource& source : app::set_sources()) {
        if (state.set_to_show == source.which && !state.drawings.shown) chosen = static_cast<int>(choices.size());
        choices.push_back({source.name, source.words});
    }
    for (const app::DataSetPtr& set : state.sets) {
        if (app::source_of_set(state, set) || set == state.drawings.set) continue;
        if (!state.set_to_show && set == state.digits) chosen = static_cast<int>(choices.size());
        choices.push_back({set->name, "Pictures that were opened here"});
        own.push_back(set);
    }
    const int drawings = static_cast<int>(choices.size());
    if (state.drawings.shown) chosen = drawings;
    choices.push_back({"My drawings", "What you drew and kept, with its label"});
    choices.push_back({"Open\xE2\x80\xA6",
                       "A folder of PNG pictures named by their class: 7/a.png or 7_a.png; IDX files "
                       "can be dropped on the page"});
    const int clicked = draw_chips(c, "set", column, choices, chosen);
    const int sources = static_cast<int>(app::set_sources().size());
    if (clicked == drawings)
        app::show_drawings(state);
    else if (clicked > drawings)
        app::choose_folder(state);
    else if (clicked >= sources)
        app::show_data_set(state, own[static_cast<std::size_t>(clicked - sources)]);
    else if (clicked >= 0)
        app::show_set(state, app::set_sources()[static_cast<std::size_t>(clicked)].which);
}

/// How far the set is that is to be shown, or why it did not come.
void draw_coming(Context& c, app::State& state, Column& column, const app::SetSource& source) {
    const std::string& error = app::set_error(state, source.which);
    const float share = app::set_progress(state, source.which);
    column.y += paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.muted,
                          error.empty() ? "Fetching " + std::string(source.name) + ": " + percent(share)
                                        : std::string(source.name) + " could not be loaded: " + error) +
                8;
    if (error.empty()) {
        const Rect bar = column.take(6, 8);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled({bar.x, bar.y}, {bar.x + bar.width, bar.y + bar.height}, c.colours.raised, 3);
        if (share > 0.01f)
            draw->AddRectFilled({bar.x, bar.y}, {bar.x + bar.width * share, bar.y + bar.height}, c.colours.accent, 3);
    } else if (button(c, "try again", column.take(c.size.control, 8), "Try again")) {
        app::want_set(state, source.which);
    }
}

/// Of the pictures that nothing is chosen by: their button, and what came of it.
void draw_last_word(Context& c, app::State& state, Column& column) {
    const Rect line = column.take(c.size.control, 8);
    const float wide = std::min(text_width(c.fonts.regular, c.size.text, "Ask for the last word") + 28, line.width);
    if (button(c, "last word", {line.x, line.y, wide, line.height}, "Ask for the last word", Look::raised,
               !state.last_word.more, "Accuracy of the network on show, and which pictures it misreads"))
        app::use_last_word(state);
    const std::string words = app::last_word_words(state);
    c.layout->items["last word words"] = column.take(0);
    column.y += paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.text, words) + 8;
}

/// Labels for what is on the pad, and what can be done with all that was kept.
void draw_own_drawings(Context& c, app::State& state, Column& column) {
    const bool drawn = !state.board.drawing().strokes.empty() && state.board.drawing().picture.empty();
    column.y +=
        paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.muted,
                  drawn ? "Keep what is on the pad as a"
                        : "Draw a digit on the pad, then keep it here with its label. Drawings stay in this browser.") +
        6;
    std::vector<Choice> labels;
    for (int k = 0; k < 10; ++k) labels.push_back({std::to_string(k), nullptr, drawn});
    const int label = segmented(c, "keep as", column.take(c.size.control, 8), labels, -1);
    if (label >= 0 && drawn) {
        app::keep_drawing(state, label);
        state.sheet = app::Sheet::none;
    }
    const bool some = !state.drawings.all.empty();
    std::vector<Choice> acts{
        {"Import\xE2\x80\xA6", "Lines of strokes with labels, as this page and the command line write them"}};
    if (some) acts.push_back({"Export", "All of them, as lines of strokes"});
    if (some)
        acts.push_back(
            {state.drawings.removing ? "Done" : "Remove\xE2\x80\xA6", "Then a click on a drawing forgets it"});
    const int act = draw_chips(c, "drawings", column, acts, state.drawings.removing ? 2 : -1);
    if (act == 0) app::choose_file(state);
    if (act == 1) app::export_drawings(state);
    if (act == 2) state.drawings.removing = !state.drawings.removing;
}

/// Classes: digits in one line, for fingers in two where one is too narrow; names in as many as they take.
void draw_classes(Context& c, app::State& state, Column& column, float width) {
    std::vector<Choice> classes{{"All"}};
    for (const std::string& name : state.digits->class_names) classes.push_back({name});
    const std::span<const Choice> all(classes);
    const bool are_digits = classes.size() <= 11 && state.digits->class_name(0) == "0";
    int chosen = -1;
    if (!are_digits) {
        chosen = draw_chips(c, "class", column, all, state.gallery_class + 1);
    } else {
        const bool split = c.fingers && width < static_cast<float>(classes.size()) * 44;
        const std::size_t first = split ? std::min<std::size_t>(6, all.size()) : all.size();
        const Rect line = column.take(c.size.control, 4);
        chosen = segmented(c, "class", {line.x, line.y, width, line.height}, all.first(first), state.gallery_class + 1);
        if (split && first < all.size()) {
            const int below = segmented(c, "class", column.take(c.size.control, 4), all.subspan(first),
                                        state.gallery_class + 1 - static_cast<int>(first));
            if (below >= 0) chosen = below + static_cast<int>(first);
        }
    }
    if (chosen >= 0) state.gallery_class = chosen - 1;
}

/// Classes, and which of them.
void draw_filters(Context& c, app::State& state, Column& column) {
    const float toggle_width = std::min(150.0f, column.width), top = column.y;
    const bool beside = column.width > 650 && state.digits->class_name(0) == "0";
    draw_classes(c, state, column, beside ? column.width - toggle_width - 12 : column.width);
    const Rect where{beside ? column.x + column.width - toggle_width : column.x, beside ? top : column.y, toggle_width,
                     c.size.control};
    toggle(c, "misread only", where, state.gallery_wrong_only, "Misread only");
    column.y = std::max(column.y, where.y + where.height) + 6;
}

void draw_digit(Context& c, app::State& state, int index, const Rect& where) {
    const std::string name = "digit " + std::to_string(index);
    bool hovered = false;
    const bool removes = state.drawings.shown && state.drawings.removing;
    const bool clicked = hit(c, name, where, &hovered);
    if (clicked && removes) return app::forget_drawing(state, index);
    if (clicked) {
        app::show_sample(state, index);
        state.sheet = app::Sheet::none;
    }
    std::array<float, 784> ink{};
    const auto bytes = state.digits->picture(index);
    std::transform(bytes.begin(), bytes.end(), ink.begin(),
                   [](std::uint8_t b) { return static_cast<float>(b) / 255.0f; });
    c.pictures.draw(name, static_cast<unsigned>(state.digits->id),
                    {ink, app::kInputSide, app::kInputSide, image::Map::ink, 1, 1}, where);
    const bool wrong =
        app::knows_classes(state.lane().network(), *state.digits) && misreads(state.lane(), *state.digits, index);
    if (wrong || hovered)
        ImGui::GetWindowDrawList()->AddRect({where.x - 1, where.y - 1},
                                            {where.x + where.width + 1, where.y + where.height + 1},
                                            removes   ? c.colours.error
                                            : hovered ? c.colours.accent
                                                      : c.colours.error,
                                            2, 0, 2);
    if (!hovered) return;
    const auto i = static_cast<std::size_t>(index);
    const nn::Network& network = state.lane().network();
    std::string words =
        "number " + std::to_string(index) + ", label " + state.digits->class_name(state.digits->label(index));
    if (const nn::Answers& known = state.lane().predictions; index < known.seen())
        words += "\nthe network reads " + (known.predicted[i] < 0 ? std::string("nothing: not finite")
                                                                  : nn::class_name(network, known.predicted[i]));
    tip(c, words);
}

std::string count_words(const app::State& state, std::size_t shown) {
    const nn::Answers& known = state.lane().predictions;
    const int count = state.digits->count();
    const bool held_out = state.set_to_show == app::SetName::held_out;
    std::string words = thousands(static_cast<int>(shown)) + " of " + thousands(count) +
                        (held_out ? " digits, none of them seen in training" : " pictures");
    if (!app::knows_classes(state.lane().network(), *state.digits))
        words += "; the network knows other classes, and answers with those";
    else if (known.seen() == count)
        words += "; the network misreads " + std::to_string(known.wrong());
    else if (known.seen() > 0)
        words += "; reading them: " + percent(static_cast<float>(known.seen()) / static_cast<float>(count));
    return words;
}

}  // namespace

void draw_gallery_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "Pictures", where);
    draw_sets(c, state, column);
    if (state.drawings.shown) draw_own_drawings(c, state, column);
    if (state.drawings.shown && state.digits != state.drawings.set) return end_sheet(column.y + 24);
    const app::SetSource* source = state.set_to_show ? &app::source_of(*state.set_to_show) : nullptr;
    if (source)
        column.y += paragraph(c, column.x, column.y, column.width, c.size.caption, c.colours.muted, source->words) + 8;
    if (source && app::set_of(state, source->which) != state.digits) draw_coming(c, state, column, *source);
    if (!state.digits->loaded() || (source && app::set_of(state, source->which) != state.digits))
        return end_sheet(column.y + 24);
    if (source && source->which == app::last_word_set(state.lane().network())) draw_last_word(c, state, column);
    draw_filters(c, state, column);
    const std::vector<int> shown = filtered(state);
    column.y += paragraph(c, column.x, column.y, column.width, c.size.caption, c.colours.muted,
                          count_words(state, shown.size())) +
                6;
    const float tile = c.fingers ? 44.0f : 40.0f, step = tile + 6;
    const int columns = std::max(1, static_cast<int>((column.width + 6) / step));
    const int rows = (static_cast<int>(shown.size()) + columns - 1) / columns;
    // Only the rows on the screen are drawn: 10,000 pictures would be a lot.
    const int first = std::max(0, static_cast<int>((where.y - column.y) / step));
    const int last = std::min(rows, static_cast<int>((where.y + where.height - column.y) / step) + 1);
    for (int row = first; row < last; ++row)
        for (int i = row * columns; i < std::min((row + 1) * columns, static_cast<int>(shown.size())); ++i)
            draw_digit(c, state, shown[static_cast<std::size_t>(i)],
                       {column.x + step * static_cast<float>(i % columns), column.y + step * static_cast<float>(row),
                        tile, tile});
    end_sheet(column.y + step * static_cast<float>(rows) + 12);
}

}  // namespace ui
