// Several digits on the pad: their frames, what they are read as, and the way from one to the next.
#pragma once

#include "ui/widgets.h"

namespace ui {

/// Faint frames around the digits; the one that the network sees in the accent.
void draw_part_frames(const Context& c, const app::State& state, const Rect& pad);

/// "2 digits: 17 (99 %, 97 %)" between two arrows; a tap on the words steps on too.
void draw_parts_row(Context& c, app::State& state, const Rect& where);

}  // namespace ui
