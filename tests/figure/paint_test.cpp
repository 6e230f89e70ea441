// The painter: areas of shapes against geometry, crisp edges, letters where they belong.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "figure/canvas.h"
#include "figure/paint.h"

using namespace figure;

namespace {

constexpr image::Colour kWhite{255, 255, 255, 255}, kBlack{0, 0, 0, 255};

Look plain() {
    Look black = look(image::Theme::dark, false);
    black.background = kBlack;
    return black;
}

Shape shape(Shape::Kind kind, float x, float y, float width, float height) {
    Shape made;
    made.kind = kind;
    made.x = x;
    made.y = y;
    made.width = width;
    made.height = height;
    made.colour = kWhite;
    return made;
}

Shape words(std::string text, float x, float y, float width, float height, Align align = Align::left) {
    Shape made = shape(Shape::Kind::text, x, y, width, height);
    made.words = std::move(text);
    made.align = align;
    return made;
}

image::Rgba painted(std::vector<Shape> shapes, float pixels = 2, float width = 100, float height = 60) {
    Page page;
    page.width = width;
    page.height = height;
    page.shapes = std::move(shapes);
    return paint(page, plain(), pixels);
}

/// White pixels, those covered in part by their part; and the box around them.
struct Ink {
    double area = 0;
    int left = 9999, top = 9999, right = -1, bottom = -1;
};

Ink ink_of(const image::Rgba& picture) {
    Ink ink;
    for (int row = 0; row < picture.height; ++row)
        for (int column = 0; column < picture.width; ++column) {
            const int value = picture.at(row, column).g;
            ink.area += value / 255.0;
            if (value < 16) continue;
            ink.left = std::min(ink.left, column);
            ink.right = std::max(ink.right, column + 1);
            ink.top = std::min(ink.top, row);
            ink.bottom = std::max(ink.bottom, row + 1);
        }
    return ink;
}

constexpr double kPi = 3.14159265358979;

}  // namespace

TEST_CASE("paint: shapes cover the area that geometry gives them") {
    Shape round = shape(Shape::Kind::fill, 10, 10, 40, 30);
    round.rounding = 8;
    CHECK(ink_of(painted({round})).area == doctest::Approx(80 * 60 - (4 - kPi) * 16 * 16).epsilon(0.005));
    Shape frame = shape(Shape::Kind::outline, 10, 10, 40, 30);
    frame.thickness = 2;
    CHECK(ink_of(painted({frame})).area == doctest::Approx(80 * 60 - 72 * 52).epsilon(0.005));
    frame.rounding = 8;
    CHECK(ink_of(painted({frame})).area ==
          doctest::Approx(80 * 60 - 72 * 52 - (4 - kPi) * (16 * 16 - 12 * 12)).epsilon(0.02));
    Shape dot = shape(Shape::Kind::dot, 40.3f, 30.2f, 0, 0);
    dot.thickness = 9.5f;
    CHECK(ink_of(painted({dot})).area == doctest::Approx(kPi * 19 * 19).epsilon(0.005));
    Shape quad = shape(Shape::Kind::quad, 10.3f, 10, 40, 12);
    quad.low = 30.4f;
    quad.low_end = 50;
    CHECK(ink_of(painted({quad})).area == doctest::Approx(4 * 40 * (20.4 + 28) / 2).epsilon(0.005));
}

TEST_CASE("paint: a line in any direction has its length, width and round ends") {
    for (const auto& way :
         std::vector<std::pair<float, float>>{{30, 7}, {-30, 11}, {5, 40}, {-8, -33}, {30, 30}, {25, 0}, {0, 21}}) {
        const float dx = way.first, dy = way.second;
        Shape line = shape(Shape::Kind::line, 50, dy < 0 ? 50.0f : 10.0f, dx, dy);
        line.thickness = 3;
        CAPTURE(dx);
        CAPTURE(dy);
        const double length = 2 * std::hypot(static_cast<double>(dx), static_cast<double>(dy));
        CHECK(ink_of(painted({line})).area == doctest::Approx(length * 6 + kPi * 9).epsilon(0.02));
    }
}

