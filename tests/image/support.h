// What the tests of image share: digits drawn by hand (not MNIST's), measuring, and golden pictures.
//
// Golden pictures are tests/golden/*.pgm and *.ppm.  UNPOOL_UPDATE_GOLDEN=1 in the environment writes them anew: look
// at them before committing.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "image/digit.h"
#include "image/picture.h"
#include "image/strokes.h"
#include "paths.h"

namespace image_test {

using image::Gray;
using image::Stroke;
using image::Strokes;

inline Stroke arc(float x, float y, float rx, float ry, float from, float to, int points = 24) {
    Stroke stroke;
    for (int i = 0; i <= points; ++i) {
        const float angle =
            (from + (to - from) * static_cast<float>(i) / static_cast<float>(points)) * 3.14159265f / 180.0f;
        stroke.push_back({x + rx * std::cos(angle), y + ry * std::sin(angle)});
    }
    return stroke;
}

/// Ten digits on a page of side 1.
inline std::vector<Strokes> make_drawn_digits() {
    Stroke six = arc(0.5f, 0.65f, 0.16f, 0.17f, 200, 560);
    six.insert(six.begin(), {0.58f, 0.18f});
    Stroke nine = arc(0.5f, 0.35f, 0.15f, 0.16f, -20, 330);
    nine.push_back({0.62f, 0.82f});
    Stroke two = arc(0.5f, 0.34f, 0.17f, 0.15f, 190, 390);
    two.insert(two.end(), {{0.33f, 0.8f}, {0.7f, 0.8f}});
    Stroke three = arc(0.47f, 0.34f, 0.16f, 0.15f, 210, 450);
    const Stroke lower = arc(0.47f, 0.66f, 0.18f, 0.17f, 270, 500);
    three.insert(three.end(), lower.begin(), lower.end());
    Stroke five{{0.66f, 0.2f}, {0.38f, 0.2f}, {0.36f, 0.46f}};
    const Stroke belly = arc(0.49f, 0.62f, 0.17f, 0.17f, 235, 500);
    five.insert(five.end(), belly.begin(), belly.end());
    return {{arc(0.5f, 0.5f, 0.18f, 0.3f, -90, 270)},
            {{{0.5f, 0.2f}, {0.48f, 0.8f}}},
            {two},
            {three},
            {{{0.4f, 0.2f}, {0.32f, 0.55f}, {0.7f, 0.55f}}, {{0.6f, 0.3f}, {0.58f, 0.85f}}},
            {five},
            {six},
            {{{0.3f, 0.22f}, {0.68f, 0.22f}, {0.45f, 0.82f}}},
            {arc(0.5f, 0.35f, 0.14f, 0.14f, 90, 450), arc(0.5f, 0.66f, 0.17f, 0.17f, -90, 270)},
            {nine}};
}

inline const std::vector<Strokes>& drawn_digits() {
    static const std::vector<Strokes> digits = make_drawn_digits();
    return digits;
}

struct Centre {
    double x = 0, y = 0, total = 0;
};
inline Centre centre_of(const Gray& picture) {
    Centre c;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const auto ink = static_cast<double>(picture.at(row, column));
            c.total += ink;
            c.x += ink * column;
            c.y += ink * row;
        }
    }
    c.x /= c.total;
    c.y /= c.total;
    return c;
}

/// Rows or columns, whichever are more, that hold ink above 0.1.
inline int longer_side(const Gray& picture) {
    int left = 999, right = -1, top = 999, bottom = -1;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            if (picture.at(row, column) <= 0.1f) continue;
            left = std::min(left, column);
            right = std::max(right, column);
            top = std::min(top, row);
            bottom = std::max(bottom, row);
        }
    }
    return std::max(right - left, bottom - top) + 1;
}

inline float largest_difference(const Gray& a, const Gray& b) {
    REQUIRE(a.pixels.size() == b.pixels.size());
    float most = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) most = std::max(most, std::abs(a.pixels[i] - b.pixels[i]));
    return most;
}

/// Binary PGM or PPM.
inline std::string pgm(const Gray& picture) {
    std::string text = "P5\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
    for (const float pixel : picture.pixels)
        text += static_cast<char>(std::lround(std::clamp(pixel, 0.0f, 1.0f) * 255.0f));
    return text;
}
inline std::string ppm(const image::Rgba& picture) {
    std::string text = "P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
    for (const image::Colour c : picture.pixels)
        text.append({static_cast<char>(c.r), static_cast<char>(c.g), static_cast<char>(c.b)});
    return text;
}

/// Compares with tests/golden/<name>; a byte may differ by `tolerance`, since compilers round differently.
inline void check_golden(const std::string& name, const std::string& content, int tolerance = 2) {
    const std::string path = project_file("tests/golden/" + name);
    if (std::getenv("UNPOOL_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << content;
        MESSAGE("written: ", path);
        return;
    }
    std::ifstream file(path, std::ios::binary);
    const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    REQUIRE_MESSAGE(golden.size() == content.size(), name, ": the golden picture has ", golden.size(),
                    " bytes, this one ", content.size());
    int differing = 0, worst = 0;
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const int off = std::abs(static_cast<unsigned char>(golden[i]) - static_cast<unsigned char>(content[i]));
        worst = std::max(worst, off);
        differing += off > tolerance ? 1 : 0;
    }
    CHECK_MESSAGE(differing == 0, name, ": ", differing, " bytes differ, the worst by ", worst,
                  "; UNPOOL_UPDATE_GOLDEN=1 accepts the new picture");
}

}  // namespace image_test
