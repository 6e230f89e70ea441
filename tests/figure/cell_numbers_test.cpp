// Numbers in the cells of a picture: there where they can be read, in a colour that stands out, inside their cells.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "figure/layout.h"
#include "figure/paint.h"

namespace {

figure::Figure squares(std::vector<float> values, int width, float side) {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure.groups[0].side = side;
    const int height = static_cast<int>(values.size()) / width;
    figure.groups[0].pictures.push_back(figure::picture("cells", "", values, width, height, image::Map::diverging));
    figure.groups[0].pictures[0].numbers = true;
    return figure;
}

std::vector<figure::Shape> texts(const figure::Figure& figure, float width, image::Theme theme) {
    std::vector<figure::Shape> found;
    const figure::Page page = figure::lay_out(figure, width, figure::look(theme, false), figure::text_width);
    const figure::Place& place = page.places.at(0);
    for (const figure::Shape& shape : page.shapes)
        if (shape.kind == figure::Shape::Kind::text && shape.x >= place.x - 1 && shape.y >= place.y - 1 &&
            shape.x < place.x + place.width && shape.y < place.y + place.height)
            found.push_back(shape);
    return found;
}

float brightness(image::Colour c) {
    return 0.3f * static_cast<float>(c.r) + 0.6f * static_cast<float>(c.g) + 0.1f * static_cast<float>(c.b);
}

}  // namespace

TEST_CASE("a value stands in its cell where the cell is wide enough, and nowhere else") {
    const std::vector<float> values = {0.123f, -1.5f, 0, 12.34f, NAN, -123.4f};
    const std::vector<std::string> words = {"0.12",
                                            "\xE2\x88\x92"
                                            "1.50",
                                            "0",
                                            "12.3",
                                            "\xE2\x80\x93",
                                            "\xE2\x88\x92"
                                            "123"};
    const std::vector<figure::Shape> found = texts(squares(values, 3, 120), 600, image::Theme::dark);
    REQUIRE(found.size() == values.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].words == words[i]);
        CHECK(figure::text_width(found[i].face, found[i].size, found[i].words) <= 40);  // 120 points, three cells
        CHECK(found[i].size >= 9);
    }
    CHECK(found[1].x > found[0].x);
    CHECK(found[3].y > found[0].y);
    CHECK(texts(squares(values, 3, 72), 600, image::Theme::dark).empty());            // 24 points a cell
    CHECK(texts(squares({-1234.5f, 1, 1}, 3, 80), 600, image::Theme::dark).empty());  // too long for 26
}

TEST_CASE("a number stands out from its cell in both themes") {
    for (const image::Theme theme : {image::Theme::dark, image::Theme::light}) {
        const std::vector<float> values = {-1, -0.5f, -0.25f, 0, 0.25f, 0.5f, 1};
        const std::vector<figure::Shape> found = texts(squares(values, 7, 560), 900, theme);
        REQUIRE(found.size() == values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const image::Colour ground = image::colour_at(image::Map::diverging, theme, values[i]);
            CHECK(std::fabs(brightness(found[i].colour) - brightness(ground)) > 70);
        }
    }
}

TEST_CASE("short numbers are short, and what rounds to nothing has no sign") {
    CHECK(figure::short_number(0.004) == "0");
    CHECK(figure::short_number(-0.004) == "0");
    CHECK(figure::short_number(-0.005) ==
          "\xE2\x88\x92"
          "0.01");
    CHECK(figure::short_number(9.996) == "10.0");
    CHECK(figure::short_number(99.96) == "100");
    CHECK(figure::short_number(123456) == "123456");
    CHECK(figure::short_number(INFINITY) == "\xE2\x80\x93");
}
