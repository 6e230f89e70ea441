// A sheet covers the centre until it is closed: title, cross, scrolling content.
#pragma once

#include "ui/panels/panels.h"

namespace ui {

/// Draws ground, title and cross; gives the column for the content.
Column begin_sheet(Context& c, app::State& state, const char* title, const Rect& where);
void end_sheet(float content_bottom);

/// Markdown as far as the help texts use it: # headings, paragraphs, - lists, two-column `key` | words lines.
float draw_markdown(Context& c, float x, float y, float width, std::string_view words);

}  // namespace ui
