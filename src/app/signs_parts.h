// What the files about signs have in common.
#pragma once

#include <string>

#include "app/signs.h"

namespace app {

/// Strokes as they are kept: on a page of 1 x 1, points a fiftieth of it apart or more, in steps of 1/255, so that a
/// link holds them exactly.
image::Strokes as_kept(const image::Strokes& strokes);
/// Adds a drawing of sign number `sign`; false where it has no ink.
bool keep_sign(OwnSigns& own, int sign, const image::Strokes& strokes);
/// All drawings, a line each.
std::string lines_of(const OwnSigns& own);
/// After drawings came or went: they are learnt, and kept for the next visit unless `keep` is false.
void signs_changed(State& state, bool keep = true);
/// Of a file in any units: as they are where they lie on a page of 1 x 1, else with a border on one.
image::Strokes on_a_page(const image::Strokes& strokes);
/// Puts the network whose features are read into the lane with the focus.
void show_sign_features(State& state);

}  // namespace app
