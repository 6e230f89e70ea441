// From pen or picture to the network's input.
#include "effort.h"
#include "tests/image/support.h"

#include <cmath>
#include <limits>
#include <random>

#include "image/colour_map.h"
#include "image/png.h"

using namespace image;
using image_test::centre_of;
using image_test::drawn_digits;
using image_test::largest_difference;
using image_test::longer_side;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
const FitOptions kFit;

Strokes moved(Strokes strokes, float scale, float dx, float dy) {
    for (Stroke& stroke : strokes) {
        for (Point& p : stroke) p = {p.x * scale + dx, p.y * scale + dy};
    }
    return strokes;
}

Gray input_of(const Strokes& strokes) {
    const auto input = network_input(strokes, kFit);
    REQUIRE(input.has_value());
    return *input;
}

Gray input_of(const Gray& picture) {
    const auto input = network_input(picture, kFit);
    REQUIRE(input.has_value());
    return *input;
}

/// The strokes as a picture of `side` pixels: paper and ink of the given brightness, and noise.
Gray sheet(const Strokes& strokes, float pen, int side, float paper, float ink, float noise = 0, float shade = 0) {
    Gray picture = rasterise(strokes, pen, 1, side, side);
    std::mt19937 random(1);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            float& pixel = picture.at(row, column);
            const float grain = noise * (static_cast<float>(random() % 2001) / 1000.0f - 1.0f);
            const float ground = paper - shade * static_cast<float>(column) / static_cast<float>(side);
            pixel = std::clamp(ground + pixel * (ink - paper) + grain, 0.0f, 1.0f);
        }
    }
    return picture;
}

void check_is_a_page(const Gray& page) {
    REQUIRE(page.width == kDigitSide);
    REQUIRE(page.height == kDigitSide);
    for (const float pixel : page.pixels) CHECK((pixel >= 0.0f && pixel <= 1.0f));
}

}  // namespace

TEST_CASE("digit: every drawing is fitted into 20 pixels and its mass lies at 14.0") {
    for (const Strokes& strokes : drawn_digits()) {
        const Gray input = input_of(strokes);
        check_is_a_page(input);
        CHECK(centre_of(input).x == doctest::Approx(14.0).epsilon(0.001));
        CHECK(centre_of(input).y == doctest::Approx(14.0).epsilon(0.001));
        CHECK(longer_side(input) >= 19);
        CHECK(longer_side(input) <= 21);
        CHECK(*std::max_element(input.pixels.begin(), input.pixels.end()) > 0.99f);
    }
}

TEST_CASE("digit: where and how large it was drawn makes no difference") {
    for (const Strokes& strokes : drawn_digits()) {
        const Gray input = input_of(strokes);
        CHECK(largest_difference(input, input_of(moved(strokes, 0.2f, 3, -7))) < 0.02f);
        CHECK(largest_difference(input, input_of(moved(strokes, 1e6f, 0, 0))) < 0.02f);
        CHECK(largest_difference(input, input_of(moved(strokes, 1e-9f, 0, 0))) < 0.02f);
        CHECK(largest_difference(input, input_of(moved(strokes, 1e30f, 0, 0))) < 0.02f);
    }
}

TEST_CASE("digit: how often the hand was sampled makes little difference") {
    const Strokes few{image_test::arc(0, 0, 10, 14, 0, 360, 16)}, many{image_test::arc(0, 0, 10, 14, 0, 360, 4000)};
    CHECK(largest_difference(input_of(few), input_of(many)) < 0.12f);
}

TEST_CASE("digit: the pen is as thick as asked") {
    // A vertical bar of 19.5 pixels, rounded at its ends.
    for (const float pen : {0.08f, 0.12f, 0.16f}) {
        FitOptions options;
        options.pen = pen;
        const auto bar = network_input(Strokes{{{0, 0}, {0, 100}}}, options);
        REQUIRE(bar.has_value());
        const double wide = 20.0 * static_cast<double>(pen);
        CHECK(centre_of(*bar).total == doctest::Approx(wide * (19.5 - wide) + 0.785 * wide * wide).epsilon(0.02));
    }
}

TEST_CASE("digit: dots, lines and points without end") {
    for (const Strokes& strokes : {Strokes{{{5, 5}}}, Strokes{{{5, 5}, {5, 5}}}, Strokes{{{0, 3}, {9, 3}}},
                                   Strokes{{{3, 0}, {3, 9}}}, Strokes{{{kNan, 1}, {1, 1}, {4, 9}, {1, INFINITY}}}}) {
        const Gray input = input_of(strokes);
        check_is_a_page(input);
        CHECK(centre_of(input).x == doctest::Approx(14.0).epsilon(0.001));
        CHECK(centre_of(input).y == doctest::Approx(14.0).epsilon(0.001));
    }
    Stroke scribble;
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i)
        scribble.push_back({static_cast<float>(random() % 1000), static_cast<float>(random() % 1000)});
    check_is_a_page(input_of(Strokes{scribble}));
}

