// Pictures of digits as people take them: photos, scans, forms, ruled paper; made here from a digit's ink.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "image/picture.h"
#include "image/resample.h"
#include "image/strokes.h"

namespace image_test {

using image::Gray;

class Dice {
public:
    explicit Dice(std::uint32_t seed) : random_(seed) {}
    float between(float low, float high) {
        return low + (high - low) * static_cast<float>(random_() >> 8) / static_cast<float>(1 << 24);
    }
    int one_of(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
    bool chance(float share) { return between(0.0f, 1.0f) < share; }
    float normal() {
        const float u = between(1e-6f, 1.0f), v = between(0.0f, 6.2831853f);
        return std::sqrt(-2.0f * std::log(u)) * std::cos(v);
    }

private:
    std::mt19937 random_;
};

/// A straight line of a picture: through (x, y), `angle` from the horizontal in radians, shares of the picture's side.
struct Rule {
    float x = 0, y = 0, angle = 0, width = 1;  ///< width in pixels
    float from = -1e9f, to = 1e9f;             ///< pixels along it
};

/// A page that ink and rules are laid on.  Coordinates are pixels.
struct Page {
    Gray ink, print;  ///< coverage 0..1
    Page(int width, int height) : ink(width, height), print(width, height) {}

    /// The digit's ink (a square picture, ink 1), turned by `angle`, `side` pixels large, its middle at (x, y).
    void put(const Gray& digit, float x, float y, float side, float angle) {
        const float c = std::cos(angle), s = std::sin(angle), scale = static_cast<float>(digit.width) / side;
        for (int row = 0; row < ink.height; ++row) {
            for (int column = 0; column < ink.width; ++column) {
                const float dx = static_cast<float>(column) + 0.5f - x, dy = static_cast<float>(row) + 0.5f - y;
                const float u = (c * dx + s * dy) * scale + 0.5f * static_cast<float>(digit.width) - 0.5f,
                            v = (c * dy - s * dx) * scale + 0.5f * static_cast<float>(digit.height) - 0.5f;
                ink.at(row, column) = std::max(ink.at(row, column), linear(digit, u, v));
            }
        }
    }

