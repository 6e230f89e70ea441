// The 10,000 digits: by class, or only those that the current model misreads.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/actions.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

/// Indices of the digits that the filter lets through.
std::vector<int> filtered(const app::State& state) {
    std::vector<int> found;
    for (int i = 0; i < state.digits->count(); ++i) {
        const bool right_class = state.gallery_class < 0 || state.digits->label(i) == state.gallery_class;
        if (right_class && (!state.gallery_wrong_only || misreads(state.lane(), *state.digits, i))) found.push_back(i);
    }
    return found;
}

/// Classes in one line, for fingers in two where one is too narrow, and which of them; gives the height used.
float draw_filters(Context& c, app::State& state, float x, float y, float width) {
    std::vector<Choice> classes{{"All"}};
    for (int digit = 0; digit < 10; ++digit) classes.push_back({std::to_string(digit)});
    const float high = c.size.control, toggle_width = std::min(150.0f, width), line = high + 4;
    const bool beside = width > 650, split = c.fingers && !beside && width < 11 * 44;
    const std::span<const Choice> all(classes);
    const std::size_t first = split ? 6 : all.size();
    int chosen = segmented(c, "class", {x, y, beside ? width - toggle_width - 12 : width, high}, all.first(first),
                           state.gallery_class + 1);
    if (split) {
        const int below = segmented(c, "class", {x, y + line, width, high}, all.subspan(first),
                                    state.gallery_class + 1 - static_cast<int>(first));
        if (below >= 0) chosen = below + static_cast<int>(first);
    }
    if (chosen >= 0) state.gallery_class = chosen - 1;
    const float rows = beside ? 0.0f : split ? 2.0f : 1.0f;
    toggle(c, "misread only", {beside ? x + width - toggle_width : x, y + rows * line, toggle_width, high},
           state.gallery_wrong_only, "Misread only");
    return rows * line + high;
}

void draw_digit(Context& c, app::State& state, int index, const Rect& where) {
    const std::string name = "digit " + std::to_string(index);
    bool hovered = false;
    if (hit(c, name, where, &hovered)) {
        app::show_sample(state, index);
        state.sheet = app::Sheet::none;
    }
    std::array<float, 784> ink{};
    const auto bytes = state.digits->picture(index);
    std::transform(bytes.begin(), bytes.end(), ink.begin(),
                   [](std::uint8_t b) { return static_cast<float>(b) / 255.0f; });
    c.pictures.draw(name, 1, {ink, app::kInputSide, app::kInputSide, image::Map::ink, 1, 1}, where);
    const bool wrong = misreads(state.lane(), *state.digits, index);
    if (wrong || hovered)
        ImGui::GetWindowDrawList()->AddRect({where.x - 1, where.y - 1},
                                            {where.x + where.width + 1, where.y + where.height + 1},
                                            hovered ? c.colours.accent : c.colours.error, 2, 0, 2);
    if (!hovered) return;
    const auto i = static_cast<std::size_t>(index);
    std::string words = "number " + std::to_string(index) + ", label " + std::to_string(state.digits->label(index));
    if (const nn::Answers& known = state.lane().predictions; index < known.seen())
        words += "\nthe network reads " +
                 (known.predicted[i] < 0 ? std::string("nothing: not finite") : std::to_string(known.predicted[i]));
    tip(c, words);
}

std::string count_words(const app::State& state, std::size_t shown) {
    const nn::Answers& known = state.lane().predictions;
    std::string words = thousands(static_cast<int>(shown)) + " of " + thousands(state.digits->count()) +
                        " digits, none of them seen in training";
    if (known.seen() == state.digits->count())
        words += "; the network misreads " + std::to_string(known.wrong());
    else
        words += "; reading them: " +
                 percent(static_cast<float>(known.seen()) / static_cast<float>(std::max(state.digits->count(), 1)));
    return words;
}

}  // namespace

void draw_gallery_sheet(Context& c, app::State& state, const Rect& where) {
    Column column = begin_sheet(c, state, "MNIST digits", where);
    if (!state.digits->loaded()) {
        paragraph(c, column.x, column.y, column.width, c.size.text, c.colours.muted,
                  digits_error(state).empty() ? "Fetching the 10,000 digits\xE2\x80\xA6"
                                              : "The digits could not be loaded: " + digits_error(state));
        end_sheet(column.y + 60);
        return;
    }
    column.y += draw_filters(c, state, column.x, column.y, column.width) + 6;
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
