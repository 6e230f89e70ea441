// What the bars at the screen's edges have in common.
#pragma once

#include "app/views.h"
#include "ui/widgets.h"

namespace ui {

/// The product's name; gives where it ends.
float draw_wordmark(Context& c, const Rect& where);

/// A word that is chosen among others, with a line in the accent at the edge of its bar.
bool bar_item(Context& c, const std::string& name, const Rect& where, std::string_view label, bool on);

app::ThemeChoice other_theme(const Context& c);

/// "LeNet-5", or both names.
std::string shown_models(const app::State& state);
/// The same, or "2 networks" where both names are wider than `width`.
std::string models_within(Context& c, const app::State& state, float width);

/// Whether there is a figure to save.
bool has_figure(app::State& state);

/// A line along a bar's lower edge.
void bar_line(Context& c, const Rect& bar);

}  // namespace ui
