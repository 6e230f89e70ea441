// The scan over a data set against a plain one that sorts everything.
#include "tests/explain/support.h"

#include <tuple>

#include "explain/top_nine.h"

using namespace explain_test;
using nn::LayerKind;

namespace {

struct Set {
    std::vector<std::uint8_t> pixels, labels;
    nn::Shape shape;
    nn::Digits digits() const { return {shape, pixels, labels}; }
};

/// Noise; every fourth picture is the same as the one before it, so that there are ties.
Set noise(nn::Shape shape, int count, unsigned seed) {
    std::mt19937 random(seed);
    Set set{{}, {}, shape};
    const auto size = static_cast<std::size_t>(shape.size());
    for (int i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < size; ++k)
            set.pixels.push_back(i % 4 == 3 ? set.pixels[set.pixels.size() - size]
                                            : static_cast<std::uint8_t>(random() % 256));
        set.labels.push_back(static_cast<std::uint8_t>(random() % 7));
    }
    return set;
}

/// (value, digit, unit) of a map on every digit, strongest first, earlier digits first.
std::vector<std::tuple<float, int, int>> sorted(const std::vector<nn::Activations>& all, int layer, int map) {
    std::vector<std::tuple<float, int, int>> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::span<const float> values = all[i].output(layer).map(map);
        std::size_t best = 0;
        for (std::size_t k = 0; k < values.size(); ++k)
            if (values[k] > values[best]) best = k;
        if (values[best] > 0) found.emplace_back(values[best], static_cast<int>(i), static_cast<int>(best));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return std::get<0>(a) > std::get<0>(b); });
    return found;
}

}  // namespace

TEST_CASE("top nine: the scan finds what sorting everything finds") {
    const nn::Network network =
        random_network({1, 13, 11},
                       {conv(5, 3), plain(LayerKind::relu), max_pool(2, 2), conv(9, 2), plain(LayerKind::tanh),
                        fully_connected(17), plain(LayerKind::relu), fully_connected(4), plain(LayerKind::softmax)},
                       40);
    const Set set = noise({1, 13, 11}, 260, 41);
    std::vector<nn::Activations> all;
    std::vector<float> input(13 * 11);
    for (int i = 0; i < set.digits().count(); ++i) {
        nn::to_input(set.digits().picture(i), input.data());
        all.push_back(run(network, input));
    }
    explain::TopScan scan(network, set.digits());
    while (scan.advance(37)) CHECK(scan.scanned() % 37 == 0);
    CHECK(scan.done());
    int full = 0;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        for (int map = 0; map < network.shape(layer).channels; ++map) {
            const auto want = sorted(all, layer, map);
            const std::span<const explain::Hit> got = scan.hits(layer, map);
            REQUIRE(got.size() == std::min<std::size_t>(want.size(), explain::TopScan::kHits));
            full += got.size() == explain::TopScan::kHits;
            std::vector<int> histogram(7, 0);
            for (std::size_t i = 0; i < got.size(); ++i) {
                CHECK(std::tuple(got[i].value, got[i].digit, got[i].unit) == want[i]);
                ++histogram[set.labels[static_cast<std::size_t>(got[i].digit)]];
            }
            CHECK(scan.histogram(layer, map, 7) == histogram);
        }
    }
    CHECK(full > 10);  // lists that had to drop something
}

TEST_CASE("top nine: a map that is never above zero has no hits") {
    nn::Network network = random_network({1, 6, 6}, {conv(2, 3), plain(LayerKind::relu)}, 42);
    std::fill(network.parameters[0].weight.begin(), network.parameters[0].weight.begin() + 9, 0.0f);
    network.parameters[0].bias = {-1.0f, 5.0f};
    const Set set = noise({1, 6, 6}, 20, 43);
    explain::TopScan scan(network, set.digits());
    CHECK_FALSE(scan.advance(100));
    CHECK(scan.hits(0, 0).empty());
    CHECK(scan.hits(1, 0).empty());
    CHECK(scan.hits(1, 1).size() == 20);
}
