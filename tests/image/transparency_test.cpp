// Pictures with transparent parts: ink of any colour on a clear ground, sheets with a clear border.
#include <functional>

#include "effort.h"
#include "image/photo.h"
#include "tests/image/support.h"

using namespace image;
using image_test::drawn_digits;

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

/// Luminance and opacity where there is this much ink, at this place.
struct Dot {
    float luminance, alpha;
};
using Look = std::function<Dot(float ink, int row, int column)>;

/// The least correlation of all ten digits, at two sizes, with what the network sees of plain black on white.
double worst(const Look& look, float pen = 0.08f) {
    double least = 1.0;
    for (const Strokes& strokes : drawn_digits()) {
        for (const int side : {112, 300}) {
            if (!kJudges && (side > 112 || &strokes - drawn_digits().data() > 1)) continue;
            const Gray ink = rasterise(strokes, pen, 1, side, side);
            Photo photo{Gray(side, side), Gray(side, side)};
            Gray plain(side, side);
            for (int row = 0; row < side; ++row) {
                for (int column = 0; column < side; ++column) {
                    const Dot dot = look(ink.at(row, column), row * 100 / side, column * 100 / side);
                    photo.luminance.at(row, column) = dot.luminance;
                    photo.alpha.at(row, column) = dot.alpha;
                    plain.at(row, column) = 1.0f - ink.at(row, column);
                }
            }
            const auto seen = network_input(on_paper(photo), {}), right = network_input(plain, {});
            REQUIRE(right.has_value());
            if (!seen) return 0.0;
            least = std::min(least, correlation(*seen, *right));
        }
    }
    return least;
}

bool is_within(int row, int column, int margin) {
    return std::min(row, column) >= margin && std::max(row, column) < 100 - margin;
}

}  // namespace

TEST_CASE("transparency: ink on a clear ground is ink in every colour") {
    for (const float grey : {0.0f, 0.3f, 0.6f, 0.9f, 0.957f, 1.0f})
        CHECK(worst([grey](float ink, int, int) { return Dot{grey, ink}; }) > 0.99);
    // The clear pixels' own colour means nothing.
    CHECK(worst([](float ink, int, int) { return Dot{ink > 0 ? 1.0f : 0.0f, ink}; }) > 0.99);
    CHECK(worst([](float ink, int, int) { return Dot{ink > 0 ? 0.0f : 0.5f, 0.4f * ink}; }) > 0.99);
    CHECK(worst([](float ink, int row, int) { return Dot{row < 50 ? 1.0f : 0.0f, ink}; }) > 0.99);
    CHECK(worst([](float ink, int row, int) { return Dot{static_cast<float>(row) / 100.0f, ink}; }, 0.16f) > 0.99);
}

TEST_CASE("transparency: one black pixel beside white ink changes nothing") {
    CHECK(worst([](float ink, int row, int column) {
              const bool speck = row == 4 && column == 4;
              return Dot{speck ? 0.0f : 1.0f, speck ? 1.0f : ink};
          }) > 0.98);
}

TEST_CASE("transparency: a sheet with a clear border is a sheet") {
    for (const auto& greys : {std::pair{0.0f, 1.0f}, {1.0f, 0.0f}, {0.5f, 0.9f}, {0.7f, 0.2f}, {0.15f, 0.4f}}) {
        const float paper = greys.first, pen = greys.second;
        CAPTURE(paper);
        for (const int margin : {1, 5, 12}) {
            CHECK(worst([&](float ink, int row, int column) {
                      return Dot{paper + ink * (pen - paper), is_within(row, column, margin) ? 1.0f : 0.0f};
                  }) > 0.97);
        }
        CHECK(worst([&](float ink, int row, int column) {  // a round one
                  const bool inside = std::hypot(row - 50, column - 50) < 49;
                  return Dot{paper + ink * (pen - paper), inside ? 1.0f : 0.0f};
              }) > 0.97);
    }
}

TEST_CASE("transparency: a digit cut out of a sheet, a photo with a few clear pixels, one that is nearly opaque") {
    CHECK(worst([](float ink, int, int) { return Dot{0.2f, 1.0f - ink}; }) > 0.99);
    CHECK(worst([](float ink, int row, int column) { return Dot{1.0f - ink, row + column < 6 ? 0.0f : 1.0f}; }) > 0.98);
    CHECK(worst([](float ink, int, int) { return Dot{1.0f - ink, 0.996f}; }) > 0.99);
}

TEST_CASE("transparency: nothing but clear pixels is an empty page") {
    const Photo photo{Gray(20, 20), Gray(20, 20)};
    CHECK(!network_input(on_paper(photo), {}).has_value());
}
