// Windows that fit the shapes of a file, and how they are told.
#include "tests/io/support.h"

#include "io/foreign/plans.h"

namespace {

/// The most usual plan's words.
std::string first_words(const io::PlanQuestion& question) {
    const std::vector<io::Plan> all = io::plans(question);
    return all.empty() ? std::string() : all.front().words;
}

io::PlanConv conv(int outputs, int kernel, std::optional<int> padding = {}) {
    io::PlanConv one;
    one.outputs = outputs;
    one.kernel = kernel;
    one.padding = padding;
    return one;
}

}  // namespace

TEST_CASE("plans: what fits the first dense layer is told in words") {
    CHECK(first_words({.convs = {conv(6, 5), conv(16, 5)}, .inputs = 16 * 5 * 5}) ==
          "padding 2, then 0; pooling after every convolution");
    CHECK(first_words({.convs = {conv(6, 5), conv(16, 5)}, .inputs = 16 * 4 * 4}) ==
          "no padding; pooling after every convolution");
    CHECK(first_words({.convs = {conv(8, 3), conv(16, 3)}, .inputs = 16 * 7 * 7}) ==
          "padding 1; pooling after every convolution");
    CHECK(first_words({.convs = {conv(8, 5)}, .inputs = 8 * 12 * 12}) == "no padding; pooling after the convolution");
    CHECK(first_words({.convs = {conv(8, 5)}, .inputs = 8 * 24 * 24}) == "no padding; no pooling");
    CHECK(first_words({.convs = {conv(6, 5), conv(16, 5), conv(120, 5)}, .inputs = 120}) ==
          "padding 2, then 0; pooling after convolutions 1 and 2");
    CHECK(first_words({.convs = {conv(8, 3, 1), conv(8, 3, 2), conv(8, 3, 1)}, .inputs = 8 * 4 * 4}) ==
          "padding 1, then 2, then 1; pooling after every convolution");
    CHECK(first_words({.convs = {conv(8, 5), conv(16, 5)}, .inputs = 16}) ==
          "no padding; pooling after every convolution; the mean of each map at the end");
}

TEST_CASE("plans: all that fit differ in their words, and what fits nothing has none") {
    const std::vector<io::Plan> all = io::plans({.convs = {conv(8, 3), conv(16, 3)}, .inputs = 16 * 5 * 5});
    REQUIRE(!all.empty());
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = i + 1; k < all.size(); ++k)
            CHECK((all[i].side != all[k].side || all[i].words != all[k].words));
    CHECK(io::plans({.convs = {conv(8, 3)}, .inputs = 7}).empty());
}
