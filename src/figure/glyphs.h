// Letters as coverage: an inner part of src/figure.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "figure/layout.h"

namespace figure {

/// The next character of UTF-8 text, which is taken off `rest`; U+FFFD for a byte that begins none.
char32_t next_character(std::string_view& rest);

/// Where the pen goes after this character, in points, at a size of 1.  The size is that of the whole line, as in the
/// window.
float advance_of(Face face, char32_t character);

/// A letter in pixels: its box's upper left corner from the pen, which stands on the baseline, and coverage 0..255.
struct Glyph {
    int left = 0, top = 0, width = 0, height = 0;
    std::vector<std::uint8_t> coverage;
};

/// The letters of one picture, rasterised when they are first asked for.
class Glyphs {
public:
    /// The pen stands `quarter` quarters of a pixel (0..3) right of a whole one.
    const Glyph& get(Face face, float pixels, char32_t character, int quarter);

private:
    std::map<std::tuple<Face, float, char32_t, int>, Glyph> made_;
};

}  // namespace figure
