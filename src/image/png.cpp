// PNG out by way of stb, and contact sheets.
#include "image/png.h"

#include <algorithm>
#include <cassert>

#include <stb/stb_image_write.h>

namespace image {
namespace {

void append(void* context, void* data, int size) {
    auto* out = static_cast<std::vector<std::uint8_t>*>(context);
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out->insert(out->end(), bytes, bytes + size);
}

}  // namespace

bool is_opaque(const Rgba& picture) {
    return std::all_of(picture.pixels.begin(), picture.pixels.end(), [](Colour c) { return c.a == 255; });
}

std::vector<std::uint8_t> encode_png(const Rgba& picture, bool opaque) {
    static_assert(sizeof(Colour) == 4);
    assert(picture.width > 0 && picture.height > 0);
    // Flat colours and crisp squares: filters make the file no smaller, and trying them takes most of the time.
    stbi_write_force_png_filter = 0;
    stbi_write_png_compression_level = 5;
    std::vector<std::uint8_t> out, rgb;
    if (opaque) {
        rgb.reserve(3 * picture.pixels.size());
        for (const Colour c : picture.pixels) rgb.insert(rgb.end(), {c.r, c.g, c.b});
    }
    const int channels = opaque ? 3 : 4;
    const void* pixels = opaque ? static_cast<const void*>(rgb.data()) : picture.pixels.data();
    stbi_write_png_to_func(append, &out, picture.width, picture.height, channels, pixels, channels * picture.width);
    return out;
}

std::vector<std::uint8_t> encode_png(const Rgba& picture) { return encode_png(picture, is_opaque(picture)); }

Rgba enlarge(const Rgba& picture, int factor) {
    assert(factor > 0);
    Rgba out(picture.width * factor, picture.height * factor);
    for (int row = 0; row < out.height; ++row) {
        for (int column = 0; column < out.width; ++column)
            out.at(row, column) = picture.at(row / factor, column / factor);
    }
    return out;
}

Rgba contact_sheet(std::span<const Rgba> pictures, int columns, int gap, Colour background) {
    const int count = static_cast<int>(pictures.size());
    columns = std::clamp(columns, 1, std::max(count, 1));
    const int rows = (count + columns - 1) / columns;
    const int width = count == 0 ? 0 : pictures[0].width, height = count == 0 ? 0 : pictures[0].height;
    Rgba sheet(std::max(1, columns * (width + gap) + gap), std::max(1, rows * (height + gap) + gap), background);
    for (int i = 0; i < count; ++i) {
        const Rgba& picture = pictures[static_cast<std::size_t>(i)];
        assert(picture.width == width && picture.height == height);
        const int top = gap + i / columns * (height + gap), left = gap + i % columns * (width + gap);
        for (int row = 0; row < height; ++row) {
            const Colour* from = picture.pixels.data() + static_cast<std::ptrdiff_t>(row) * width;
            std::copy(from, from + width, &sheet.at(top + row, left));
        }
    }
    return sheet;
}

}  // namespace image
