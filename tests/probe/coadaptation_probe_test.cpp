// Co-adaptation: its numbers are explain's, its rows an order of the maps, its sentence about the largest pair.
#include "tests/probe/digit_set.h"

#include "explain/coadaptation.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

namespace {

figure::Figure asked(Asker& asker, const DigitSet& set) {
    asker.digits = set.digits();
    return asker.ask({});
}

}  // namespace

TEST_CASE("co-adaptation: the matrix, the costs and the sentence say what lesions cost") {
    const DigitSet set(30);
    Asker asker(probe::kCoAdaptation);
    asker.set("order", "number");
    const figure::Figure figure = asked(asker, set);
    const int pool2 = 5;
    explain::CoAdaptation lesions(asker.network, pool2, set.digits(), 1000);
    while (lesions.advance(10)) {
    }
    const figure::Picture* matrix = find_picture(figure, "interaction");
    REQUIRE(matrix);
    REQUIRE(matrix->width == 16);
    int first = 0, second = 1;
    for (int i = 0; i < 16; ++i) {
        for (int k = 0; k < 16; ++k) {
            CHECK(static_cast<double>(matrix->values[static_cast<std::size_t>(i * 16 + k)]) ==
                  doctest::Approx(lesions.interaction(i, k)).epsilon(1e-5));
            if (i < k && lesions.interaction(i, k) > lesions.interaction(first, second)) first = i, second = k;
        }
    }
    const std::string pair = std::to_string(first) + " and " + std::to_string(second);
    CHECK_MESSAGE(figure.finding.find(pair) != std::string::npos, figure.finding);
    const figure::Fact* mean = find_fact(figure, "interaction");
    REQUIRE(mean);
    CHECK(*mean->number == doctest::Approx(lesions.mean_interaction()));
    const figure::Plot* costs = find_plot(figure, "cost of each alone");
    REQUIRE(costs);
    CHECK(std::is_sorted(costs->series[0].y.rbegin(), costs->series[0].y.rend()));
}

TEST_CASE("co-adaptation: in clusters the same numbers stand in other places") {
    const DigitSet set(30);
    Asker asker(probe::kCoAdaptation);
    const figure::Figure clusters = asked(asker, set);
    asker.set("order", "number");
    const figure::Figure numbers = asked(asker, set);
    std::vector<float> one = find_picture(clusters, "interaction")->values,
                       other = find_picture(numbers, "interaction")->values;
    CHECK(one != other);
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    CHECK(one == other);
}

TEST_CASE("co-adaptation: another network gives another sentence; a layer that is not there is said") {
    const DigitSet set(30);
    Asker asker(probe::kCoAdaptation),
        other(probe::kCoAdaptation, random_network({1, 28, 28},
                                                   {conv(4, 5, 2, 1), max_pool(2, 2), plain(nn::LayerKind::relu),
                                                    fully_connected(10), plain(nn::LayerKind::softmax)},
                                                   9));
    CHECK(asked(asker, set).finding != asked(other, set).finding);
    other.set("of", "dense2");
    CHECK(asked(other, set).finding.find("no such dense layer") != std::string::npos);
}

TEST_CASE("co-adaptation: survives what is there and what is not") {
    check_survives(probe::kCoAdaptation);
    const DigitSet set(12);
    for (const char* layer : {"maps", "dense1", "dense2"}) {
        Asker asker(probe::kCoAdaptation);
        asker.set("of", layer);
        asker.set("off", "mean");
        check_sound(asked(asker, set));
    }
}
