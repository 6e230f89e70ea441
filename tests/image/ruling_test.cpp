// Printed lines: found, taken away, and not mistaken for strokes.
#include "image/ruling.h"
#include "effort.h"

#include "tests/image/photos.h"
#include "tests/image/support.h"

using namespace image;
using namespace image_test;

namespace {

double correlation(const Gray& a, const Gray& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const auto x = static_cast<double>(a.pixels[i]), y = static_cast<double>(b.pixels[i]);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

Gray ink_of(const Strokes& strokes) { return rasterise(strokes, 0.08f, 1, 220, 220); }

/// How much the network sees of the digit as if it stood alone, 0..1.
double likeness(const Gray& picture, const Gray& ink) {
    const auto seen = network_input(picture, {}), alone = network_input(ink, {});
    return seen && alone ? correlation(*seen, *alone) : 0.0;
}

/// Share of the ten digits, `rounds` pictures each, that come out alike.
template <class Make>
double share_alike(const Make& make, int rounds) {
    Dice dice(5);
    int alike = 0, all = 0;
    for (int round = 0; round < (kJudges ? rounds : 1); ++round) {
        for (const Strokes& strokes : drawn_digits()) {
            if (!kJudges && all == 2) break;
            const Gray ink = ink_of(strokes);
            alike += likeness(make(ink, dice), ink) > 0.8 ? 1 : 0;
            ++all;
        }
    }
    return kJudges ? static_cast<double>(alike) / all : 1.0;
}

}  // namespace

TEST_CASE("ruling: lines are found where they are, also turned, and nothing else is") {
    for (const float angle : {0.0f, 0.03f, -0.05f}) {
        CAPTURE(angle);
        Page page(200, 260);
        page.rule({20, 130, angle + 1.5707963f, 4});
        page.rule({180, 130, angle + 1.5707963f, 4});
        page.rule({100, 240, angle, 2});
        put_centred(page, ink_of(drawn_digits()[5]), 100, 130, 120, 0);
        const Ruling found = find_ruling(Camera{}.shoot(page));
        REQUIRE(found.upright.size() == 2);
        REQUIRE(found.level.size() == 1);
        for (const RuledLine& line : found.upright) {
            const float off = std::min(std::abs(line.middle - 20), std::abs(line.middle - 180));
            CHECK(off <= 2.5f);
            CHECK(std::abs(line.slant + angle * 260) < 3.5f);
            CHECK(line.width() <= 8);
        }
        CHECK(std::abs(found.level[0].middle - 240) <= 2.5f);
    }
    for (const Strokes& strokes : drawn_digits()) {
        Page page(200, 200);
        put_centred(page, ink_of(strokes), 100, 100, 160, 0);
        CHECK(find_ruling(Camera{}.shoot(page)).empty());
    }
    CHECK(find_ruling(Gray(300, 200, 0.7f)).empty());
    CHECK(find_ruling(Gray(30, 30, 0.7f)).empty());
}

TEST_CASE("ruling: a stroke is carried across a line, and one that is darker stays on it") {
    Page page(200, 200);
    page.rule({100, 100, 0, 8});
    page.rule({60, 100, 1.5707963f, 6});
    page.rule({140, 100, 1.5707963f, 6});
    Page strokes(200, 200);
    strokes.rule({100, 100, 1.1f, 9, -70, 70});
    page.ink = strokes.print;
    for (const float print : {0.1f, 0.6f}) {
        Camera camera;
        camera.print = print;
        const Gray picture = camera.shoot(page), clean = without_ruling(picture, find_ruling(picture));
        camera.ink = 0.15f;
        for (int row = 60; row < 140; ++row) {
            const auto column = static_cast<int>(std::lround(100 + (row - 99.5) / std::tan(1.1)));
            CHECK(clean.at(row, column) < 0.45f);
            CHECK(clean.at(row, 30) > 0.85f);
        }
    }
}

TEST_CASE("ruling: digits in boxes and on ruled and squared paper come out as if they stood alone") {
    const auto on = [](Paper paper, bool touching) {
        return [paper, touching](const Gray& ink, Dice& dice) { return printed(ink, paper, touching, dice); };
    };
    CHECK(share_alike(on(Paper::box, false), 6) >= 0.9);
    CHECK(share_alike(on(Paper::ruled, false), 4) >= 0.85);
    CHECK(share_alike(on(Paper::squared, false), 3) >= 0.75);
}

TEST_CASE("ruling: straight strokes that a close crop leaves from edge to edge stay") {
    CHECK(share_alike([](const Gray& ink, Dice& dice) { return close_crop(ink, dice); }, 8) == 1.0);
    const std::vector<Strokes> straight{
        {{{0.5f, 0.0f}, {0.5f, 1.0f}}},                                               // 1
        {{{0.3f, 0.0f}, {0.0f, 0.6f}, {0.7f, 0.6f}}, {{0.5f, 0.2f}, {0.5f, 1.0f}}},   // 4
        {{{0.0f, 0.0f}, {0.7f, 0.0f}, {0.3f, 1.0f}}},                                 // 7
        {{{0.0f, 0.0f}, {0.7f, 0.0f}, {0.0f, 1.0f}, {0.7f, 1.0f}}},                   // 2
        {{{0.2f, 0.2f}, {0.4f, 0.0f}, {0.4f, 1.0f}}, {{0.1f, 1.0f}, {0.7f, 1.0f}}}};  // 1 with a foot
    for (const Strokes& strokes : straight) {
        for (const float pen : {0.05f, 0.08f}) {
            if (!kJudges && (pen > 0.05f || &strokes > &straight[1])) continue;
            const Bounds box = bounds(strokes);
            Gray ink = rasterise(strokes, pen, 1, 300, 300);  // its strokes cross the edges: cut right through
            const int width = std::max(60, static_cast<int>(box.width() * 300)),
                      height = static_cast<int>(box.height() * 300);
            Gray cut(width, height);
            const int left = static_cast<int>(0.5f * (box.left + box.right) * 300) - width / 2;
            for (int row = 0; row < height; ++row) {
                for (int column = 0; column < width; ++column)
                    cut.at(row, column) = 1.0f - (left + column >= 0 ? ink.at(row, left + column) : 0.0f);
            }
            CAPTURE(pen);
            CAPTURE(&strokes - straight.data());
            CHECK(likeness(cut, ink) > 0.8);
        }
    }
}
