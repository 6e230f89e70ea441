#include "ui/panels/parts_row.h"

#include "app/actions.h"

namespace ui {
namespace {

/// Whole percents, rounded down: several stand in one line, and 99.9 % beside it is not 100 %.
std::string whole_percent(const app::Parts::One& one) {
    return one.prediction < 0 ? "?" : std::to_string(static_cast<int>(one.probability * 100.0f + 0.05f)) + " %";
}

/// With every digit's share where there is room for them, else without.
std::string reading_words(const Context& c, const app::Parts& parts, float room) {
    const std::string words = std::to_string(parts.all.size()) + " digits: " + app::reading(parts);
    std::string shares;
    for (const app::Parts::One& one : parts.all) shares += (shares.empty() ? " (" : ", ") + whole_percent(one);
    const std::string all = words + shares + ")";
    return text_width(c.fonts.semibold, c.size.text, all) <= room ? all : words;
}

std::string seen_words(const app::Parts& parts) {
    const app::Parts::One& one = parts.all[static_cast<std::size_t>(parts.chosen)];
    std::string words = "Read one at a time; now number " + std::to_string(parts.chosen + 1);
    if (parts.all.size() > 2) words += ", " + whole_percent(one);
    return words;
}

}  // namespace

void draw_part_frames(const Context& c, const app::State& state, const Rect& pad) {
    if (!state.parts.several()) return;
    constexpr float kMargin = 4;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < state.parts.all.size(); ++i) {
        const image::Bounds& box = state.parts.all[i].box;
        const bool chosen = static_cast<int>(i) == state.parts.chosen;
        // Within the pad, so that no side is lost where a digit touches its edge.
        const ImVec2 low{std::max(pad.x + box.left * pad.width - kMargin, pad.x + 3),
                         std::max(pad.y + box.top * pad.height - kMargin, pad.y + 3)};
        const ImVec2 high{std::min(pad.x + box.right * pad.width + kMargin, pad.x + pad.width - 3),
                          std::min(pad.y + box.bottom * pad.height + kMargin, pad.y + pad.height - 3)};
        draw->AddRect(low, high, chosen ? c.colours.accent : faded(c.colours.muted, 0.75f), 4, 0, chosen ? 2.0f : 1.0f);
    }
}

void draw_parts_row(Context& c, app::State& state, const Rect& where) {
    const float arrow = where.height, gap = 6;
    const Rect before{where.x, where.y, arrow, arrow}, after{where.x + where.width - arrow, where.y, arrow, arrow};
    if (icon_button(c, "part before", before, Icon::previous, true, "The digit before (Shift+J)", Look::raised))
        app::step_part(state, -1);
    const Rect words{before.x + arrow + gap, where.y, where.width - 2 * (arrow + gap), where.height};
    bool hovered = false;
    if (hit(c, "parts", words, &hovered)) app::step_part(state, 1);
    tip_at_rest(c, "The network reads one digit at a time: step through them (J)");
    if (icon_button(c, "part after", after, Icon::next, true, "The next digit (J)", Look::raised))
        app::step_part(state, 1);
    const float upper = where.height * 0.54f;
    text(c, {words.x, where.y, words.width, upper}, c.fonts.semibold, c.size.text,
         hovered ? c.colours.accent : c.colours.text, reading_words(c, state.parts, words.width), Align::centre);
    text(c, {words.x, where.y + upper, words.width, where.height - upper}, c.fonts.regular, c.size.caption,
         c.colours.muted, seen_words(state.parts), Align::centre);
}

}  // namespace ui