TEST_CASE("paint: a curve's pieces join without a gap or a thick place") {
    std::vector<Shape> pieces;
    for (int i = 0; i < 20; ++i) {
        Shape piece =
            shape(Shape::Kind::line, 10 + 4 * static_cast<float>(i), 12 + 1.7f * static_cast<float>(i), 4, 1.7f);
        piece.thickness = 2;
        pieces.push_back(piece);
    }
    Shape whole = shape(Shape::Kind::line, 10, 12, 80, 34);
    whole.thickness = 2;
    CHECK(ink_of(painted(pieces)).area == doctest::Approx(ink_of(painted({whole})).area).epsilon(0.02));
}

TEST_CASE("paint: upright edges are crisp at every pixel ratio") {
    for (const float pixels : {1.0f, 1.5f, 2.0f, 3.0f}) {
        CAPTURE(pixels);
        Shape grid = shape(Shape::Kind::line, 3.3f, 20.6f, 40, 0);
        const image::Rgba picture = painted({shape(Shape::Kind::fill, 5.4f, 5.7f, 10, 0.1f), grid}, pixels);
        for (const image::Colour c : picture.pixels) CHECK((c == kWhite || c == kBlack));
        CHECK(ink_of(picture).area > 10);
    }
}

TEST_CASE("paint: a picture's values are crisp squares in the colours of its map") {
    const std::vector<float> values{1, -1, 0.5f, 0, 0.25f, -2};
    const Picture map = picture("map", "", values, 3, 2, image::Map::diverging);
    Shape place = shape(Shape::Kind::picture, 10, 5, 30, 20);
    place.picture = &map;
    const image::Rgba picture = painted({place});
    const image::Rgba colours = image::paint(values, 3, 2, image::Map::diverging, image::Theme::dark, 2);
    for (int row = 0; row < 40; ++row)
        for (int column = 0; column < 60; ++column)
            REQUIRE(picture.at(10 + row, 20 + column) == colours.at(row / 20, column / 20));
    CHECK(picture.at(9, 20) == kBlack);
    CHECK(picture.at(50, 79) == kBlack);
    Picture broken = map;
    broken.values.pop_back();
    place.picture = &broken;
    CHECK(ink_of(painted({place})).area == 0);
}

TEST_CASE("paint: a colour that lets through is mixed with what is below") {
    Shape veil = shape(Shape::Kind::fill, 10, 10, 20, 20);
    veil.colour = {200, 100, 0, 128};
    const image::Colour mixed = painted({veil}).at(40, 40);
    CHECK(std::abs(mixed.r - 100) <= 1);
    CHECK(std::abs(mixed.g - 50) <= 1);
    CHECK(mixed.a == 255);
}

TEST_CASE("text: widths grow with the size and count characters, not bytes") {
    CHECK(text_width(Face::regular, 13, "") == 0);
    const float wide = text_width(Face::regular, 13, "occlusion");
    CHECK(wide > 13 * 3);
    CHECK(wide < 13 * 6);
    CHECK(text_width(Face::regular, 26, "occlusion") == doctest::Approx(2 * wide));
    CHECK(text_width(Face::semibold, 13, "occlusion") > wide);
    CHECK(text_width(Face::regular, 13, "1111111111") ==
          doctest::Approx(text_width(Face::regular, 13, "0123456789")));  // figures stand still
    const float minus = text_width(Face::regular, 13, "\xE2\x88\x92");
    CHECK(minus > 0);
    CHECK(text_width(Face::regular, 13, "a\xE2\x88\x92z") ==
          doctest::Approx(minus + text_width(Face::regular, 13, "az")));
}

TEST_CASE("text: UTF-8 of all lengths, and bytes that are none") {
    const auto characters = [](std::string_view rest) {
        std::u32string all;
        while (!rest.empty()) all += next_character(rest);
        return all;
    };
    CHECK(characters("aä→\xF0\x9F\x99\x82") == U"aä→\U0001F642");
    CHECK(characters("\xff\x80z") == U"\uFFFD\uFFFDz");
    CHECK(characters("\xE2\x88") == U"\uFFFD\uFFFD");
    CHECK(characters("\xC3z") == U"\uFFFDz");
    (void)painted({words("\xff\xE2 broken \xF0\x9F", 5, 5, 90, 20)});
}

