// A laid out figure as pixels, without a graphics card: PNG files of page, window and command line are the same.
#pragma once

#include <string_view>

#include "figure/layout.h"
#include "image/picture.h"

namespace figure {

/// Width of a line of text with the fonts that `paint` uses: Inter, as in the window.
float text_width(Face face, float size, std::string_view words);

/// The page at `pixels` pixels a point (0.25..4), antialiased.  At most 4096 pixels high: what is below is cut.
image::Rgba paint(const Page& page, const Look& look, float pixels);

/// lay_out and paint with title, source and legend, `width` points wide; with fewer pixels a point where the page would
/// be cut.
image::Rgba paint(const Figure& figure, image::Theme theme, float width = 960, float pixels = 2);

/// How long a frame of an animation is shown, in milliseconds.
inline constexpr int kFrameMs = 80;

/// An animation's pictures, of one size, as crisp squares: about 280 pixels wide, those without a scale of their own on
/// one.
std::vector<image::Rgba> frames(std::span<const Picture> animation, image::Theme theme);

}  // namespace figure
