// PNG in (our own reader, the same for page and command line) and out (stb), and contact sheets.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/picture.h"

namespace image {

bool is_opaque(const Rgba& picture);

/// Without the alpha channel where `opaque`.
std::vector<std::uint8_t> encode_png(const Rgba& picture, bool opaque);
std::vector<std::uint8_t> encode_png(const Rgba& picture);

/// An animated PNG (PNG, third edition: acTL, fcTL, fdAT) of one or more frames of one size, each shown for `delay_ms`
/// (1..65535), over and over.  A reader that knows no animation shows the first.
std::vector<std::uint8_t> encode_animated_png(std::span<const Rgba> frames, int delay_ms);

/// Luminance of a PNG, upright as its eXIf chunk says, on paper where it is transparent (`on_paper`), averaged down to
/// at most 2048 pixels along its longer side while it is read.  An animation opens as its default picture.
/// Errors: not a PNG, damaged (a wrong checksum of a part that must be there), more than 144 million pixels.
base::Result<Gray> decode_png_gray(std::span<const std::uint8_t> bytes);

/// Pixels repeated `factor` times in both directions: crisp squares.
Rgba enlarge(const Rgba& picture, int factor);

/// Pictures of one size on a grid, `gap` pixels of `background` between and around them.
Rgba contact_sheet(std::span<const Rgba> pictures, int columns, int gap, Colour background);

}  // namespace image
