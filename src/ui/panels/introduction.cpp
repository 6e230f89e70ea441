// The sentences of the first half minute, in place of a title, so that nothing moves.
#include "app/introduction.h"

#include "app/actions.h"
#include "ui/panels/panels.h"

namespace ui {

bool draw_introduction(Context& c, app::State& state, const Rect& where) {
    using Step = app::Introduction::Step;
    const Step step = state.introduction.step;
    if (step != Step::bright && step != Step::below && step != Step::why) return false;
    const std::string count = std::to_string(static_cast<int>(step) - static_cast<int>(Step::bright) + 1) + " of 3";
    const Rect box{where.x - 4, where.y - 5, where.width + 8, where.height + 6};
    ImGui::GetWindowDrawList()->AddRectFilled({box.x, box.y}, {box.x + box.width, box.y + box.height}, c.colours.raised,
                                              6);
    selection_frame(c, box);
    const Rect words{where.x + 6, where.y, where.width - 52, where.height - 4};
    bool hovered = false;
    // The touch itself leads on (app::touch_introduction); the last sentence is a button.
    if (step == Step::why && hit(c, "why", box, &hovered)) app::when_rest_is_here(state, app::cover_the_worst_spot);
    text(c, words, step == Step::why ? c.fonts.semibold : c.fonts.regular, c.size.text,
         step == Step::why ? c.colours.accent : c.colours.text, app::introduction_words(state));
    caption(c, {where.x, where.y, where.width - 6, where.height - 4}, count, Align::right);
    return true;
}

void draw_turn(Context& c, const app::State& state, const Rect& pad) {
    if (state.introduction.step != app::Introduction::Step::your_turn) return;
    const Rect strip{pad.x + 12, pad.y + pad.height - 40, pad.width - 24, 30};
    ImGui::GetWindowDrawList()->AddRectFilled({strip.x, strip.y}, {strip.x + strip.width, strip.y + strip.height},
                                              c.colours.accent, 6);
    text(c, strip, c.fonts.semibold, c.size.text, c.colours.on_accent, app::introduction_words(state), Align::centre);
}

}  // namespace ui
