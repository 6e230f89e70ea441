// Strokes: bounds, smoothing, the eraser, the rasteriser.
#include "tests/image/support.h"

#include <limits>

using namespace image;
using image_test::arc;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

float ink_of(const Gray& picture) {
    float sum = 0;
    for (const float pixel : picture.pixels) sum += pixel;
    return sum;
}

}  // namespace

TEST_CASE("bounds: of the finite points") {
    const Bounds b = bounds({{{1, 2}, {kNan, 5}}, {}, {{-3, 7}}});
    CHECK(b.left == -3);
    CHECK(b.right == 1);
    CHECK(b.top == 2);
    CHECK(b.bottom == 7);
    CHECK(bounds({}).width() == 0);
    CHECK(bounds({{}}).height() == 0);
}

TEST_CASE("smooth: passes through the given points, in steps, without the repeated and the broken ones") {
    const Stroke given{{0, 0}, {0, 0}, {10, 3}, {kNan, 1}, {20, 0}, {30, 4}};
    const Stroke curve = smooth(given, 0.5f);
    for (const Point p : {Point{0, 0}, Point{10, 3}, Point{20, 0}, Point{30, 4}})
        CHECK(std::find(curve.begin(), curve.end(), p) != curve.end());
    for (std::size_t i = 0; i + 1 < curve.size(); ++i)
        CHECK(std::hypot(curve[i + 1].x - curve[i].x, curve[i + 1].y - curve[i].y) < 0.75f);
}

TEST_CASE("smooth: a coarse circle becomes round") {
    for (const Point p : smooth(arc(0, 0, 10, 10, 0, 360, 10), 0.2f))
        CHECK(std::hypot(p.x, p.y) == doctest::Approx(10).epsilon(0.03));
}

TEST_CASE("smooth: a corner stays a corner") {
    for (const Point p : smooth({{0, 0}, {10, 0}, {10, 10}}, 0.1f))
        CHECK((std::abs(p.y) < 1e-4f || std::abs(p.x - 10) < 1e-4f));
}

TEST_CASE("smooth: dots, pairs and nothing") {
    CHECK(smooth({}, 1).empty());
    CHECK(smooth({{kNan, 0}}, 1).empty());
    CHECK(smooth({{3, 4}, {3, 4}}, 1) == Stroke{{3, 4}});
    CHECK(smooth({{0, 0}, {1, 0}}, 0) == Stroke{{0, 0}, {1, 0}});
    CHECK(smooth({{0, 0}, {1e6f, 0}}, 1e-9f).size() < 1000);
}

TEST_CASE("erase: a stroke is cut in two at the rim of the eraser") {
    const Strokes left = erase({{{0, 0}, {10, 0}}}, {{5, -3}, {5, 3}}, 1);
    REQUIRE(left.size() == 2);
    CHECK(left[0].front() == Point{0, 0});
    CHECK(left[0].back().x == doctest::Approx(4));
    CHECK(left[1].front().x == doctest::Approx(6));
    CHECK(left[1].back() == Point{10, 0});
}

TEST_CASE("erase: along the stroke, at its end, all of it, none of it") {
    const Strokes line{{{0, 0}, {5, 0}, {10, 0}}};
    CHECK(erase(line, {{-1, 0}, {11, 0}}, 1).empty());
    CHECK(erase(line, {{5, 2}}, 1) == line);
    CHECK(erase(line, {}, 1) == line);
    const Strokes end = erase(line, {{10, 0}}, 2);
    REQUIRE(end.size() == 1);
    CHECK(end[0].size() == 3);
    CHECK(end[0].back().x == doctest::Approx(8));
}

TEST_CASE("erase: dots go when touched") {
    const Strokes dots{{{0, 0}}, {{5, 5}}};
    CHECK(erase(dots, {{4, 4}, {6, 6}}, 0.5f) == Strokes{{{0, 0}}});
}

