// A folder of PNG pictures, named by class in either way.
#include "io/picture_set.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "image/png.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A bar of ink; light on dark, or dark on light.
Bytes png(int side, bool on_light, std::uint8_t ink = 255) {
    image::Rgba picture(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const bool bar = x > side * 2 / 5 && x < side * 3 / 5 && y > side / 6 && y < side * 5 / 6;
            const std::uint8_t value = bar ? ink : 0, shown = on_light ? static_cast<std::uint8_t>(255 - value) : value;
            picture.pixels[static_cast<std::size_t>(y * side + x)] = {shown, shown, shown, 255};
        }
    return image::encode_png(picture);
}

io::PictureSet set_of(const std::vector<std::string>& paths) {
    io::PictureSet set;
    for (const std::string& path : paths) set.add(path, png(28, false));
    return set;
}

}  // namespace

TEST_CASE("a picture set: the class is the folder, or what stands before the underscore") {
    for (const std::vector<std::string>& paths :
         {std::vector<std::string>{"all/3/a.png", "all/7/a.png", "all/7/b_1.png"},
          std::vector<std::string>{"all/3_a.png", "all/7_a.png", "all/7_b_1.png"},
          std::vector<std::string>{"3_a.png", "7_a.png", "7_b.png"}}) {
        auto made = set_of(paths).finish();
        REQUIRE_MESSAGE(made.ok(), made.message());
        CHECK(made.value().labelled.labels == Bytes{3, 7, 7});
        CHECK(made.value().class_names.empty());
        CHECK(made.value().labelled.images.count == 3);
    }
    auto named = set_of({"Sneaker/a.png", "Bag/a.png", "Sneaker/b.png"}).finish();
    REQUIRE(named.ok());
    CHECK(named.value().class_names == std::vector<std::string>{"Bag", "Sneaker"});
    CHECK(named.value().labelled.labels == Bytes{1, 0, 1});
}

TEST_CASE("a picture set: ink is bright, whatever the paper was; other sizes are fitted") {
    io::PictureSet set;
    set.add("1_a.png", png(28, false));
    set.add("1_b.png", png(28, true));
    set.add("1_c.png", png(100, true));
    auto made = set.finish();
    REQUIRE(made.ok());
    const Bytes& pixels = made.value().labelled.images.pixels;
    CHECK(std::equal(pixels.begin(), pixels.begin() + 784, pixels.begin() + 784));
    for (int i = 0; i < 3; ++i) {
        CHECK(pixels[static_cast<std::size_t>(i * 784 + 14 * 28 + 14)] > 200);
        CHECK(pixels[static_cast<std::size_t>(i * 784)] == 0);
    }
}

TEST_CASE("a picture set: what is no picture is left out and told; what can be no set is refused") {
    io::PictureSet set = set_of({"1_a.png", "2_b.png"});
    set.add("1_notes.txt", Bytes{'h', 'i'});
    set.add("2_blank.png", png(28, false, 0));
    auto made = set.finish();
    REQUIRE(made.ok());
    CHECK(made.value().labelled.images.count == 2);
    CHECK_MESSAGE(made.value().left_out.find("2 files were left out, the first because of 1_notes.txt: ") == 0,
                  made.value().left_out);
    const auto refused = [](io::PictureSet bad, const std::string& words) {
        const auto end = bad.finish();
        REQUIRE_FALSE(end.ok());
        CHECK_MESSAGE(end.message().find(words) != std::string::npos, end.message());
    };
    refused({}, "no picture");
    refused(set_of({"a.png"}), "a.png does not say its class: call it 7_a.png");
    refused(set_of({"a/x.png", "b/x.png", "c/x.png", "d/x.png", "e/x.png", "f/x.png", "g/x.png", "h/x.png", "i/x.png",
                    "j/x.png", "k/x.png"}),
            "more than ten classes");
}
