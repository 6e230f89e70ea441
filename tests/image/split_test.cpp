// Several digits on a page are taken apart; one digit in several strokes is not.
#include <cmath>
#include <limits>
#include <utility>

#include "hand/bend.h"
#include "hand/pen_templates.h"
#include "image/split.h"
#include "tests/image/support.h"

using namespace image_test;

namespace {

Strokes moved(Strokes strokes, float dx, float dy, float scale = 1.0f) {
    for (Stroke& stroke : strokes)
        for (image::Point& p : stroke) p = {dx + scale * p.x, dy + scale * p.y};
    return strokes;
}

void append(Strokes& page, const Strokes& more) { page.insert(page.end(), more.begin(), more.end()); }

/// On a page of side 1, with a thin pen.
image::Drawing drawing_of(Strokes strokes, float pen = 0.02f) {
    image::Drawing drawing;
    drawing.strokes = std::move(strokes);
    drawing.pen = pen;
    return drawing;
}

/// How many digits there are: 1 where nothing is split.
int count(const Strokes& strokes) { return std::max(1, static_cast<int>(image::split(strokes).size())); }
int count(const Gray& ink) { return std::max(1, static_cast<int>(image::split(ink).size())); }

/// The same strokes as a picture, their box in its middle, the pen a tenth of the height.
Gray picture_of(const Strokes& strokes, int height = 100) {
    const image::Bounds box = image::bounds(strokes);
    const float tall = std::max(box.height(), 0.3f * box.width()), pen = 0.1f * tall;
    const float side = std::max(box.width(), tall) + 4 * pen;
    const Strokes placed = moved(strokes, 2 * pen - box.left, 2 * pen - box.top);
    const int pixels = static_cast<int>(static_cast<float>(height) * side / tall);
    return image::rasterise(placed, pen, side, pixels, pixels);
}

struct Named {
    std::string name;
    Strokes strokes;
};

/// Digits of which parts stand apart, about 1 high.
std::vector<Named> digits_in_parts() {
    return {
        {"5, its roof above",
         {{{.2f, .12f}, {.17f, .45f}, {.6f, .42f}, {.7f, .7f}, {.4f, .98f}, {.1f, .9f}}, {{.22f, .0f}, {.75f, .0f}}}},
        {"5, its roof to the right",
         {{{.2f, .05f}, {.17f, .45f}, {.6f, .42f}, {.7f, .7f}, {.4f, .98f}, {.1f, .9f}}, {{.4f, .03f}, {.85f, .0f}}}},
        {"4, its stem apart", {{{.3f, .0f}, {.1f, .6f}, {.55f, .6f}}, {{.65f, .2f}, {.65f, 1.f}}}},
        {"4, crossed", {{{.3f, .0f}, {.1f, .6f}, {.9f, .6f}}, {{.65f, .3f}, {.65f, 1.f}}}},
        {"7, its bar apart", {{{.1f, .04f}, {.88f, .04f}, {.4f, 1.f}}, {{.75f, .5f}, {.95f, .5f}}}},
        {"7, crossed", {{{.1f, .04f}, {.88f, .04f}, {.4f, 1.f}}, {{.3f, .52f}, {.86f, .5f}}}},
        {"7 of roof and leg", {{{.1f, .0f}, {.8f, .0f}}, {{.85f, .1f}, {.4f, 1.f}}}},
        {"8 of two loops", {arc(.5f, .23f, .2f, .2f, 0, 360), arc(.5f, .74f, .25f, .24f, 0, 360)}},
        {"3 of two bows", {arc(.45f, .24f, .24f, .23f, 200, 450), arc(.45f, .76f, .28f, .24f, 275, 510)}},
        {"3 in dashes",
         {arc(.45f, .25f, .25f, .25f, 200, 270), arc(.45f, .25f, .25f, .25f, 300, 370),
          arc(.45f, .25f, .25f, .25f, 400, 450), arc(.45f, .75f, .28f, .25f, 290, 350),
          arc(.45f, .75f, .28f, .25f, 375, 430), arc(.45f, .75f, .28f, .25f, 455, 500)}},
        {"1 in dashes",
         {{{.5f, .0f}, {.5f, .2f}}, {{.5f, .28f}, {.5f, .5f}}, {{.5f, .58f}, {.5f, .78f}}, {{.5f, .86f}, {.5f, 1.f}}}},
        {"1 with flag and foot apart",
         {{{.3f, .25f}, {.45f, .06f}}, {{.52f, .0f}, {.52f, .92f}}, {{.2f, 1.f}, {.8f, 1.f}}}},
        {"0 with a slash inside", {arc(.5f, .5f, .35f, .5f, 0, 360), {{.62f, .3f}, {.38f, .7f}}}},
        {"0 with a bar inside", {arc(.5f, .5f, .45f, .5f, 0, 360), {{.55f, .22f}, {.45f, .78f}}}},
        {"0 of two bows", {arc(.48f, .5f, .33f, .5f, 95, 265), arc(.52f, .5f, .33f, .5f, -85, 85)}},
        {"9, its stem apart", {arc(.4f, .25f, .25f, .25f, 0, 360), {{.73f, .1f}, {.7f, 1.f}}}},
        {"6, its loop apart", {{{.7f, .0f}, {.3f, .3f}, {.16f, .7f}, {.2f, .9f}}, arc(.52f, .75f, .25f, .24f, 0, 360)}},
        {"2, its foot apart",
         {arc(.45f, .25f, .3f, .25f, 190, 390), {{.7f, .4f}, {.2f, .9f}}, {{.1f, 1.f}, {.9f, 1.f}}}},
        {"plus", {{{.5f, .0f}, {.5f, 1.f}}, {{.0f, .5f}, {1.f, .5f}}}},
        {"equals", {{{.0f, .3f}, {1.f, .3f}}, {{.0f, .8f}, {1.f, .8f}}}},
        {"i", {{{.5f, .0f}, {.5f, .02f}}, {{.5f, .35f}, {.5f, 1.f}}}},
        {"1 and a stray dot", {{{.5f, .0f}, {.5f, 1.f}}, {{1.4f, .9f}}}},
    };
}

/// A template in a random hand, 1 high.
Strokes written(int form, nn::Random& random) {
    Strokes strokes = hand::pen_template(form, 20.0f, random);
    hand::bend(strokes, 1.0f, random);
    const image::Bounds box = image::bounds(strokes);
    const float scale = 1.0f / std::max(box.height(), 0.7f * box.width());
    return moved(strokes, -box.left * scale, -box.top * scale, scale);
}

/// `digits` of about the same height beside each other, `gap` of their height apart.
Strokes row_of(int digits, float gap, nn::Random& random) {
    Strokes page;
    float x = 0;
    for (int i = 0; i < digits; ++i) {
        const Strokes digit = moved(written(random.below(hand::pen_template_count()), random), x,
                                    random.uniform(-0.1f, 0.1f), random.uniform(0.85f, 1.15f));
        append(page, digit);
        x = image::bounds(page).right + gap * 1.15f;
    }
    return page;
}

}  // namespace