TEST_CASE("digit: no ink, no input") {
    CHECK_FALSE(network_input(Strokes{}, kFit).has_value());
    CHECK_FALSE(network_input(Strokes{{}, {{kNan, kNan}}}, kFit).has_value());
    CHECK_FALSE(network_input(Drawing{}, kFit).has_value());
    CHECK_FALSE(network_input(Gray{}, kFit).has_value());
    for (const float paper : {0.0f, 0.5f, 1.0f}) CHECK_FALSE(network_input(Gray(100, 100, paper), kFit).has_value());
    CHECK_FALSE(network_input(Gray(28, 28), kFit).has_value());
    Drawing faint;
    faint.picture = Gray(28, 28, 0.0015f);  // would be all zero in steps of 1 / 255
    for (const bool as_it_is : {true, false}) {
        faint.picture_is_input = as_it_is;
        CHECK_FALSE(network_input(faint, kFit).has_value());
        CHECK_FALSE(network_input(faint, {.fit = false}).has_value());
    }
    CHECK_FALSE(network_input(sheet({}, 0.1f, 200, 0.8f, 0, 0.05f), kFit).has_value());
    CHECK_FALSE(network_input(sheet({}, 0.1f, 200, 0.9f, 0, 0.02f, 0.4f), kFit).has_value());
}

TEST_CASE("digit: ink never leaves the page, even where the mass pulls it away") {
    // A heavy knot at one end of a long tail.
    Strokes strokes{image_test::arc(0, 0, 1, 1, 0, 36000, 4000)};
    for (int i = 0; i < 40; ++i)
        strokes.push_back({{-1, 0.05f * static_cast<float>(i) - 1}, {1, 0.05f * static_cast<float>(i) - 1}});
    strokes.push_back({{0, 0}, {30, 0}});
    const Gray input = input_of(strokes);
    CHECK(longer_side(input) >= 19);
    Gray large = rasterise(strokes, 0.12f * 32, 200, 200, 200);
    check_is_a_page(input_of(large));
}

TEST_CASE("digit: an accidental dot far away is dropped, one that belongs stays") {
    const Strokes seven = drawn_digits()[7];
    Strokes dotted = seven;
    dotted.push_back({{0.02f, 0.98f}});
    Strokes crowded = moved(seven, 0.3f, 0, 0);
    CHECK(largest_difference(input_of(moved(seven, 0.3f, 0, 0)), input_of([&] {
                                 crowded.push_back({{0.98f, 0.98f}});
                                 return crowded;
                             }())) < 1e-4f);
    Strokes near = seven;
    near.push_back({{0.75f, 0.5f}});
    CHECK(largest_difference(input_of(seven), input_of(near)) > 0.3f);
}

TEST_CASE("digit: with the fit off the page is only scaled") {
    FitOptions off;
    off.fit = false;
    Drawing drawing;
    drawing.strokes = {{{10, 10}, {20, 10}}};
    drawing.side = 56;
    drawing.pen = 4;
    const auto input = network_input(drawing, off);
    REQUIRE(input.has_value());
    CHECK(largest_difference(*input, page_as_drawn(drawing)) <= 0.5f / 255 + 1e-6f);
    for (const float pixel : input->pixels)
        CHECK(pixel == std::round(pixel * 255.0f) / 255.0f);  // whole steps, so that a link holds it
    CHECK(centre_of(*input).x == doctest::Approx(7.0).epsilon(0.01));
    CHECK(centre_of(*input).y == doctest::Approx(4.5).epsilon(0.01));
    const auto loose = network_input(Strokes{{{0, 0}, {10, 0}}}, off);
    REQUIRE(loose.has_value());
    CHECK(longer_side(*loose) == 28);
}

TEST_CASE("digit: a picture of the same drawing gives nearly the same input, whichever way round and however large") {
    for (const Strokes& strokes : drawn_digits()) {
        const Gray pen = input_of(strokes);
        for (const int side : {60, 200, 500}) {
            if (!kJudges && (side > 60 || &strokes != drawn_digits().data())) continue;
            const Gray dark_on_light = input_of(sheet(strokes, 0.075f, side, 1, 0)),
                       light_on_dark = input_of(sheet(strokes, 0.075f, side, 0, 1));
            check_is_a_page(dark_on_light);
            CHECK(largest_difference(dark_on_light, light_on_dark) < 0.05f);
            CHECK(centre_of(dark_on_light).x == doctest::Approx(14.0).epsilon(0.002));
            CHECK(centre_of(dark_on_light).y == doctest::Approx(14.0).epsilon(0.002));
            double off = 0;
            for (std::size_t i = 0; i < pen.pixels.size(); ++i)
                off += std::abs(static_cast<double>(pen.pixels[i] - dark_on_light.pixels[i]));
            CHECK(off < 0.25 * centre_of(pen).total);
        }
    }
}

