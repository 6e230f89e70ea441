// See signs_row.h.
#include "ui/panels/signs_row.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/signs.h"

namespace ui {
namespace {

struct Button {
    std::string name, label, tip;
};

std::vector<Button> buttons_of(const app::State& state) {
    std::vector<Button> all;
    for (const std::string& sign : state.signs.known.names)
        all.push_back({"sign " + sign, sign,
                       (state.signs.renaming ? "Changes the name of " : "Adds what is on the pad as another ") + sign});
    if (all.size() < app::OwnSigns::kMostSigns && !state.signs.renaming)
        all.push_back({"new sign", "New sign\xE2\x80\xA6", "Adds what is on the pad as a sign of its own"});
    return all;
}

}  // namespace

bool is_about_signs(const app::State& state) {
    return state.rest.is_here && state.probe.entry != nullptr && state.probe.entry->of_signs;
}

float draw_signs_row(Context& c, app::State& state, float x, float y, float width, bool only_measure) {
    const float high = c.fingers ? 44.0f : 30.0f, gap = 6, top = y;
    const bool renames = state.signs.renaming;
    const std::string words = renames ? "Which one gets another name?" : "Add the drawing as";
    if (!only_measure) caption(c, {x, y, width, 18}, words);
    y += 20;
    float left = x;
    const std::vector<Button> all = buttons_of(state);
    const bool drawn = !state.board.drawing().strokes.empty();
    for (const Button& one : all) {
        const float wide = std::min(width, text_width(c.fonts.regular, c.size.text, one.label) + 24);
        if (left > x && left + wide > x + width) {
            left = x;
            y += high + gap;
        }
        const bool is_new = &one == &all.back() && one.name == "new sign";
        if (!only_measure && button(c, one.name, {left, y, wide, high}, one.label,
                                    is_new && all.size() == 1 && drawn ? Look::accent : Look::raised, drawn || renames,
                                    one.tip.c_str())) {
            if (renames)
                app::ask_to_rename_sign(state, static_cast<int>(&one - all.data()));
            else if (is_new)
                app::ask_for_sign_name(state);
            else
                app::add_drawing(state, static_cast<int>(&one - all.data()));
        }
        left += wide + gap;
    }
    return y + high - top;
}

}  // namespace ui