TEST_CASE("split: one digit in several parts stays one, as strokes and as a picture") {
    for (const Named& digit : digits_in_parts()) {
        CHECK_MESSAGE(count(digit.strokes) == 1, digit.name);
        CHECK_MESSAGE(image::split(drawing_of(moved(digit.strokes, 0.2f, 0.2f, 0.6f), 0.04f)).empty(), digit.name);
        CHECK_MESSAGE(count(picture_of(digit.strokes)) == 1, digit.name, " as a picture");
    }
    for (const Strokes& digit : drawn_digits()) {
        CHECK(count(digit) == 1);
        CHECK(count(picture_of(digit)) == 1);
    }
}

TEST_CASE("split: digits that are clearly apart, from left to right") {
    const std::vector<Strokes>& digits = drawn_digits();
    for (const std::vector<int>& number :
         {std::vector<int>{1, 7}, {1, 0}, {1, 1}, {4, 5}, {8, 8}, {7, 4, 2}, {3, 1, 4, 1, 5}}) {
        Strokes page;
        std::vector<float> lefts;
        for (const int digit : number) {
            const Strokes& strokes = digits[static_cast<std::size_t>(digit)];
            const float x = page.empty() ? 0.0f : image::bounds(page).right + 0.3f * 0.6f;
            append(page, moved(strokes, x - image::bounds(strokes).left, 0));
            lefts.push_back(x);
        }
        // The pen's order is not the reading order.
        Strokes shuffled(page.rbegin(), page.rend());
        const std::vector<image::Part> parts = image::split(shuffled);
        REQUIRE(parts.size() == number.size());
        for (std::size_t i = 0; i < parts.size(); ++i) {
            CHECK(parts[i].box.left == doctest::Approx(lefts[i]).epsilon(0.001));
            CHECK(parts[i].drawn_last == (i == 0));
            CHECK(parts[i].alone.strokes.size() == digits[static_cast<std::size_t>(number[i])].size());
        }
        CHECK(image::split(picture_of(page)).size() == number.size());
    }
}