TEST_CASE("erase: what is left keeps its distance, whatever the path") {
    const Strokes drawing = image_test::drawn_digits()[8];
    const Stroke eraser{{0.3f, 0.3f}, {0.6f, 0.35f}, {0.55f, 0.7f}, {0.4f, 0.75f}};
    for (const Stroke& stroke : erase(drawing, eraser, 0.05f)) {
        for (const Point p : stroke) {
            for (std::size_t i = 0; i + 1 < eraser.size(); ++i) {
                const Point a = eraser[i], b = eraser[i + 1];
                const float dx = b.x - a.x, dy = b.y - a.y,
                            t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0f, 1.0f);
                CHECK(std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy) > 0.0499f);
            }
        }
    }
}

TEST_CASE("rasterise: the ink is the area of the stroke") {
    // A line of length 10 and width 4 with round ends: 40 + 4 pi.
    const Gray line = rasterise({{{10, 15.3f}, {20, 15.3f}}}, 4, 32, 32, 32);
    CHECK(ink_of(line) == doctest::Approx(40 + 12.566).epsilon(0.01));
    CHECK(line.at(15, 15) == 1);
    CHECK(line.at(15, 2) == 0);
    const Gray dot = rasterise({{{16, 16}}}, 10, 32, 32, 32);
    CHECK(ink_of(dot) == doctest::Approx(78.54).epsilon(0.01));
}

TEST_CASE("rasterise: a hair keeps its faint ink") {
    const Gray hair = rasterise({{{4, 16.2f}, {28, 16.2f}}}, 0.25f, 32, 32, 32);
    CHECK(ink_of(hair) == doctest::Approx(6).epsilon(0.05));
}

TEST_CASE("rasterise: strokes that cross do not darken each other, order does not matter") {
    const Stroke a{{2, 2}, {30, 30}}, b{{30, 2}, {2, 30}};
    CHECK(rasterise({a, b}, 3, 32, 32, 32).pixels == rasterise({b, a}, 3, 32, 32, 32).pixels);
    CHECK(rasterise({a, a}, 3, 32, 32, 32).pixels == rasterise({a}, 3, 32, 32, 32).pixels);
}

TEST_CASE("rasterise: points far away, broken or missing") {
    CHECK(ink_of(rasterise({{{kNan, 1}, {1, kNan}}, {}}, 3, 32, 32, 32)) == 0);
    CHECK(ink_of(rasterise({{{1e30f, 1e30f}, {2e30f, 1e30f}}}, 3, 32, 32, 32)) == 0);
    CHECK(ink_of(rasterise({{{-1e6f, 16}, {1e6f, 16}}}, 2, 32, 32, 32)) == doctest::Approx(64).epsilon(0.01));
    for (const float bad : {0.0f, -1.0f, kNan}) {
        CHECK(ink_of(rasterise({{{1, 1}, {9, 9}}}, bad, 32, 32, 32)) == 0);
        CHECK(ink_of(rasterise({{{1, 1}, {9, 9}}}, 3, bad, 32, 32)) == 0);
    }
}

TEST_CASE("golden: smooth strokes, drawn") {
    Strokes strokes;
    for (const Stroke& stroke : image_test::drawn_digits()[3]) strokes.push_back(smooth(stroke, 0.01f));
    strokes.push_back({{0.9f, 0.1f}});
    strokes.push_back(smooth({{0.1f, 0.9f}, {0.3f, 0.85f}, {0.2f, 0.95f}, {0.9f, 0.93f}}, 0.01f));
    image_test::check_golden("strokes.pgm", image_test::pgm(rasterise(strokes, 0.05f, 1, 64, 64)));
}

TEST_CASE("thinning keeps the ends and the spacing") {
    image::Stroke line;
    for (int i = 0; i <= 100; ++i) line.push_back({static_cast<float>(i), i % 2 == 0 ? 0.0f : 0.4f});
    const image::Stroke thin = image::thinned(line, 7.0f);
    CHECK(thin.front() == line.front());
    CHECK(thin.back() == line.back());
    CHECK(thin.size() < 20);
    for (std::size_t i = 1; i + 1 < thin.size(); ++i) CHECK(thin[i].x - thin[i - 1].x > 6.9f);
    CHECK(image::thinned({{1, 1}}, 5.0f).size() == 1);
    CHECK(image::thinned({{1, 1}, {2, 1}}, 5.0f).size() == 2);
    CHECK(image::thinned({}, 5.0f).empty());
}
