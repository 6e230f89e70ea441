// PNG in and out (stb), and contact sheets.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/picture.h"

namespace image {

std::vector<std::uint8_t> encode_png(const Rgba& picture);

/// Luminance of a PNG of at most 4096 x 4096, alpha over white.  Errors: not a PNG, damaged, too large.
base::Result<Gray> decode_png_gray(std::span<const std::uint8_t> bytes);

/// Pixels repeated `factor` times in both directions: crisp squares.
Rgba enlarge(const Rgba& picture, int factor);

/// Pictures of one size on a grid, `gap` pixels of `background` between and around them.
Rgba contact_sheet(std::span<const Rgba> pictures, int columns, int gap, Colour background);

}  // namespace image
