// What the shipped network reads in pictures as people take them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "effort.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/forward.h"
#include "paths.h"
#include "tests/image/photos.h"
#include "tests/image/support.h"

using namespace image_test;

namespace {

class Reader {
public:
    Reader() : network_(load()), engine_(network_) {}

    int read(const Gray& picture) {
        const auto input = image::network_input(picture, {});
        if (!input) return -1;
        std::vector<float> out(10);
        engine_.forward_batch(input->pixels, out);
        return static_cast<int>(std::max_element(out.begin(), out.end()) - out.begin());
    }

    /// Share of `rounds` pictures of each drawn digit that are read right.
    template <class Make>
    double share(const Make& make, int rounds) {
        Dice dice(11);
        int right = 0;
        for (int round = 0; round < (kJudges ? rounds : 1); ++round) {
            for (int digit = 0; digit < (kJudges ? 10 : 2); ++digit) {
                const float pen = dice.between(0.05f, 0.12f);
                const Gray ink = image::rasterise(drawn_digits()[static_cast<std::size_t>(digit)], pen, 1, 220, 220);
                right += read(make(ink, dice)) == digit ? 1 : 0;
            }
        }
        return kJudges ? right / (10.0 * rounds) : 1.0;
    }

private:
    static nn::Network load() {
        auto network = io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value());
        REQUIRE(network.ok());
        return std::move(network.value());
    }

    nn::Network network_;
    nn::Engine engine_;
};

}  // namespace

TEST_CASE("photos: light, shadow, noise, blur, JPEG, light on dark, close crops: all are read") {
    Reader reader;
    CHECK(reader.share([](const Gray& ink, Dice& dice) { return photo(ink, dice); }, 6) == 1.0);
    CHECK(reader.share([](const Gray& ink, Dice& dice) { return close_crop(ink, dice); }, 6) == 1.0);
}

TEST_CASE("photos: digits on printed paper are read, seven of eight and more where lines run to the edge") {
    Reader reader;
    for (const Paper paper : {Paper::box, Paper::closed_box, Paper::ruled, Paper::squared}) {
        for (const bool touching : {false, true}) {
            const double share =
                reader.share([=](const Gray& ink, Dice& dice) { return printed(ink, paper, touching, dice); }, 4);
            MESSAGE("paper ", static_cast<int>(paper), std::string(touching ? ", touching: " : ": "), share);
            CHECK(share >= (paper == Paper::closed_box ? 0.75 : 0.875));  // a frame with paper around it is harder
        }
    }
}
