// Colour maps: their stops, their middle, and what they do with numbers that are none.
#include "tests/image/support.h"

#include <limits>

#include "image/colour_map.h"
#include "image/png.h"

using namespace image;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

int brightness(Colour c) { return 2 * c.r + 5 * c.g + c.b; }

}  // namespace

TEST_CASE("colour maps: the ends and the middle are the design's") {
    CHECK(colour_at(Map::sequential, Theme::dark, 0) == Colour{0x0d, 0x0f, 0x14, 255});
    CHECK(colour_at(Map::sequential, Theme::dark, 1) == Colour{0xff, 0xf6, 0xcd, 255});
    CHECK(colour_at(Map::sequential, Theme::light, 0) == Colour{0xff, 0xff, 0xff, 255});
    CHECK(colour_at(Map::sequential, Theme::light, 1) == Colour{0x1e, 0x0c, 0x32, 255});
    CHECK(colour_at(Map::diverging, Theme::dark, -1) == Colour{0x78, 0xd2, 0xff, 255});
    CHECK(colour_at(Map::diverging, Theme::dark, -0.5f) == Colour{0x28, 0x6e, 0xbe, 255});
    CHECK(colour_at(Map::diverging, Theme::dark, 0) == Colour{0x10, 0x14, 0x1c, 255});
    CHECK(colour_at(Map::diverging, Theme::dark, 1) == Colour{0xff, 0xce, 0x78, 255});
    CHECK(colour_at(Map::diverging, Theme::light, 0) == Colour{0xff, 0xff, 0xff, 255});
    CHECK(colour_at(Map::diverging, Theme::light, 1) == Colour{0xa0, 0x3c, 0x00, 255});
    CHECK(colour_at(Map::ink, Theme::dark, 0.4f) == Colour{102, 102, 102, 255});
    CHECK(colour_at(Map::grey, Theme::light, 0) == Colour{255, 255, 255, 255});
    CHECK(colour_at(Map::ink, Theme::light, 1) == Colour{0, 0, 0, 255});
}

TEST_CASE("colour maps: sequential ones rise (or fall) in brightness all the way") {
    for (int i = 0; i < 256; ++i) {
        const float t = static_cast<float>(i) / 256, next = static_cast<float>(i + 1) / 256;
        CHECK(brightness(colour_at(Map::sequential, Theme::dark, t)) <=
              brightness(colour_at(Map::sequential, Theme::dark, next)));
        CHECK(brightness(colour_at(Map::sequential, Theme::light, t)) >=
              brightness(colour_at(Map::sequential, Theme::light, next)));
    }
}

TEST_CASE("colour maps: out of range is clamped, NaN is zero") {
    for (const Theme theme : {Theme::dark, Theme::light}) {
        for (const Map map : {Map::sequential, Map::diverging, Map::grey, Map::ink}) {
            CHECK(colour_at(map, theme, kNan) == colour_at(map, theme, 0));
            CHECK(colour_at(map, theme, kInfinity) == colour_at(map, theme, 1));
            CHECK(colour_at(map, theme, -kInfinity) == colour_at(map, theme, -1));
        }
        CHECK(colour_at(Map::sequential, theme, -3) == colour_at(Map::sequential, theme, 0));
    }
}

TEST_CASE("paint: scale, gamma and sign") {
    const std::vector<float> values{-2, -0.5f, 0, 0.5f, 2, kNan};
    const Rgba painted = paint(values, 3, 2, Map::diverging, Theme::dark, 2.0f, 0.5f);
    CHECK(painted.width == 3);
    CHECK(painted.height == 2);
    CHECK(painted.pixels[0] == colour_at(Map::diverging, Theme::dark, -1));
    CHECK(painted.pixels[1] == colour_at(Map::diverging, Theme::dark, -0.5f));  // sqrt(0.25)
    CHECK(painted.pixels[3] == colour_at(Map::diverging, Theme::dark, 0.5f));
    CHECK(painted.pixels[5] == colour_at(Map::diverging, Theme::dark, 0));
    for (const float scale : {0.0f, -1.0f, kNan}) {
        for (const Colour c : paint(values, 3, 2, Map::diverging, Theme::dark, scale).pixels)
            CHECK(c == colour_at(Map::diverging, Theme::dark, 0));
    }
}

TEST_CASE("full scale: largest value, or largest magnitude") {
    const std::vector<float> values{-3, 1, kNan, kInfinity, 2};
    CHECK(full_scale(values, Map::sequential) == 2);
    CHECK(full_scale(values, Map::diverging) == 3);
    CHECK(full_scale({}, Map::diverging) == 0);
}

TEST_CASE("golden: the colour maps") {
    std::vector<Rgba> ramps;
    std::vector<float> rising(64 * 6), both(64 * 6);
    for (std::size_t i = 0; i < rising.size(); ++i) {
        rising[i] = static_cast<float>(i % 64) / 63;
        both[i] = 2 * rising[i] - 1;
    }
    for (const Map map : {Map::sequential, Map::diverging, Map::grey, Map::ink}) {
        for (const Theme theme : {Theme::dark, Theme::light})
            ramps.push_back(paint(map == Map::diverging ? both : rising, 64, 6, map, theme, 1));
    }
    image_test::check_golden("colour_maps.ppm", image_test::ppm(contact_sheet(ramps, 2, 2, {128, 128, 128, 255})));
}
