// The PNG reader: depths, colours, filters, interlacing, orientation, checksums, sizes.
#include <doctest/doctest.h>

#include <string>

#include "image/png.h"
#include "tests/image/png_files.h"

using namespace image;
using namespace image_test;

namespace {

Gray read(const Bytes& png) {
    auto picture = decode_png_gray(png);
    REQUIRE_MESSAGE(picture.ok(), (picture.ok() ? "" : picture.message()));
    return picture.value();
}

std::string said(const Bytes& png) {
    const auto result = decode_png_gray(png);
    return result.ok() ? "(accepted)" : result.message();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// 2 x 3 greys that tell every corner from every other.
const Bytes kRows{0, 0, 51, 0, 102, 153, 0, 204, 255};

}  // namespace

TEST_CASE("png reader: one to sixteen bits, greys, palettes, one clear colour") {
    const std::vector<float> halves{0.0f, 1.0f, 1.0f, 0.0f};
    CHECK(read(png_of({header(4, 1, 1, 0), packed({0, 0x60})})).pixels == halves);
    CHECK(read(png_of({header(4, 1, 2, 0), packed({0, 0x3c})})).pixels == halves);
    CHECK(read(png_of({header(4, 1, 4, 0), packed({0, 0x0f, 0xf0})})).pixels == halves);
    CHECK(read(png_of({header(4, 1, 8, 0), packed({0, 0, 255, 255, 0})})).pixels == halves);
    CHECK(read(png_of({header(4, 1, 16, 0), packed({0, 0, 9, 255, 9, 255, 9, 0, 9})})).pixels == halves);
    const Bytes palette = chunk("PLTE", {0, 0, 0, 255, 255, 255});
    CHECK(read(png_of({header(4, 1, 1, 3), palette, packed({0, 0x60})})).pixels == halves);
    CHECK(read(png_of({header(4, 1, 8, 3), palette, packed({0, 0, 1, 1, 0})})).pixels == halves);
    // Ink whose colour is told by what is clear: white ink becomes dark.
    const std::vector<float> ink{1.0f, 0.0f, 0.0f, 1.0f};
    CHECK(read(png_of({header(4, 1, 1, 3), palette, chunk("tRNS", {0, 255}), packed({0, 0x60})})).pixels == ink);
    CHECK(read(png_of({header(4, 1, 8, 0), chunk("tRNS", {0, 0}), packed({0, 0, 255, 255, 0})})).pixels == ink);
    CHECK(read(png_of({header(4, 1, 8, 4), packed({0, 9, 0, 255, 255, 255, 255, 9, 0})})).pixels == ink);
    const Bytes key = chunk("tRNS", {0, 1, 0, 2, 0, 3});
    CHECK(read(png_of({header(2, 1, 8, 2), key, packed({0, 1, 2, 3, 255, 255, 255})})).pixels ==
          std::vector<float>{1.0f, 0.0f});
}

TEST_CASE("png reader: the five filters") {
    const std::vector<float> expected{10 / 255.0f, 20 / 255.0f, 40 / 255.0f, 30 / 255.0f, 50 / 255.0f, 90 / 255.0f};
    const std::vector<std::pair<std::uint8_t, Bytes>> second{
        {0, {30, 50, 90}}, {1, {30, 20, 40}}, {2, {20, 30, 50}}, {3, {25, 25, 45}}, {4, {20, 20, 40}}};
    for (const auto& one : second) {
        const std::uint8_t filter = one.first;
        const Bytes& row = one.second;
        CAPTURE(static_cast<int>(filter));
        CHECK(read(png_of({header(3, 2, 8, 0), packed({1, 10, 10, 20, filter, row[0], row[1], row[2]})})).pixels ==
              expected);
    }
    CHECK(contains(said(png_of({header(3, 1, 8, 0), packed({5, 1, 2, 3})})), "damaged"));
}

TEST_CASE("png reader: an interlaced picture is put together") {
    // 3 x 3 pixels: passes 1, 4 (column 2), 5 (row 2), 6 (column 1), 7 (row 1).
    const Bytes rows{0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6};
    const Gray picture = read(png_of({header(3, 3, 8, 0, true), packed(rows)}));
    for (std::size_t i = 0; i < 9; ++i) CHECK(picture.pixels[i] == static_cast<float>(i + 1) / 255.0f);
}

TEST_CASE("png reader: a picture that lies on its side is put upright") {
    const std::vector<std::vector<int>> seen{{0, 1, 2, 3, 4, 5}, {1, 0, 3, 2, 5, 4}, {5, 4, 3, 2, 1, 0},
                                             {4, 5, 2, 3, 0, 1}, {0, 2, 4, 1, 3, 5}, {4, 2, 0, 5, 3, 1},
                                             {5, 3, 1, 4, 2, 0}, {1, 3, 5, 0, 2, 4}};
    for (int way = 1; way <= 8; ++way) {
        for (const bool little : {true, false}) {
            CAPTURE(way);
            const Gray picture = read(png_of({header(2, 3, 8, 0), orientation(way, little), packed(kRows)}));
            CHECK(picture.width == (way < 5 ? 2 : 3));
            for (std::size_t i = 0; i < 6; ++i)
                CHECK(picture.pixels[i] ==
                      static_cast<float>(51 * seen[static_cast<std::size_t>(way - 1)][i]) / 255.0f);
        }
    }
    for (const Bytes& odd : {orientation(9, true), orientation(0, false), chunk("eXIf", {}),
                             chunk("eXIf", Bytes(14, 255)), chunk("eXIf", Bytes(14, 'I'))})
        CHECK(read(png_of({header(2, 3, 8, 0), odd, packed(kRows)})).width == 2);
}

TEST_CASE("png reader: a wrong checksum of what must be there is refused, of what need not be is passed over") {
    for (const std::size_t part : {0u, 1u}) {
        std::vector<Bytes> chunks{header(2, 3, 8, 0), packed(kRows)};
        chunks[part].back() ^= 1;
        CHECK(contains(said(png_of(chunks)),
                       part == 0 ? "the checksum of its part IHDR" : "the checksum of its part IDAT"));
    }
    Bytes exif = orientation(6, true);
    exif.back() ^= 1;
    CHECK(read(png_of({header(2, 3, 8, 0), exif, packed(kRows)})).width == 2);
    CHECK(contains(said(png_of({header(2, 3, 8, 0), chunk("ABCD", {1}), packed(kRows)})), "damaged"));
    CHECK(read(png_of({header(2, 3, 8, 0), chunk("abCD", {1}), packed(kRows)})).width == 2);
}

TEST_CASE("png reader: a phone's photo opens, shrunk while it is read; what is larger is refused by its pixels") {
    constexpr std::uint32_t kWidth = 5312, kHeight = 2988;
    Bytes rows((kWidth / 8 + 1) * kHeight);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i % (kWidth / 8 + 1) == 0 ? 0 : 0xff;
    for (std::size_t row = 0; row < kHeight / 2; ++row)
        std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(row * (kWidth / 8 + 1) + 1), kWidth / 16,
                    std::uint8_t{0});
    const Gray picture = read(png_of({header(kWidth, kHeight, 1, 0), packed(rows)}));
    CHECK(picture.width == 1771);
    CHECK(picture.height == 996);
    CHECK(picture.at(100, 100) == 0.0f);
    CHECK(picture.at(100, 1700) == 1.0f);
    CHECK(picture.at(900, 100) == 1.0f);
    CHECK(contains(said(png_of({header(12000, 12000, 8, 6), packed({})})), "cut short"));
    CHECK(contains(said(png_of({header(12000, 12001, 8, 6), packed({})})),
                   "12000 x 12001 pixels, and at most 144 million"));
    CHECK(contains(said(png_of({header(65536, 1, 8, 0), packed({})})), "65536 x 1 pixels"));
    CHECK(contains(said(png_of({header(4294967295u, 4294967295u, 16, 6), packed({})})), "at most 144 million"));
}