TEST_CASE("text: lies in its rectangle, aligned, capitals in the middle") {
    const float width = text_width(Face::regular, 13, "HEX 8");
    for (const Align align : {Align::left, Align::centre, Align::right}) {
        const Ink ink = ink_of(painted({words("HEX 8", 10, 20, 80, 20, align)}));
        const float spare = 80 - width, left = 10 + (align == Align::left     ? 0
                                                     : align == Align::centre ? spare / 2
                                                                              : spare);
        CHECK(std::fabs(static_cast<float>(ink.left) - 2 * left) < 4);
        CHECK(std::fabs(static_cast<float>(ink.right) - 2 * (left + width)) < 4);
        CHECK(std::abs((ink.top + ink.bottom) - 2 * 60) <= 2);
        CHECK(ink.bottom - ink.top == doctest::Approx(2 * 13 * 0.6).epsilon(0.1));
    }
    CHECK(ink_of(painted({words("HEX 8", 10, 20, 80, 20)}, 1)).area * 4 ==
          doctest::Approx(ink_of(painted({words("HEX 8", 10, 20, 80, 20)}, 2)).area).epsilon(0.05));
}

TEST_CASE("text: what is too long ends in an ellipsis, inside the rectangle") {
    const Ink ink = ink_of(painted({words("A long caption that goes on and on", 10, 20, 60, 20)}));
    CHECK(ink.right <= 2 * 70 + 1);
    CHECK(ink.right > 2 * 55);
    CHECK(ink_of(painted({words("narrow", 10, 20, 2, 20)})).right < 2 * 40);
}

TEST_CASE("paint: what lies outside the page, or nowhere, is left out") {
    const float nan = std::numeric_limits<float>::quiet_NaN(), far = 1e30f;
    std::vector<Shape> shapes;
    const Picture map = picture("map", "", std::vector<float>{1}, 1, 1, image::Map::grey);
    for (int kind = 0; kind <= static_cast<int>(Shape::Kind::picture); ++kind)
        for (const float at : {-1000.0f, -3.0f, 99.0f, 1000.0f, nan, far}) {
            Shape s = shape(static_cast<Shape::Kind>(kind), at, at, 20, 20);
            s.words = "words";
            s.picture = &map;
            shapes.push_back(s);
            s.x = s.y = 10;
            s.width = at;
            shapes.push_back(s);
        }
    CHECK(painted(shapes).pixels.size() == 200 * 120);
    CHECK(painted({}, 4, 100, 5000).height == 4096);
    CHECK(painted({}, 2, 0, 0).pixels.size() == 1);
}

TEST_CASE("paint: a whole figure, the same every time") {
    Figure figure;
    figure.title = "A figure";
    figure.source = "Nobody 2024";
    Group group;
    group.title = "Maps";
    group.pictures.push_back(picture("a", "map 0", std::vector<float>{0, 1, 2, 3}, 2, 2, image::Map::sequential));
    figure.groups.push_back(group);
    const image::Rgba dark = paint(figure, image::Theme::dark, 300, 2),
                      light = paint(figure, image::Theme::light, 300, 2);
    CHECK(dark.width == 600);
    CHECK(dark.height == light.height);
    CHECK(dark.pixels == paint(figure, image::Theme::dark, 300, 2).pixels);
    CHECK(dark.at(0, 0) == look(image::Theme::dark, false).background);
    CHECK(light.at(0, 0) == look(image::Theme::light, false).background);
    figure.groups[0].side = 3000;
    figure.groups[0].folded = true;  // it need not fit into a result's room
    const image::Rgba tall = paint(figure, image::Theme::dark, 3000, 2);
    CHECK(tall.height <= 4096);
    CHECK(tall.height > 4000);
    CHECK(tall.width < 6000);
}

TEST_CASE("frames: one size, one scale unless a picture has its own") {
    std::vector<Picture> animation(2, picture("a", "", std::vector<float>{0, 1, 2, 4}, 2, 2, image::Map::sequential));
    for (float& value : animation[0].values) value /= 2;
    const std::vector<image::Rgba> shared = frames(animation, image::Theme::dark);
    REQUIRE(shared.size() == 2);
    CHECK(shared[0].width == 280);
    CHECK(shared[1].at(279, 279) == image::colour_at(image::Map::sequential, image::Theme::dark, 1));
    CHECK(shared[0].at(279, 279) == image::colour_at(image::Map::sequential, image::Theme::dark, 0.5f));
    animation[0].scale = 2;
    CHECK(frames(animation, image::Theme::dark)[0].at(279, 279) == shared[1].at(279, 279));
    CHECK(frames({}, image::Theme::dark).empty());
}
