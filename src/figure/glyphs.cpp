// Inter by way of stb_truetype.  Natively it is compiled for this file only, as Dear ImGui has a copy of its own; in
// the page, where kilobytes count, ImGui uses this one (cmake/display.cmake).  Like it, no kerning.
#include "figure/glyphs.h"

#include <array>
#include <cassert>
#include <cmath>

#include "assets/fonts.h"

#ifndef UNPOOL_LENDS_STB_TRUETYPE
#define STBTT_STATIC
#endif
#define STB_TRUETYPE_IMPLEMENTATION
#include <stb/stb_truetype.h>

namespace figure {
namespace {

constexpr std::size_t kAscii = 128;

struct Font {
    explicit Font(const unsigned char* bytes) {
        [[maybe_unused]] const int read = stbtt_InitFont(&info, bytes, 0);
        assert(read);
        scale = stbtt_ScaleForPixelHeight(&info, 1.0f);
        for (std::size_t c = 0; c < kAscii; ++c) ascii[c] = measure(static_cast<int>(c));
    }

    float measure(int character) const {
        int advance = 0, bearing = 0;
        stbtt_GetCodepointHMetrics(&info, character, &advance, &bearing);
        return scale * static_cast<float>(advance);
    }

    stbtt_fontinfo info{};
    float scale = 0;
    std::array<float, kAscii> ascii{};
};

const Font& font_of(Face face) {
    static const Font regular(assets::inter_regular), semibold(assets::inter_semibold);
    return face == Face::regular ? regular : semibold;
}

}  // namespace

char32_t next_character(std::string_view& rest) {
    constexpr char32_t kBroken = 0xFFFD;
    const auto first = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    if (first < 0x80) return first;
    const std::size_t more = first >= 0xF0 && first < 0xF8 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC0 || first >= 0xF8 || rest.size() < more) return kBroken;
    char32_t character = first & (0x3Fu >> more);
    for (std::size_t i = 0; i < more; ++i) {
        const auto byte = static_cast<unsigned char>(rest[i]);
        if ((byte & 0xC0) != 0x80) return kBroken;
        character = character << 6 | (byte & 0x3Fu);
    }
    rest.remove_prefix(more);
    return character;
}

float advance_of(Face face, char32_t character) {
    const Font& font = font_of(face);
    return character < kAscii ? font.ascii[character] : font.measure(static_cast<int>(character));
}

const Glyph& Glyphs::get(Face face, float pixels, char32_t character, int quarter) {
    const auto [at, is_new] = made_.try_emplace({face, pixels, character, quarter});
    Glyph& glyph = at->second;
    if (!is_new) return glyph;
    const Font& font = font_of(face);
    const float scale = font.scale * pixels, shift = static_cast<float>(quarter) / 4;
    const int index = stbtt_FindGlyphIndex(&font.info, static_cast<int>(character));
    int right = 0, bottom = 0;
    stbtt_GetGlyphBitmapBoxSubpixel(&font.info, index, scale, scale, shift, 0, &glyph.left, &glyph.top, &right,
                                    &bottom);
    glyph.width = right - glyph.left;
    glyph.height = bottom - glyph.top;
    if (glyph.width <= 0 || glyph.height <= 0) return glyph;
    glyph.coverage.resize(static_cast<std::size_t>(glyph.width) * static_cast<std::size_t>(glyph.height));
    stbtt_MakeGlyphBitmapSubpixel(&font.info, glyph.coverage.data(), glyph.width, glyph.height, glyph.width, scale,
                                  scale, shift, 0, index);
    return glyph;
}

}  // namespace figure
