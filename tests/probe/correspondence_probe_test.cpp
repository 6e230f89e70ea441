// Correspondence: loops and parts, and that random masks come in the same order again.
#include "tests/probe/digit_set.h"

#include "probe/all.h"

using namespace probe_test;

TEST_CASE("correspondence probe: whatever is selected") {
    check_survives(probe::kCorrespondence);
    check_survives_with_digits(probe::kCorrespondence, {{"n", "5"}, {"class", "7"}});
    check_survives_with_digits(probe::kCorrespondence, {{"n", "5"}, {"class", "2"}});  // none in the set
    check_survives_with_digits(probe::kCorrespondence, {{"n", "5"}, {"class", "7"}, {"part", "drawn"}, {"lasso-1", "1,2 5;6"}});
}

TEST_CASE("correspondence probe: loops drawn around a part are the part") {
    const DigitSet set(30);
    Asker asker(probe::kCorrespondence);
    asker.digits = set.digits();
    asker.set("class", "3");
    asker.set("n", "6");
    const figure::Figure whole = asker.ask({});
    const figure::Plot* plot = find_plot(whole, "sign changes by layer");
    REQUIRE(plot);
    REQUIRE(plot->series.size() == 2);
    CHECK(plot->series[1].name == "random, 6 times");
    asker.set("part", "drawn");
    for (int i = 0; i < 5; ++i) {  // the rows that the automatic part covered, right across the page
        const std::string number = std::to_string(i + 1);
        const figure::Picture *before = find_picture(whole, "digit " + number), *after = find_picture(whole, "covered " + number);
        REQUIRE(before);
        REQUIRE(after);
        int last = 0;
        for (int k = 0; k < 784; ++k)
            if (before->values[probe::index(k)] != after->values[probe::index(k)]) last = k / 28 + 1;
        const std::string bottom = std::to_string(last);
        asker.set(("lasso-" + number).c_str(), ("0,0 28,0 28," + bottom + " 0," + bottom).c_str());
    }
    const figure::Figure drawn = asker.ask({});
    CHECK(find_picture(drawn, "digit 1")->lasso == "lasso-1");
    CHECK(find_picture(drawn, "covered 5")->values == find_picture(whole, "covered 5")->values);
    const figure::Plot* loops = find_plot(drawn, "sign changes by layer");
    REQUIRE(loops);
    CHECK(loops->series[0].y == plot->series[0].y);
    CHECK(loops->series[1].y == plot->series[1].y);  // the same seed, the same random spots
}