TEST_CASE("split: lines from top to bottom, a climbing line from left to right") {
    const std::vector<Strokes>& digits = drawn_digits();
    const auto at = [&](int digit, float x, float y) { return moved(digits[static_cast<std::size_t>(digit)], x, y); };
    Strokes page = at(2, 0.02f, 1.0f);
    append(page, at(3, 0.6f, 0.0f));
    append(page, at(6, 0.65f, 1.0f));
    append(page, at(0, 0.0f, 0.0f));
    const std::vector<image::Part> parts = image::split(page);
    REQUIRE(parts.size() == 4);
    const std::vector<Strokes> order{at(0, 0, 0), at(3, 0.6f, 0), at(2, 0.02f, 1), at(6, 0.65f, 1)};
    for (std::size_t i = 0; i < 4; ++i) CHECK(parts[i].alone.strokes == order[i]);
    CHECK(parts[0].drawn_last);

    Strokes climbing = at(2, 0, 0.4f);
    append(climbing, at(7, 0.5f, 0.2f));
    append(climbing, at(4, 1.0f, 0.0f));
    const std::vector<image::Part> climbed = image::split(climbing);
    REQUIRE(climbed.size() == 3);
    CHECK(climbed[0].alone.strokes == at(2, 0, 0.4f));
    CHECK(climbed[2].alone.strokes == at(4, 1.0f, 0.0f));
}

TEST_CASE("split: written forms; 99 of 100 stay one, 95 of 100 pages of two to four are split") {
    nn::Random random(3);
    int torn = 0, torn_pictures = 0, singles = 0;
    for (int form = 0; form < hand::pen_template_count(); ++form) {
        for (int hand = 0; hand < 20; ++hand) {
            const Strokes digit = written(form, random);
            torn += count(digit) != 1;
            if (hand < 2) torn_pictures += count(picture_of(digit)) != 1;
            ++singles;
        }
    }
    CHECK_MESSAGE(torn * 100 <= singles, torn, " of ", singles);
    CHECK_MESSAGE(torn_pictures * 1000 <= singles, torn_pictures, " of ", singles / 10);
    int right = 0, pages = 0;
    for (const float gap : {0.15f, 0.3f, 0.5f}) {
        for (int i = 0; i < 200; ++i, ++pages) {
            const int digits = 2 + random.below(3);
            right += count(row_of(digits, gap, random)) == digits;
        }
    }
    MESSAGE(torn, " of ", singles, " single digits split; ", right, " of ", pages, " pages split right");
    CHECK(right * 100 >= 95 * pages);
}

TEST_CASE("split: parts of a picture hold their own pixels and no others'") {
    Strokes page = drawn_digits()[7];
    append(page, moved(drawn_digits()[4], 0.6f, 0.0f));
    Gray ink = picture_of(page);
    ink.at(2, 3) = 1.0f;  // a speck
    const std::vector<image::Part> parts = image::split(ink);
    REQUIRE(parts.size() == 2);
    double total = 0, own = 0;
    for (const float v : ink.pixels) total += static_cast<double>(v);
    for (const image::Part& part : parts) {
        CHECK(part.alone.picture.width == static_cast<int>(part.box.width()));
        for (const float v : part.alone.picture.pixels) own += static_cast<double>(v);
    }
    CHECK(own == doctest::Approx(total - 1).epsilon(1e-4));
    const auto alone = image::network_input(parts[1].alone, {}),
               whole = image::network_input(drawn_digits()[4], image::FitOptions{});
    REQUIRE((alone && whole));
    double off = 0;
    for (std::size_t i = 0; i < 784; ++i) off += std::abs(static_cast<double>(alone->pixels[i] - whole->pixels[i]));
    CHECK(off / 784 < 0.06);
}

