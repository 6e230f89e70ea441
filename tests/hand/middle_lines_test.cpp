// Middle lines: of bars, of blots, of digits that were drawn along known strokes.
#include "hand/middle_lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "hand/pen_templates.h"
#include "tests/hand/drawn_digits.h"

namespace {

std::size_t points_of(const image::Strokes& strokes) {
    std::size_t count = 0;
    for (const image::Stroke& stroke : strokes) count += stroke.size();
    return count;
}

}  // namespace

TEST_CASE("middle lines of a thick bar lie in its middle; a blot has none") {
    std::vector<std::uint8_t> bar(784, 0), blot(784, 0);
    for (int y = 4; y < 24; ++y)
        for (int x = 12; x < 15; ++x) bar[static_cast<std::size_t>(y * 28 + x)] = 255;
    for (int y = 4; y < 24; ++y)
        for (int x = 6; x < 20; ++x) blot[static_cast<std::size_t>(y * 28 + x)] = 255;
    const image::Strokes lines = hand::middle_lines(bar, 28);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].size() > 40);
    for (const image::Point& p : lines[0]) CHECK(std::fabs(p.x - 13.5f) < 0.6f);
    CHECK(hand::middle_lines(blot, 28).empty());
    CHECK(hand::middle_lines(std::vector<std::uint8_t>(784, 0), 28).empty());
}

TEST_CASE("middle lines are few, long and without jumps, and drawn again they are the digit") {
    const hand_test::Drawn set = hand_test::draw_set(100, 11);
    int found = 0, like = 0;
    for (int i = 0; i < 100; ++i) {
        const image::Strokes lines = hand::middle_lines(set.digits().picture(i), 28);
        if (lines.empty()) continue;
        ++found;
        CHECK(lines.size() <= 8);
        CHECK(points_of(lines) > 30);
        for (const image::Stroke& line : lines)
            for (std::size_t k = 0; k + 1 < line.size(); ++k)
                CHECK(std::hypot(line[k].x - line[k + 1].x, line[k].y - line[k + 1].y) < 1.0f);
        const auto again = image::network_input(lines, image::FitOptions{});
        REQUIRE(again.has_value());
        double away = 0.0, ink = 0.0;
        for (std::size_t k = 0; k < 784; ++k) {
            const double before = set.digits().picture(i)[k] / 255.0;
            away += std::fabs(before - static_cast<double>(again->pixels[k]));
            ink += before;
        }
        like += away < 0.5 * ink;
    }
    CHECK(found >= 90);
    CHECK(like >= 0.9 * found);
}

TEST_CASE("templates have the ten digits' labels, and their curves no jumps") {
    nn::Random random(5);
    std::vector<int> forms(10, 0);
    for (int form = 0; form < hand::pen_template_count(); ++form) {
        ++forms[static_cast<std::size_t>(hand::pen_template_label(form))];
        const image::Strokes strokes = hand::pen_template(form, 20.0f, random);
        for (const image::Stroke& stroke : strokes) {
            CHECK(stroke.size() > 2);
            for (std::size_t k = 0; k + 1 < stroke.size(); ++k)
                CHECK(std::hypot(stroke[k].x - stroke[k + 1].x, stroke[k].y - stroke[k + 1].y) < 3.0f);
        }
    }
    CHECK(*std::min_element(forms.begin(), forms.end()) >= 4);
}
