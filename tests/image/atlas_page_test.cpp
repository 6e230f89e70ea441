// Pictures on one page: nothing is written beside it, and whatever is on show comes to rest.
#include <doctest/doctest.h>

#include <string>

#include "effort.h"
#include "image/atlas_page.h"

namespace {

using image::AtlasPage;

image::Rgba plain(int width, int height, std::uint8_t grey) { return {width, height, {grey, grey, grey, 255}}; }

/// What a view does: puts what is not there, in every frame until nothing starts over.  Returns how many frames.
int show(AtlasPage& page, int count, int width, int height, std::uint64_t stamp) {
    for (int frame = 1;; ++frame) {
        page.begin_frame();
        const unsigned before = page.generation();
        for (int i = 0; i < count; ++i) {
            const std::string id = "picture " + std::to_string(i);
            if (page.stamp(id) != stamp) page.put(id, plain(width, height, static_cast<std::uint8_t>(i)), stamp);
        }
        if (page.generation() == before || frame > 40) return frame;
    }
}

void check_all_there(const AtlasPage& page, int count) {
    for (int i = 0; i < count; ++i) {
        const AtlasPage::Place place = page.find("picture " + std::to_string(i));
        REQUIRE(place.width > 0);
        REQUIRE(place.x > 0);
        REQUIRE(place.x + place.width < page.side());
        REQUIRE(place.y + place.height < page.side());
        const std::size_t at =
            static_cast<std::size_t>(place.y + place.height / 2) * static_cast<std::size_t>(page.side()) +
            static_cast<std::size_t>(place.x + place.width / 2);
        REQUIRE(page.pixels()[at].r == static_cast<std::uint8_t>(i));
    }
}

}  // namespace

TEST_CASE("a few hundred maps stand on the first page") {
    AtlasPage page;
    CHECK(show(page, 400, 28, 28, 7) == 1);
    CHECK(page.side() == AtlasPage::kLeastSide);
    check_all_there(page, 400);
}

TEST_CASE("what fills the page alone makes it grow, then smaller pictures, and comes to rest") {
    AtlasPage page;
    CHECK(show(page, 3000, 28, 28, 7) < 6);
    CHECK(page.side() == AtlasPage::kMostSide);
    CHECK(page.shrink() == 1);
    check_all_there(page, 3000);
    CHECK(show(page, 3000, 28, 28, 7) == 1);  // at rest
    CHECK(show(page, 9000, 28, 28, 7) < 8);
    CHECK(page.shrink() > 1);
    check_all_there(page, 9000);
    CHECK(show(page, 9000, 28, 28, 7) == 1);
    CHECK(show(page, 9000, 28, 28, 8) == 1);  // new contents, as while the pen moves
    check_all_there(page, 9000);
}

TEST_CASE("a map larger than the page is stored smaller") {
    AtlasPage page;
    CHECK(show(page, 1, 1224, 1224, 3) == 1);
    const AtlasPage::Place place = page.find("picture 0");
    CHECK(place.width <= AtlasPage::kLargest);
    CHECK(place.width > 300);
    show(page, 24, 5000, 700, 4);
    check_all_there(page, 24);
}

TEST_CASE("pictures of earlier views make room") {
    AtlasPage page;
    for (int view = 0; view < 30; ++view) {
        page.begin_frame();
        page.begin_frame();  // a view stays for some frames
        for (int i = 0; i < 100; ++i)
            page.put("view " + std::to_string(view) + " " + std::to_string(i), plain(60, 60, 9), 1);
    }
    CHECK(page.side() == AtlasPage::kLeastSide);
    CHECK(page.shrink() == 1);
    CHECK(page.find("view 29 99").width == 60);
}

TEST_CASE("more pictures than any size has room for are left out, quietly") {
    if (!kJudges) return;  // half a million names take minutes there
    AtlasPage page;
    constexpr int kTooMany = 500'000;
    CHECK(show(page, kTooMany, 2, 2, 5) < 20);
    CHECK(show(page, kTooMany, 2, 2, 5) == 1);
    int left_out = 0, unknown = 0;
    for (int i = 0; i < kTooMany; ++i) {
        left_out += page.find("picture " + std::to_string(i)).width == 0;
        unknown += page.stamp("picture " + std::to_string(i)) != 5;
    }
    CHECK(left_out > 10'000);
    CHECK(left_out < 100'000);
    CHECK(unknown == 0);  // none is tried again in the next frame
}

TEST_CASE("nothing is stored of nothing") {
    AtlasPage page;
    page.put("empty", image::Rgba(), 1);
    CHECK(page.find("empty").width == 0);
}
