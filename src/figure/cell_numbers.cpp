// Numbers in the cells of a picture: dark on light cells, light on dark ones.
#include <algorithm>
#include <cmath>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kNarrowest = 26;               ///< of a cell with a number, in points
constexpr float kSmallest = 9, kLargest = 14;  ///< sizes of the type
constexpr float kShare = 0.3f, kBeside = 3;    ///< of the cell's width that a line is high; points left free
constexpr image::Colour kDark{0x10, 0x14, 0x1c, 255}, kLight{0xff, 0xff, 0xff, 255};

/// Relative luminance of sRGB, 0..1 (WCAG 2.2).
float luminance(image::Colour colour) {
    const auto linear = [](std::uint8_t byte) {
        const float v = static_cast<float>(byte) / 255;
        return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
    };
    return 0.2126f * linear(colour.r) + 0.7152f * linear(colour.g) + 0.0722f * linear(colour.b);
}

/// Of the two the one with more contrast.
image::Colour readable_on(image::Colour ground) {
    constexpr float kEven = 0.179f;  // as far from black as from white
    return luminance(ground) > kEven ? kDark : kLight;
}

}  // namespace

void lay_out_numbers(Builder& b, const Picture& picture, float x, float y, float width, float height) {
    if (picture.width <= 0 || picture.height <= 0 ||
        picture.values.size() != static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height))
        return;
    const float wide = width / static_cast<float>(picture.width), high = height / static_cast<float>(picture.height);
    if (!(wide >= kNarrowest)) return;
    float size = std::clamp(wide * kShare, kSmallest, kLargest), widest = 0;
    for (const float value : picture.values)
        widest = std::max(widest, b.width_of(Face::regular, 1, short_number(static_cast<double>(value))));
    size = std::min(size, (wide - kBeside) / std::max(widest, 1.0f));
    if (size < kSmallest) return;
    const float scale = picture.scale > 0 ? picture.scale : image::full_scale(picture.values, picture.map);
    for (std::size_t i = 0; i < picture.values.size(); ++i) {
        const float value = picture.values[i];
        const auto row = static_cast<float>(i / static_cast<std::size_t>(picture.width)),
                   column = static_cast<float>(i % static_cast<std::size_t>(picture.width));
        const image::Colour ground = image::colour_at(picture.map, b.look().theme, scale > 0 ? value / scale : 0);
        b.text(x + column * wide, y + row * high, wide, high, short_number(static_cast<double>(value)), size,
               readable_on(ground), Align::centre);
    }
}

}  // namespace figure
