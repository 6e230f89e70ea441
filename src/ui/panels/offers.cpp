// What the open view offers to do, as buttons.
#include <algorithm>
#include <vector>

#include "app/offers.h"
#include "ui/panels/panels.h"

namespace ui {

float draw_offers(Context& c, app::State& state, float x, float y, float width, bool only_measure) {
    const std::vector<app::Offer> offers = app::offers(state);
    if (offers.empty()) return 0;
    const float high = c.fingers ? 44.0f : 32.0f, top = y;
    float left = x;
    for (const app::Offer& offer : offers) {
        const float wide = std::min(width, text_width(c.fonts.regular, c.size.text, offer.label) + 24);
        if (left > x && left + wide > x + width) {
            left = x;
            y += high + 8;
        }
        if (!only_measure && button(c, "offer " + offer.name, {left, y, wide, high}, offer.label, Look::raised,
                                    offer.enabled, offer.tip.c_str()))
            app::take_offer(state, offer.name);
        left += wide + 8;
    }
    return y + high + 8 - top;
}

}  // namespace ui
