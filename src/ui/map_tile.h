// One feature map (or unit) of the network as a picture that can be hovered and clicked.
#pragma once

#include "ui/context.h"

namespace ui {

enum class Side { activation, reconstruction };

/// What a map's activation or reconstruction looks like with the options that are on.  Nothing to paint: empty values.
Painting painting_of(const app::State& state, const app::Lane& lane, int layer, int map, Side side);

/// Draws it; sets the state's hover; a click selects the map, a click on a unit of the selected map selects the unit.
void map_picture(Context& c, app::State& state, const std::string& name, int layer, int map, Side side,
                 const Rect& where);

/// Selects a map of the network that is being drawn, which gets the focus.
void select_here(const Context& c, app::State& state, int layer, int map);

/// Row and column of a width x height picture at the pointer, as a flat index; -1 outside.
int unit_at_pointer(const Rect& where, int width, int height);

/// The outline of unit `unit` of a width x height picture.
void unit_frame(const Rect& where, int width, int height, int unit, ImU32 colour);

/// The outline of a receptive field on a 28 x 28 picture.
void field_frame(const Rect& where, const nn::Field& field, ImU32 colour);

/// What is known of the unit: layer, map, position, value, receptive field.
std::string unit_words(const app::Lane& lane, int layer, int map, int unit);

}  // namespace ui
