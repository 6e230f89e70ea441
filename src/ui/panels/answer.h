// The answer and what it stands on, shared by the drawing panel, the strip and a phone's bars.
#pragma once

#include "ui/widgets.h"

namespace ui {

/// The digit, 44 points high, how sure the network is of it, and the next one; or why there is none.
void draw_answer(Context& c, app::State& state, const Rect& where);

/// Points of a class's name where it stands large: a digit is larger than a word.
float answer_size(const Context& c, std::string_view name, float width);

/// All classes as bars.
void draw_bars(Context& c, app::State& state, const Rect& where);

/// What the network sees.
void draw_input_picture(Context& c, const app::State& state, const Rect& where);

/// Of what is no digit, or of several.
void draw_answer_note(Context& c, app::State& state, const Rect& where);

}  // namespace ui
