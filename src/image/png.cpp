// PNG in and out by way of stb, and contact sheets.
#include "image/png.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <memory>

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

namespace image {
namespace {

constexpr int kMaxSide = 4096;
constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

struct Free {
    void operator()(void* memory) const { std::free(memory); }
};

void append(void* context, void* data, int size) {
    auto* out = static_cast<std::vector<std::uint8_t>*>(context);
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out->insert(out->end(), bytes, bytes + size);
}

bool has_png_signature(std::span<const std::uint8_t> bytes) {
    constexpr std::uint8_t kSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return bytes.size() >= sizeof kSignature && std::equal(std::begin(kSignature), std::end(kSignature), bytes.begin());
}

/// Width and height from IHDR, which the standard puts first.
std::uint32_t header_number(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

/// Luminance and alpha over paper of the given brightness; the range of the result.
float composite(Gray& gray, const std::uint8_t* pairs, float paper) {
    float low = 1.0f, high = 0.0f;
    for (std::size_t i = 0; i < gray.pixels.size(); ++i) {
        const float luminance = static_cast<float>(pairs[2 * i]) / 255.0f,
                    alpha = static_cast<float>(pairs[2 * i + 1]) / 255.0f;
        const float value = alpha * luminance + (1.0f - alpha) * paper;
        gray.pixels[i] = value;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return high - low;
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

base::Result<Gray> decode_png_gray(std::span<const std::uint8_t> bytes) {
    if (!has_png_signature(bytes)) return base::Error{"this is not a PNG picture: convert it to PNG first"};
    const base::Error damaged{"the PNG picture is damaged or cut short"};
    if (bytes.size() < 33) return damaged;
    const std::uint32_t wide = header_number(bytes, 16), high = header_number(bytes, 20);
    if (wide > kMaxSide || high > kMaxSide) {
        return base::Error{"the PNG picture has " + std::to_string(wide) + " x " + std::to_string(high) +
                           " pixels, and at most 4096 x 4096 are read"};
    }
    if (bytes.size() > kMaxBytes) return base::Error{"the PNG file is larger than 256 MB"};
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<stbi_uc, Free> pairs(
        stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels, 2));
    if (!pairs || width <= 0 || height <= 0) return damaged;
    Gray gray(width, height);
    const float range = composite(gray, pairs.get(), 1.0f);
    // White ink on a transparent ground would vanish on white paper.
    if (range < 0.02f) composite(gray, pairs.get(), 0.0f);
    return gray;
}

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
