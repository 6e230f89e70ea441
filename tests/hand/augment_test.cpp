// Augmentation: keeps to its bounds, repeats itself, and draws strokes as the page draws them.
#include "hand/augment.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "hand/bend.h"
#include "tests/hand/drawn_digits.h"

using hand_test::draw_set;
using hand_test::Drawn;

TEST_CASE("augmented pictures keep their range, their label and most of their ink") {
    const Drawn set = draw_set(60, 7);
    const hand::Augmenter plain(set.digits(), {}, 1),
        bent(set.digits(), {2.0f, 15.0f, 0.2f, 0.3f, 1.0f, 0.5f, 0.5f, 0.0f, 1.0f}, 2);
    std::vector<float> a(784), b(784);
    for (int i = 0; i < 60; ++i) {
        nn::Random random(1, static_cast<std::uint64_t>(i)), again(1, static_cast<std::uint64_t>(i));
        CHECK(bent.draw(i, random, a.data()) == set.labels[static_cast<std::size_t>(i)]);
        bent.draw(i, again, b.data());
        CHECK(a == b);
        CHECK(*std::min_element(a.begin(), a.end()) >= 0.0f);
        CHECK(*std::max_element(a.begin(), a.end()) <= 1.0001f);
        float ink = 0.0f;
        for (float v : a) ink += v;
        CHECK(ink > 10.0f);
        plain.draw(i, random, b.data());
        for (std::size_t k = 0; k < 784; ++k)
            REQUIRE(std::fabs(b[k] - static_cast<float>(set.pixels[static_cast<std::size_t>(i) * 784 + k]) / 255.0f) <
                    1e-6f);
    }
}

TEST_CASE("what is redrawn is as the page draws the same strokes") {
    // Only templates, not bent.  Where the augmenter fits exactly (every other time), the page must give the same
    // picture.
    const Drawn set = draw_set(1, 1);
    hand::AugmentOptions options;
    options.synthetic = 1.0f;
    options.hand = 0.0f;
    const hand::Augmenter augmenter(set.digits(), options, 1);
    // A compiler may draw the pen's width with one rounding or with two; then one pixel in thousands is a step off.
    constexpr float kStep = 1.01f / 255.0f;
    int exact = 0, same = 0;
    std::vector<float> drawn(784);
    for (int i = 0; i < 60; ++i) {
        nn::Random random(3, static_cast<std::uint64_t>(i)), again(3, static_cast<std::uint64_t>(i));
        augmenter.draw(0, random, drawn.data());
        again.uniform();
        image::Strokes strokes = hand::pen_template(again.below(hand::pen_template_count()), 20.0f, again);
        hand::bend(strokes, 0.0f, again);
        if (!again.chance(0.5f)) continue;
        ++exact;
        image::FitOptions page;
        page.pen = again.uniform(0.07f, 0.19f);
        image::Drawing drawing;
        drawing.strokes = strokes;
        drawing.side = 20.0f;
        const image::Gray on_page = image::network_input(drawing, page).value();
        for (std::size_t k = 0; k < 784; ++k) REQUIRE(std::fabs(on_page.pixels[k] - drawn[k]) < kStep);
        same += on_page.pixels == drawn;
    }
    CHECK(exact > 15);
    CHECK(same >= 0.9 * exact);
}