    void rule(const Rule& line) {
        const float c = std::cos(line.angle), s = std::sin(line.angle);
        for (int row = 0; row < print.height; ++row) {
            for (int column = 0; column < print.width; ++column) {
                const float dx = static_cast<float>(column) + 0.5f - line.x,
                            dy = static_cast<float>(row) + 0.5f - line.y;
                const float off = std::abs(c * dy - s * dx), along = c * dx + s * dy;
                if (along < line.from || along > line.to) continue;
                const float covered = std::clamp(0.5f * line.width + 0.5f - off, 0.0f, 1.0f);
                print.at(row, column) = std::max(print.at(row, column), covered);
            }
        }
    }

private:
    static float linear(const Gray& picture, float u, float v) {
        const int x = static_cast<int>(std::floor(u)), y = static_cast<int>(std::floor(v));
        const float fx = u - static_cast<float>(x), fy = v - static_cast<float>(y);
        const auto at = [&](int row, int column) {
            const bool inside = row >= 0 && column >= 0 && row < picture.height && column < picture.width;
            return inside ? picture.at(row, column) : 0.0f;
        };
        return (1 - fy) * ((1 - fx) * at(y, x) + fx * at(y, x + 1)) +
               fy * ((1 - fx) * at(y + 1, x) + fx * at(y + 1, x + 1));
    }
};

inline Gray box_blurred(const Gray& picture, int reach) {
    if (reach <= 0) return picture;
    Gray half(picture.width, picture.height), out = half;
    const auto mean = [reach](const auto& at, int i, int size) {
        float sum = 0;
        int count = 0;
        for (int k = std::max(0, i - reach); k <= std::min(size - 1, i + reach); ++k, ++count) sum += at(k);
        return sum / static_cast<float>(count);
    };
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            half.at(y, x) = mean([&](int k) { return picture.at(y, k); }, x, picture.width);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            out.at(y, x) = mean([&](int k) { return half.at(k, x); }, y, picture.height);
    return out;
}

/// What JPEG does to grey: blocks of 8 x 8 as cosines, the faint ones rounded away.
inline void coarsen(Gray& picture, float step) {
    const auto wave = [](int k, int x) {
        const float scale = k == 0 ? std::sqrt(0.125f) : 0.5f;
        return scale * std::cos((2.0f * static_cast<float>(x) + 1.0f) * static_cast<float>(k) * 0.19634954f);
    };
    std::array<std::array<float, 8>, 8> waves{};
    for (int k = 0; k < 8; ++k)
        for (int x = 0; x < 8; ++x) waves[static_cast<std::size_t>(k)][static_cast<std::size_t>(x)] = wave(k, x);
    for (int top = 0; top + 8 <= picture.height; top += 8) {
        for (int left = 0; left + 8 <= picture.width; left += 8) {
            std::array<std::array<float, 8>, 8> rows{}, coded{};
            for (std::size_t y = 0; y < 8; ++y)
                for (std::size_t k = 0; k < 8; ++k)
                    for (std::size_t x = 0; x < 8; ++x)
                        rows[y][k] += waves[k][x] * picture.at(top + static_cast<int>(y), left + static_cast<int>(x));
            for (std::size_t j = 0; j < 8; ++j) {
                for (std::size_t k = 0; k < 8; ++k) {
                    for (std::size_t y = 0; y < 8; ++y) coded[j][k] += waves[j][y] * rows[y][k];
                    const float coarse = step * (1.0f + 0.4f * static_cast<float>(j + k));
                    coded[j][k] = std::round(coded[j][k] / coarse) * coarse;
                }
            }
            rows = {};
            for (std::size_t y = 0; y < 8; ++y)
                for (std::size_t k = 0; k < 8; ++k)
                    for (std::size_t j = 0; j < 8; ++j) rows[y][k] += waves[j][y] * coded[j][k];
            for (std::size_t y = 0; y < 8; ++y) {
                for (std::size_t x = 0; x < 8; ++x) {
                    float value = 0;
                    for (std::size_t k = 0; k < 8; ++k) value += waves[k][x] * rows[y][k];
                    picture.at(top + static_cast<int>(y), left + static_cast<int>(x)) = value;
                }
            }
        }
    }
}

/// Light, camera and file: brightness of what was laid on the page.
struct Camera {
    float paper = 0.95f, ink = 0.15f, print = 0.3f;  ///< brightness
    float slope_x = 0, slope_y = 0, shadow = 0, shadow_at = 0.5f, noise = 0, jpeg = 0;
    int blur = 0;
    std::uint32_t seed = 1;

