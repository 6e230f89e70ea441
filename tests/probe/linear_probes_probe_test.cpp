// What a layer knows: the figure's shares are the softmax's, on digits that it did not learn from.
#include "tests/probe/digit_set.h"

#include "explain/linear_probe.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("linear probes: shares are those of a softmax that learnt from the second half and read the first") {
    const DigitSet set(60);
    Asker asker(probe::kLinearProbe);
    asker.digits = set.digits();
    const figure::Figure figure = asker.ask({});
    check_sound(figure);
    explain::LinearProbes probes(asker.network, set.digits().slice(30, 60), 30, set.digits().slice(0, 30), 30);
    while (probes.advance(100)) {
    }
    const figure::Plot* bars = find_plot(figure, "read right by layer");
    REQUIRE(bars);
    REQUIRE(bars->series[0].y.size() == probes.layers().size());
    for (std::size_t i = 0; i < probes.layers().size(); ++i)
        CHECK(static_cast<double>(bars->series[0].y[i]) ==
              doctest::Approx(probes.known(static_cast<int>(i))->accuracy));
    CHECK_FALSE(figure.finding.empty());
}

TEST_CASE("linear probes: fewer digits are another number of digits, and one curve a layer") {
    const DigitSet set(220);
    Asker asker(probe::kLinearProbe);
    asker.digits = set.digits();
    asker.set("digits", "100");
    const figure::Figure few = asker.ask({});
    CHECK(few.finding.find("100 digits") != std::string::npos);
    asker.set("digits", "300");
    const figure::Figure more = asker.ask({});
    CHECK(more.finding.find("110 digits") != std::string::npos);  // there are no more
    const figure::Plot* curves = find_plot(more, "read right by digits");
    REQUIRE(curves);
    CHECK(curves->series.size() == 5);
    CHECK(curves->series[0].x == std::vector<float>{100, 110});
}

TEST_CASE("linear probes: survive what is there and what is not") {
    check_survives(probe::kLinearProbe);
    check_survives_with_digits(probe::kLinearProbe);
}
