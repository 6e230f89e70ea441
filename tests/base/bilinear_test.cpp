// Between pixels: what a plane and a product of planes have there, and what is beyond the edges.
#include <doctest/doctest.h>

#include <initializer_list>

#include "base/bilinear.h"

TEST_CASE("bilinear: exact where the picture is a plane or a saddle, left of zero too") {
    const auto saddle = [](int row, int column) { return 2.0 + 3.0 * row - column + 0.5 * row * column; };
    for (const double row : {-2.25, -0.5, 0.0, 1.0, 2.75})
        for (const double column : {-1.5, 0.0, 0.125, 3.0}) {
            // Bilinear within a square: exact for the saddle.
            CHECK(base::bilinear(row, column, saddle) ==
                  doctest::Approx(2.0 + 3.0 * row - column + 0.5 * row * column));
        }
}

TEST_CASE("bilinear: edges are the caller's") {
    const float picture[4] = {1, 2, 3, 4};
    const auto paper = [&](int row, int column) {
        return row < 0 || column < 0 || row > 1 || column > 1 ? 0.0f : picture[row * 2 + column];
    };
    CHECK(base::bilinear(0.0f, 0.0f, paper) == 1.0f);
    CHECK(base::bilinear(0.5f, 0.5f, paper) == 2.5f);
    CHECK(base::bilinear(1.5f, 1.0f, paper) == 2.0f);
    CHECK(base::bilinear(-0.5f, -0.5f, paper) == 0.25f);
    CHECK(base::bilinear(7.0f, 7.0f, paper) == 0.0f);
}