    Gray shoot(const Page& page) const {
        const int width = page.ink.width, height = page.ink.height;
        Gray out(width, height);
        Dice dice(seed);
        for (int row = 0; row < height; ++row) {
            for (int column = 0; column < width; ++column) {
                const float x = static_cast<float>(column) / static_cast<float>(width) - 0.5f,
                            y = static_cast<float>(row) / static_cast<float>(height) - 0.5f;
                const float dark = 1.0f / (1.0f + std::exp(-(x + 0.4f * y - shadow_at + 0.5f) * 14.0f));
                const float light = 1.0f + slope_x * x + slope_y * y - shadow * dark;
                float value = paper + page.print.at(row, column) * (print - paper);
                value += page.ink.at(row, column) * (std::min(ink, value) - value) * (ink <= paper ? 1.0f : 0.0f);
                if (ink > paper) value += page.ink.at(row, column) * (std::max(ink, value) - value);
                out.at(row, column) = value * light;
            }
        }
        out = box_blurred(out, blur);
        for (float& value : out.pixels) value += noise * dice.normal();
        if (jpeg > 0) coarsen(out, jpeg);
        for (float& value : out.pixels) value = std::round(std::clamp(value, 0.0f, 1.0f) * 255.0f) / 255.0f;
        return out;
    }
};

/// The middle and the longer side of a digit's ink, as shares of its page.
struct Extent {
    float x = 0.5f, y = 0.5f, width = 1, height = 1;
};
inline Extent extent_of(const Gray& digit) {
    const auto box = image::ink_bounds(digit, 0.3f);
    if (!box) return {};
    const auto side = static_cast<float>(digit.width);
    return {0.5f * (box->left + box->right) / side, 0.5f * (box->top + box->bottom) / side, box->width() / side,
            box->height() / side};
}

/// The digit with its ink's middle in the page's middle.
inline void put_centred(Page& page, const Gray& digit, float x, float y, float height, float angle) {
    const Extent extent = extent_of(digit);
    const float side = height / std::max(extent.height, 0.5f * extent.width);
    const float dx = (0.5f - extent.x) * side, dy = (0.5f - extent.y) * side;
    page.put(digit, x + std::cos(angle) * dx - std::sin(angle) * dy, y + std::sin(angle) * dx + std::cos(angle) * dy,
             side, angle);
}

/// A photo or scan of a digit alone: light, shadow, noise, blur, JPEG; light on dark, too.
inline Gray photo(const Gray& digit, Dice& dice) {
    const int width = static_cast<int>(std::exp(dice.between(4.2f, 6.3f))),
              height = static_cast<int>(static_cast<float>(width) * dice.between(0.8f, 1.4f));
    const auto shorter = static_cast<float>(std::min(width, height));
    Page page(width, height);
    const float size = shorter * dice.between(0.35f, 0.85f);
    put_centred(page, digit, static_cast<float>(width) * dice.between(0.47f, 0.53f),
                static_cast<float>(height) * dice.between(0.47f, 0.53f), size, dice.between(-0.12f, 0.12f));
    Camera camera;
    camera.paper = dice.between(0.55f, 1.0f);
    camera.ink = camera.paper * dice.between(0.0f, 0.5f);
    if (dice.chance(0.25f)) {
        camera.paper = dice.between(0.0f, 0.25f);
        camera.ink = camera.paper + dice.between(0.4f, 0.75f);
    }
    if (dice.chance(0.5f)) camera.slope_x = dice.between(-0.3f, 0.3f);
    if (dice.chance(0.5f)) camera.slope_y = dice.between(-0.3f, 0.3f);
    if (dice.chance(0.3f)) camera.shadow = dice.between(0.05f, 0.3f);
    camera.shadow_at = dice.between(0.3f, 0.7f);
    if (dice.chance(0.6f)) camera.noise = dice.between(0.0f, 0.05f);
    if (dice.chance(0.4f)) camera.jpeg = dice.between(0.02f, 0.12f);
    camera.blur = dice.one_of(1 + width / 80);
    camera.seed = static_cast<std::uint32_t>(dice.one_of(1 << 30));
    return camera.shoot(page);
}

/// The digit cut out so closely that it reaches the edges.
inline Gray close_crop(const Gray& digit, Dice& dice) {
    const Extent extent = extent_of(digit);
    const float longer = dice.between(60.0f, 400.0f) / std::max(extent.width, extent.height);
    const int margin = dice.one_of(4) == 0 ? dice.one_of(6) : 0;
    Page page(std::max(12, static_cast<int>(extent.width * longer) + 2 * margin),
              std::max(12, static_cast<int>(extent.height * longer) + 2 * margin));
    put_centred(page, digit, 0.5f * static_cast<float>(page.ink.width), 0.5f * static_cast<float>(page.ink.height),
                std::max(extent.height, 0.5f * extent.width) * longer, 0);
    Camera camera;
    camera.ink = dice.between(0.0f, 0.4f);
    if (dice.chance(0.3f)) std::swap(camera.ink, camera.paper);
    if (dice.chance(0.3f)) camera.noise = dice.between(0.0f, 0.03f);
    camera.blur = dice.one_of(2);
    camera.seed = static_cast<std::uint32_t>(dice.one_of(1 << 30));
    return camera.shoot(page);
}

enum class Paper { box, closed_box, ruled, squared };

/// Print of black, dark grey, red, blue and light grey: brightness.
inline float print_tone(Dice& dice) {
    constexpr std::array<float, 5> kTones{0.08f, 0.35f, 0.45f, 0.55f, 0.7f};
    return kTones[static_cast<std::size_t>(dice.one_of(5))];
}

inline void rule_cell(Page& page, float angle, float half_width, float half_height, float width, bool closed) {
    const float x = 0.5f * static_cast<float>(page.ink.width), y = 0.5f * static_cast<float>(page.ink.height);
    const float c = std::cos(angle), s = std::sin(angle);
    for (const float side : {-1.0f, 1.0f}) {
        Rule upright{x + c * side * half_width, y + s * side * half_width, angle + 1.5707963f, width};
        Rule level{x - s * side * half_height, y + c * side * half_height, angle, width};
        if (closed) {
            upright.from = -half_height;
            upright.to = half_height;
            level.from = -half_width;
            level.to = half_width;
        }
        page.rule(upright);
        page.rule(level);
    }
}

/// A digit on printed paper, turned by up to three degrees; where `touching`, its strokes reach the lines.
inline Gray printed(const Gray& digit, Paper paper, bool touching, Dice& dice) {
    const int width = static_cast<int>(dice.between(110.0f, 420.0f)),
              height = static_cast<int>(static_cast<float>(width) * dice.between(0.8f, 1.25f));
    const auto w = static_cast<float>(width), h = static_cast<float>(height), shorter = std::min(w, h);
    Page page(width, height);
    const float angle = dice.between(-0.052f, 0.052f), line = std::max(1.0f, shorter * dice.between(0.008f, 0.045f));
    float size = shorter * dice.between(0.45f, 0.65f);
    if (paper == Paper::box || paper == Paper::closed_box) {
        const float in = paper == Paper::box ? dice.between(0.03f, 0.09f) : dice.between(0.08f, 0.13f);
        rule_cell(page, angle, (0.5f - in) * w, (0.5f - in) * h, line, paper == Paper::closed_box);
        if (touching) size = (1.0f - 2.0f * in) * h * dice.between(0.95f, 1.03f);
    } else {
        const float pitch = size * (paper == Paper::ruled ? dice.between(0.8f, 1.5f) : dice.between(0.35f, 0.7f));
        const float begin = touching ? 0.5f * h + 0.5f * size : dice.between(0.0f, pitch);
        const float thin = std::min(line, 0.08f * pitch + 0.5f);
        for (int i = -14; i <= 14; ++i) {
            page.rule({0.5f * w, begin + static_cast<float>(i) * pitch, angle, thin});
            if (paper == Paper::squared)
                page.rule({begin + static_cast<float>(i) * pitch, 0.5f * h, angle + 1.5707963f, thin});
        }
    }
    const float slack = touching ? 0.0f : 0.1f;
    put_centred(page, digit, w * (0.5f + dice.between(-slack, slack)), h * (0.5f + dice.between(-slack, slack)), size,
                angle + dice.between(-0.08f, 0.08f));
    Camera camera;
    camera.print = print_tone(dice);
    camera.ink = dice.between(0.0f, 0.5f);
    camera.noise = dice.chance(0.6f) ? dice.between(0.0f, 0.04f) : 0.0f;
    camera.slope_x = dice.chance(0.4f) ? dice.between(-0.2f, 0.2f) : 0.0f;
    camera.jpeg = dice.chance(0.4f) ? dice.between(0.02f, 0.08f) : 0.0f;
    camera.blur = dice.one_of(2);
    camera.seed = static_cast<std::uint32_t>(dice.one_of(1 << 30));
    return camera.shoot(page);
}

}  // namespace image_test
