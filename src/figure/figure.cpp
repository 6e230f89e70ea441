#include "figure/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace figure {

Picture picture(std::string name, std::string caption, std::span<const float> values, int width, int height,
                image::Map map) {
    Picture made;
    made.name = std::move(name);
    made.caption = std::move(caption);
    made.values.assign(values.begin(), values.end());
    made.width = width;
    made.height = height;
    made.map = map;
    return made;
}

std::string_view own_title(const Group& group) {
    std::string_view title = group.title;
    title.remove_prefix(std::min(title.size(), group.whose.size()));
    if (!group.whose.empty() && title.starts_with(": ")) title.remove_prefix(2);
    return title;
}

float full_width(const Picture& picture) {
    return picture.surround.width > 0 ? picture.surround.width : static_cast<float>(std::max(picture.width, 1));
}

float full_height(const Picture& picture) {
    return picture.surround.height > 0 ? picture.surround.height : static_cast<float>(std::max(picture.height, 1));
}

int value_at(const Picture& picture, float x, float y) {
    const auto column = static_cast<int>(std::floor(x * full_width(picture) - picture.surround.x)),
               row = static_cast<int>(std::floor(y * full_height(picture) - picture.surround.y));
    const bool is_there =
        x >= 0 && y >= 0 && x < 1 && y < 1 && column >= 0 && row >= 0 && column < picture.width && row < picture.height;
    return is_there ? row * picture.width + column : -1;
}

namespace {

constexpr float kGhost = 0.2f;  ///< share of the ink's colour

std::uint8_t between(std::uint8_t from, std::uint8_t to, float share) {
    return static_cast<std::uint8_t>(std::lround(static_cast<float>(from) + share * static_cast<float>(to - from)));
}

/// The page with its ghost, and the values over it: the stronger, the more they cover.
image::Rgba over_ghost(const Picture& p, image::Theme theme, float scale) {
    const Surround& page = p.surround;
    const int ghost = static_cast<int>(std::lround(std::sqrt(static_cast<double>(page.ghost.size())))),
              side = 2 * ghost;  // a square's middle may lie between two pixels
    image::Rgba made(side, side);
    const bool of_classes = p.map == image::Map::classes;
    const image::Colour ground = image::colour_at(image::Map::diverging, theme, 0),
                        ink = image::colour_at(image::Map::ink, theme, 1);
    for (int i = 0; i < side * side; ++i) {
        const auto x = (static_cast<float>(i % side) + 0.5f) / static_cast<float>(side),
                   y = (static_cast<float>(i / side) + 0.5f) / static_cast<float>(side);
        const float shade =
            kGhost * std::clamp(page.ghost[static_cast<std::size_t>(i / side / 2 * ghost + i % side / 2)], 0.0f, 1.0f);
        image::Colour colour{between(ground.r, ink.r, shade), between(ground.g, ink.g, shade),
                             between(ground.b, ink.b, shade), 255};
        const int at = value_at(p, x, y);
        const float value = at < 0 ? p.zero : p.values[static_cast<std::size_t>(at)], t = (value - p.zero) / scale;
        if (std::isfinite(t) && value != p.zero) {
            const image::Colour over = image::colour_at(p.map, theme, of_classes ? value : t);
            const float covers = of_classes ? 1.0f : std::min(1.0f, 0.25f + 3 * std::fabs(t));
            colour = {between(colour.r, over.r, covers), between(colour.g, over.g, covers),
                      between(colour.b, over.b, covers), 255};
        }
        made.pixels[static_cast<std::size_t>(i)] = colour;
    }
    return made;
}

}  // namespace

image::Rgba colours(const Picture& p, image::Theme theme) {
    std::vector<float> values = p.values;
    if (p.map != image::Map::classes)
        for (float& v : values) v -= p.zero;
    const float scale = p.scale > 0 ? p.scale : image::full_scale(values, p.map);
    if (!p.surround.ghost.empty()) return over_ghost(p, theme, std::max(scale, 1e-30f));
    return image::paint(values, p.width, p.height, p.map, theme, scale);
}

namespace {

/// "6.0e-07" as "6.0e-7".
void shorten_exponent(std::string& digits) {
    std::size_t at = digits.find('e') + 1;
    if (at == 0) return;
    if (digits[at] == '+')
        digits.erase(at, 1);
    else
        ++at;
    while (at + 1 < digits.size() && digits[at] == '0') digits.erase(at, 1);
}

}  // namespace

double to_axis(const Plot& plot, double x) {
    if (!plot.log_x) return x;
    return x < 1 ? -1.0 : std::log2(x);
}

double from_axis(const Plot& plot, double at) {
    if (!plot.log_x) return at;
    return at < -0.5 ? 0.0 : std::exp2(std::max(at, 0.0));
}

std::string number(double value) {
    char digits[32];
    const double magnitude = std::fabs(value);
    if (!std::isfinite(value)) return "\xE2\x80\x93";
    if (value == 0) return "0";
    if (magnitude < 0.0005 || magnitude >= 1e6)
        std::snprintf(digits, sizeof digits, "%.1e", magnitude);
    else
        std::snprintf(digits, sizeof digits,
                      magnitude < 1     ? "%.3f"
                      : magnitude < 10  ? "%.2f"
                      : magnitude < 100 ? "%.1f"
                                        : "%.0f",
                      magnitude);
    std::string words = digits;
    shorten_exponent(words);
    return (value < 0 ? "\xE2\x88\x92" : "") + words;
}

std::string short_number(double value) {
    const double magnitude = std::fabs(value);
    if (!std::isfinite(value)) return "\xE2\x80\x93";
    if (magnitude < 0.005) return "0";
    if (magnitude >= 9999.5) return number(value);
    char digits[32];
    std::snprintf(digits, sizeof digits, magnitude < 9.995 ? "%.2f" : magnitude < 99.95 ? "%.1f" : "%.0f", magnitude);
    return (value < 0 ? "\xE2\x88\x92" : "") + std::string(digits);
}

std::string percent(double share) {
    char digits[32];
    if (!std::isfinite(share)) return "\xE2\x80\x93";
    std::snprintf(digits, sizeof digits, share >= 0.9995 || share < 0.00005 ? "%.0f %%" : "%.1f %%", share * 100.0);
    return digits;
}

}  // namespace figure
