// PNG and contact sheets.
#include "tests/image/support.h"

#include "image/png.h"
#include "tests/image/png_files.h"

using namespace image;

namespace {

std::string said(const std::vector<std::uint8_t>& bytes) {
    const auto result = decode_png_gray(bytes);
    return result.ok() ? "(accepted)" : result.message();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("png: greys come back as they were, colours as luminance") {
    Rgba picture(4, 2);
    for (int i = 0; i < 4; ++i) {
        const auto byte = static_cast<std::uint8_t>(85 * i);
        picture.at(0, i) = {byte, byte, byte, 255};
    }
    picture.at(1, 0) = {255, 0, 0, 255};
    picture.at(1, 1) = {0, 255, 0, 255};
    const auto back = decode_png_gray(encode_png(picture));
    REQUIRE(back.ok());
    CHECK(back.value().width == 4);
    CHECK(back.value().height == 2);
    for (int i = 0; i < 4; ++i) CHECK(back.value().at(0, i) == doctest::Approx(i / 3.0).epsilon(0.005));
    CHECK(back.value().at(1, 0) == doctest::Approx(0.3).epsilon(0.02));
    CHECK(back.value().at(1, 1) == doctest::Approx(0.59).epsilon(0.02));
}

TEST_CASE("png: what is opaque on a clear ground is ink, whatever its colour") {
    Rgba black(3, 1, {0, 0, 0, 0});
    black.at(0, 1).a = 255;
    const auto on_white = decode_png_gray(encode_png(black));
    REQUIRE(on_white.ok());
    CHECK(on_white.value().pixels == std::vector<float>{1, 0, 1});
    Rgba white(3, 1, {255, 255, 255, 0});
    white.at(0, 1).a = 255;
    const auto on_black = decode_png_gray(encode_png(white));
    REQUIRE(on_black.ok());
    CHECK(on_black.value().pixels == std::vector<float>{1, 0, 1});
}

TEST_CASE("png: files that are none, damaged or too large") {
    const std::vector<std::uint8_t> good = encode_png(Rgba(5, 5, {9, 9, 9, 255}));
    CHECK(contains(said({}), "not a PNG"));
    CHECK(contains(said({'G', 'I', 'F', '8', '9', 'a', 0, 0, 0, 0}), "not a PNG"));
    for (std::size_t size = 8; size + 12 < good.size(); ++size)
        CHECK(contains(said({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}), "damaged or cut short"));
    std::vector<std::uint8_t> large = good;
    large[16] = 0xff;
    CHECK(contains(said(image_test::with_checksums(large)), "at most 144 million"));
    CHECK(contains(said(large), "checksum"));
    std::vector<std::uint8_t> zero = good;
    zero[19] = 0;
    CHECK(contains(said(image_test::with_checksums(zero)), "damaged"));
}

TEST_CASE("enlarge: crisp squares") {
    Rgba picture(2, 1);
    picture.at(0, 0) = {1, 2, 3, 255};
    picture.at(0, 1) = {4, 5, 6, 255};
    const Rgba large = enlarge(picture, 3);
    CHECK(large.width == 6);
    CHECK(large.height == 3);
    CHECK(large.at(2, 2) == picture.at(0, 0));
    CHECK(large.at(0, 3) == picture.at(0, 1));
}

TEST_CASE("contact sheet: a grid with gaps") {
    const Colour back{9, 9, 9, 255};
    std::vector<Rgba> pictures;
    for (int i = 0; i < 5; ++i) pictures.emplace_back(2, 3, Colour{static_cast<std::uint8_t>(50 + i), 0, 0, 255});
    const Rgba sheet = contact_sheet(pictures, 3, 1, back);
    CHECK(sheet.width == 10);
    CHECK(sheet.height == 9);
    CHECK(sheet.at(0, 0) == back);
    CHECK(sheet.at(1, 1) == pictures[0].at(0, 0));
    CHECK(sheet.at(3, 2) == pictures[0].at(2, 1));
    CHECK(sheet.at(3, 3) == back);
    CHECK(sheet.at(5, 4) == pictures[4].at(0, 0));
    CHECK(sheet.at(5, 7) == back);
    CHECK(contact_sheet({}, 3, 1, back).pixels.size() >= 1);
}
