// Colour maps, interpolated between their stops in OKLab (Ottosson 2020), where equal steps look equal.
#include "image/colour_map.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

namespace image {
namespace {

constexpr int kEntries = 257;  // odd, so that the middle of a diverging map is an entry
constexpr int kMiddle = kEntries / 2;
using Table = std::array<Colour, kEntries>;

constexpr Colour hex(std::uint32_t rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb),
            255};
}

constexpr std::array kSequentialDark{hex(0x0d0f14), hex(0x3a1e5e), hex(0x963062),
                                     hex(0xe9683e), hex(0xfcbe54), hex(0xfff6cd)};
constexpr std::array kSequentialLight{hex(0xffffff), hex(0xfee0a0), hex(0xf7a050),
                                      hex(0xc84650), hex(0x6e1e64), hex(0x1e0c32)};
constexpr std::array kDivergingDark{hex(0x78d2ff), hex(0x286ebe), hex(0x10141c), hex(0xc46014), hex(0xffce78)};
constexpr std::array kDivergingLight{hex(0x083c8c), hex(0x6eaae1), hex(0xffffff), hex(0xf5aa5a), hex(0xa03c00)};
// Okabe & Ito (2008) with two more in between, lighter on dark panels; neighbours in the list differ in lightness, too.
constexpr std::array kClassesDark{hex(0xe69f00), hex(0x56b4e9), hex(0x00b386), hex(0xf0e442), hex(0x3d8fd1),
                                  hex(0xe8743b), hex(0xcc79a7), hex(0xb8c0cc), hex(0x8f7be0), hex(0xa6d854)};
constexpr std::array kClassesLight{hex(0xb87a00), hex(0x2a8fc7), hex(0x007a5a), hex(0x8a8000), hex(0x004f8a),
                                   hex(0xb84300), hex(0xa8467e), hex(0x5d6877), hex(0x5b3fc4), hex(0x4d8400)};
constexpr Colour kBlack = hex(0x000000), kWhite = hex(0xffffff);

struct Lab {
    float l, a, b;
};

float to_linear(std::uint8_t byte) {
    const float v = static_cast<float>(byte) / 255.0f;
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
}

std::uint8_t to_byte(float linear) {
    const float v = linear <= 0.0031308f ? linear * 12.92f : 1.055f * std::pow(linear, 1.0f / 2.4f) - 0.055f;
    return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0f, 1.0f) * 255.0f));
}

Lab to_lab(Colour colour) {
    const float r = to_linear(colour.r), g = to_linear(colour.g), b = to_linear(colour.b);
    const float l = std::cbrt(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    const float m = std::cbrt(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    const float s = std::cbrt(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
    return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

Colour to_colour(const Lab& lab) {
    const float l = lab.l + 0.3963377774f * lab.a + 0.2158037573f * lab.b;
    const float m = lab.l - 0.1055613458f * lab.a - 0.0638541728f * lab.b;
    const float s = lab.l - 0.0894841775f * lab.a - 1.2914855480f * lab.b;
    const float l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
    return {to_byte(4.0767416621f * l3 - 3.3077115913f * m3 + 0.2309699292f * s3),
            to_byte(-1.2684380046f * l3 + 2.6097574011f * m3 - 0.3413193965f * s3),
            to_byte(-0.0041960863f * l3 - 0.7034186147f * m3 + 1.7076147010f * s3), 255};
}

Table blend(std::span<const Colour> stops) {
    Table table;
    for (int i = 0; i < kEntries; ++i) {
        const float at = static_cast<float>(i) / (kEntries - 1) * static_cast<float>(stops.size() - 1);
        const std::size_t below = std::min(static_cast<std::size_t>(at), stops.size() - 2);
        const float share = at - static_cast<float>(below);
        const Lab p = to_lab(stops[below]), q = to_lab(stops[below + 1]);
        table[static_cast<std::size_t>(i)] =
            to_colour({p.l + share * (q.l - p.l), p.a + share * (q.a - p.a), p.b + share * (q.b - p.b)});
    }
    return table;
}

/// Bytes in equal steps: a grey that shows the numbers themselves.
Table ramp(Colour zero, Colour one) {
    Table table;
    for (int i = 0; i < kEntries; ++i) {
        const auto byte =
            static_cast<std::uint8_t>(std::lround(zero.r + (one.r - zero.r) * static_cast<float>(i) / (kEntries - 1)));
        table[static_cast<std::size_t>(i)] = {byte, byte, byte, 255};
    }
    return table;
}

const Table& table_of(Map map, Theme theme) {
    struct Both {
        Table dark, light;
    };
    static const Both sequential{blend(kSequentialDark), blend(kSequentialLight)};
    static const Both diverging{blend(kDivergingDark), blend(kDivergingLight)};
    static const Both grey{ramp(kBlack, kWhite), ramp(kWhite, kBlack)};
    const Both& both = map == Map::sequential ? sequential : map == Map::diverging ? diverging : grey;
    return theme == Theme::dark ? both.dark : both.light;
}

Colour look_up(const Table& table, Map map, float t) {
    const bool signed_map = map == Map::diverging;
    if (std::isnan(t)) t = 0.0f;
    t = std::clamp(t, signed_map ? -1.0f : 0.0f, 1.0f);
    const int index = signed_map ? kMiddle + static_cast<int>(std::lround(t * kMiddle))
                                 : static_cast<int>(std::lround(t * (kEntries - 1)));
    return table[static_cast<std::size_t>(index)];
}

}  // namespace

Colour class_colour(Theme theme, int index) {
    const auto at = static_cast<std::size_t>((index % 10 + 10) % 10);
    return theme == Theme::dark ? kClassesDark[at] : kClassesLight[at];
}

Colour colour_at(Map map, Theme theme, float t) {
    constexpr float kMostClasses = 1 << 24;  // whole numbers that a float can tell apart
    if (map == Map::classes)
        return class_colour(theme, t >= 0.0f && t <= kMostClasses ? static_cast<int>(std::lround(t)) : 0);
    return look_up(table_of(map, theme), map, t);
}

Rgba paint(std::span<const float> values, int width, int height, Map map, Theme theme, float scale, float gamma) {
    Rgba picture(width, height);
    assert(values.size() == picture.pixels.size());
    if (map == Map::classes) {
        std::transform(values.begin(), values.end(), picture.pixels.begin(),
                       [theme](float v) { return colour_at(Map::classes, theme, v); });
        return picture;
    }
    const Table& table = table_of(map, theme);
    const bool blank = !(scale > 0.0f);
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        float t = blank ? 0.0f : values[i] / scale;
        if (gamma != 1.0f) t = std::copysign(std::pow(std::abs(t), gamma), t);
        picture.pixels[i] = look_up(table, map, t);
    }
    return picture;
}

float full_scale(std::span<const float> values, Map map) {
    float largest = 0.0f;
    for (const float value : values) {
        if (std::isfinite(value)) largest = std::max(largest, map == Map::diverging ? std::abs(value) : value);
    }
    return largest;
}

}  // namespace image
