// Pictures cut close around the digit: its soft edges must not be taken for shaded or noisy paper.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "image/digit.h"
#include "image/strokes.h"

namespace {

/// A thick, blurred three that fills its picture but for `margin` pixels, ink dark on white paper.
image::Gray blurred_three(int margin) {
    const image::Strokes three{{{2, 2}, {10, 1}, {17, 4}, {14, 9}, {8, 10}, {15, 11}, {18, 15}, {12, 19}, {2, 18}}};
    const image::Gray ink = image::rasterise(three, 4.0f, 20.0f, 80, 80);
    const int side = 80 + 2 * margin;
    image::Gray page(side, side, 1.0f);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            float sum = 0;
            for (int y = row - margin - 5; y <= row - margin + 5; ++y)
                for (int x = column - margin - 5; x <= column - margin + 5; ++x)
                    if (y >= 0 && y < 80 && x >= 0 && x < 80) sum += ink.at(y, x);
            page.at(row, column) -= sum / 121.0f;
        }
    }
    return page;
}

double correlation(const image::Gray& a, const image::Gray& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const auto x = static_cast<double>(a.pixels[i]), y = static_cast<double>(b.pixels[i]);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("a digit gives the same input however closely its picture is cut") {
    const auto wide = image::network_input(blurred_three(40), {});
    REQUIRE(wide.has_value());
    for (int margin : {0, 2, 4, 8, 16}) {
        CAPTURE(margin);
        image::Gray dark_on_light = blurred_three(margin), light_on_dark = dark_on_light;
        for (float& value : light_on_dark.pixels) value = 1.0f - value;
        for (const image::Gray* picture : {&dark_on_light, &light_on_dark}) {
            const auto close = image::network_input(*picture, {});
            REQUIRE(close.has_value());
            CHECK(correlation(*close, *wide) > 0.97);
        }
    }
}