TEST_CASE("digit: faint ink on shaded, noisy paper gives what clean ink gives") {
    for (const Strokes& strokes : drawn_digits()) {
        if (!kJudges && &strokes != drawn_digits().data()) continue;
        const Gray clean = input_of(sheet(strokes, 0.06f, 280, 1, 0)),
                   photo = input_of(sheet(strokes, 0.06f, 280, 0.9f, 0.4f, 0.06f, 0.3f));
        double off = 0;
        for (std::size_t i = 0; i < clean.pixels.size(); ++i)
            off += std::abs(static_cast<double>(clean.pixels[i] - photo.pixels[i]));
        CHECK(off < 0.2 * centre_of(clean).total);
    }
}

TEST_CASE("digit: thin lines in a large picture come out as thick as MNIST's") {
    for (const Strokes& strokes : drawn_digits()) {
        if (!kJudges && &strokes != drawn_digits().data()) continue;
        const Gray thin = input_of(sheet(strokes, 0.006f, 600, 1, 0));
        CHECK(centre_of(thin).total == doctest::Approx(centre_of(input_of(strokes)).total).epsilon(0.15));
        CHECK(*std::max_element(thin.pixels.begin(), thin.pixels.end()) > 0.95f);
    }
}

TEST_CASE("digit: dust is dropped") {
    Gray picture = sheet(drawn_digits()[5], 0.06f, 280, 1, 0);
    const Gray clean = input_of(picture);
    for (const auto& [row, column] : {std::pair{5, 5}, {270, 9}, {4, 200}}) picture.at(row, column) = 0;
    CHECK(largest_difference(clean, input_of(picture)) < 1e-4f);
}

TEST_CASE("digit: a 28 x 28 picture that lies as MNIST's do is taken as it is, its negative too") {
    for (const Strokes& strokes : drawn_digits()) {
        const Gray input = input_of(strokes);
        CHECK(input_of(input).pixels == input.pixels);
        Gray negative = input;
        for (float& pixel : negative.pixels) pixel = 1 - pixel;
        CHECK(largest_difference(input_of(negative), input) < 1e-6f);
    }
    Gray corner(28, 28);
    for (int i = 0; i < 8; ++i) corner.at(2 + i, 3) = 1;
    CHECK(centre_of(input_of(corner)).x == doctest::Approx(14.0).epsilon(0.002));
}

TEST_CASE("digit: a data set's digit is not fitted, and may be drawn upon") {
    Drawing drawing;
    drawing.picture = Gray(28, 28);
    drawing.picture.at(3, 4) = 178.0f / 255.0f;
    drawing.picture_is_input = true;
    auto input = network_input(drawing, kFit);
    REQUIRE(input.has_value());
    CHECK(input->pixels == drawing.picture.pixels);
    drawing.strokes = {{{0.5f, 0.5f}, {0.7f, 0.5f}}};
    input = network_input(drawing, kFit);
    REQUIRE(input.has_value());
    CHECK(input->at(3, 4) == 178.0f / 255.0f);
    CHECK(input->at(14, 16) > 0.5f);
}

TEST_CASE("digit: strokes over a picture are fitted together") {
    Drawing drawing;
    drawing.picture = rasterise({{{0.2f, 0.2f}, {0.2f, 0.8f}}}, 0.06f, 1, 200, 200);
    drawing.strokes = {{{0.8f, 0.2f}, {0.8f, 0.8f}}};
    const auto input = network_input(drawing, kFit);
    REQUIRE(input.has_value());
    CHECK(centre_of(*input).x == doctest::Approx(14.0).epsilon(0.01));
    CHECK(input->at(14, 14) == 0);
    CHECK(longer_side(*input) >= 19);
}

TEST_CASE("normalise: ink 1, paper 0, broken pixels survived") {
    Gray picture = sheet(drawn_digits()[3], 0.06f, 120, 0.8f, 0.3f);
    picture.at(0, 0) = kNan;
    const Gray ink = normalise_ink(picture);
    int paper = 0, full = 0;
    for (const float pixel : ink.pixels) {
        paper += pixel == 0 ? 1 : 0;
        full += pixel == 1 ? 1 : 0;
    }
    CHECK(paper > 12'000);
    CHECK(full > 600);
    CHECK(paper + full > 14'000);
}

TEST_CASE("golden: ten drawn digits as the network sees them, by pen and by picture") {
    std::vector<Rgba> pages;
    for (const Strokes& strokes : drawn_digits())
        pages.push_back(paint(input_of(strokes).pixels, 28, 28, Map::ink, Theme::dark, 1));
    for (const Strokes& strokes : drawn_digits())
        pages.push_back(paint(input_of(sheet(strokes, 0.03f, 200, 1, 0.2f)).pixels, 28, 28, Map::ink, Theme::dark, 1));
    image_test::check_golden("digits.ppm", image_test::ppm(contact_sheet(pages, 10, 2, {60, 60, 60, 255})), 4);
}