TEST_CASE("split: strokes over a picture") {
    image::Drawing page = drawing_of(moved(drawn_digits()[1], 0.3f, 0.0f), 0.05f);
    page.picture = image::page_at(drawing_of(moved(drawn_digits()[0], -0.25f, 0.0f), 0.05f), 200);
    const std::vector<image::Part> parts = image::split(page);
    REQUIRE(parts.size() == 2);
    CHECK_FALSE(parts[0].drawn_last);
    CHECK(parts[1].drawn_last);
    CHECK(parts[1].box.left > 0.7f);
    CHECK(parts[1].box.right < 0.85f);
    page.picture_is_input = true;
    CHECK(image::split(page).empty());
}

TEST_CASE("split: the stem of a 4 on its way to the bar is no digit") {
    const Stroke bar{{.3f, .1f}, {.2f, .55f}, {.75f, .55f}};
    for (float end = 0.16f; end < 0.95f; end += 0.01f) {
        const image::Drawing page = drawing_of({bar, {{.6f, .15f}, {.6f, end}}}, 0.05f);
        CHECK_MESSAGE(image::split(page, true).empty(), end);
    }
    // A second digit is one before it is finished.
    const image::Drawing two = drawing_of({{{.2f, .1f}, {.2f, .9f}}, {{.6f, .1f}, {.9f, .1f}, {.75f, .7f}}});
    CHECK(image::split(two, true).size() == 2);
}

TEST_CASE("split: what touches with the pen that is seen is one") {
    const Strokes two{{{.3f, .2f}, {.3f, .8f}}, {{.42f, .2f}, {.42f, .8f}}};
    CHECK(image::split(drawing_of(two, 0.05f)).size() == 2);
    CHECK(image::split(drawing_of(two, 0.13f)).empty());
    // A script's row of five, small on the pad: the pen is thicker than the gaps, and yet they are five.
    Strokes row;
    for (int i = 0; i < 5; ++i)
        append(row, moved(drawn_digits()[7], 0.1f + 0.14f * static_cast<float>(i), 0.4f, 0.25f));
    CHECK(image::split(drawing_of(row, 0.07f)).size() == 5);
}

TEST_CASE("split: any input") {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinite = std::numeric_limits<float>::infinity();
    CHECK(image::split(Strokes{}).empty());
    CHECK(image::split(Strokes{{}, {}}).empty());
    CHECK(image::split(Gray{}).empty());
    CHECK(image::split(Gray(30, 20)).empty());
    CHECK(image::split(Gray(30, 20, 1.0f)).empty());
    CHECK(image::split(Strokes{{{1, 1}}, {{1, 1}}, {{1, 1}}}).empty());
    CHECK(image::split(Strokes{{{1, 1}}, {{5, 1}}}).empty());
    CHECK(image::split(Strokes{{{kNan, 1}}, {{1, kInfinite}}, {{1, 2}, {kNan, 3}, {1, 9}}}).empty());
    CHECK(image::split(Strokes{{{-3e38f, 0}, {3e38f, 1}}, {{0, -3e38f}, {0, 3e38f}}}).empty());
    // Strokes of no length, and lengths that no float holds.
    CHECK(image::split(Strokes{{{1, 1}, {1, 1}}, {{1, 1}, {1, 1}}}).empty());
    constexpr float kLargest = std::numeric_limits<float>::max();
    for (const image::Part& part :
         image::split(Strokes{{{-kLargest, 0}, {kLargest, 1}}, {{0, -kLargest}, {0, kLargest}}, {{-kLargest, 1}}}))
        CHECK(std::isfinite(part.box.left));
    const Strokes bars{{{0, 0}, {0, 1}}, {{kNan, 0}, {0.5f, 0}, {0.5f, 1}, {kNan, kNan}}};
    CHECK(image::split(bars).size() == 2);
    Strokes many;
    for (int i = 0; i < 5000; ++i) many.push_back({{static_cast<float>(i), 0}, {static_cast<float>(i), 1}});
    CHECK(image::split(many).empty());
    CHECK(image::split(drawing_of(many)).empty());
}
