// Correspondence: loops and parts, and that random masks come in the same order again.
#include "tests/probe/digit_set.h"

#include "probe/all.h"

using namespace probe_test;

TEST_CASE("correspondence probe: whatever is selected") {
    check_survives(probe::kCorrespondence);
    check_survives_with_digits(probe::kCorrespondence, {{"n", "5"}, {"class", "7"}});
    check_survives_with_digits(probe::kCorrespondence, {{"n", "5"}, {"class", "2"}});  // none in the set
    check_survives_with_digits(probe::kCorrespondence,
                               {{"n", "5"}, {"class", "7"}, {"part", "drawn"}, {"lasso-1", "1,2 5,6"}});
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
    REQUIRE(plot->series.size() == 3);
    CHECK(plot->series[1].name == "same place, 6 times");
    CHECK(plot->series[2].name == "different places, 6 times");
    asker.set("part", "drawn");
    for (int i = 0; i < 5; ++i) {  // the rows that the automatic part covered, right across the page
        const std::string number = std::to_string(i + 1);
        const figure::Picture *before = find_picture(whole, "digit " + number),
                              *after = find_picture(whole, "covered " + number);
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
    CHECK(loops->series[2].y == plot->series[2].y);
    const std::vector<figure::Mark>& lines = find_picture(drawn, "digit 1")->marks;
    REQUIRE(lines.size() == 4);  // the loop can be seen, closed
    CHECK(lines[3].kind == figure::Mark::Kind::line);
    CHECK(lines[3].x1 == lines[0].x0);
    CHECK(lines[3].y1 == lines[0].y0);
    CHECK(find_picture(whole, "digit 1")->marks.empty());
}

TEST_CASE(
    "correspondence probe: identical digits change alike under a spot at the same place, not under spots at different "
    "ones") {
    DigitSet set(30);
    for (std::size_t i = 1; i < 30; ++i)
        std::copy_n(set.pixels.begin(), 784, set.pixels.begin() + static_cast<std::ptrdiff_t>(784 * i));
    std::fill(set.labels.begin(), set.labels.end(), std::uint8_t{3});
    Asker asker(probe::kCorrespondence);
    asker.digits = set.digits();
    asker.set("class", "3");
    asker.set("n", "6");
    const figure::Figure figure = asker.ask({});
    const figure::Plot* plot = find_plot(figure, "sign changes by layer");
    REQUIRE(plot);
    REQUIRE(plot->series.size() == 3);
    for (std::size_t layer = 0; layer < plot->bar_labels.size(); ++layer) {
        CHECK(plot->series[0].y[layer] == 0.0f);
        CHECK(plot->series[1].y[layer] == 0.0f);
        CHECK(plot->series[1].high[layer] == 0.0f);
    }
    CHECK(plot->series[2].y[0] > 0.0f);
}

TEST_CASE("correspondence probe: what is no loop is said") {
    const DigitSet set(30);
    Asker asker(probe::kCorrespondence);
    asker.digits = set.digits();
    asker.set("class", "7");
    asker.set("part", "drawn");
    for (const char* text : {"1,2 5;6", "1,2 nan,3", "1,2 3", "1,2,3,4", "x"}) {
        asker.values.texts["lasso-2"] = text;
        const figure::Figure figure = asker.ask({});
        CHECK_MESSAGE(figure.groups[0].note.find("for digit 2") != std::string::npos, text);
        CHECK_FALSE(find_plot(figure, "sign changes by layer"));
    }
    asker.values.texts["lasso-2"] = " 4,5  20,6 12,15 ";
    CHECK(asker.ask({}).groups[0].note.find("for digit") == std::string::npos);
}

TEST_CASE("correspondence probe: classes are called by their names where the set has some") {
    const DigitSet set(30);
    const std::vector<std::string> names = {"T-shirt", "Trouser", "Pullover", "Dress"};
    Asker asker(probe::kCorrespondence);
    asker.digits = set.digits();
    asker.set("class", "3");
    asker.set("n", "5");
    CHECK(asker.ask({}).title == "The same part of five 3s");
    Asker named(probe::kCorrespondence);
    named.digits = set.digits();
    named.digits.class_names = &names;
    named.set("class", "3");
    named.set("n", "5");
    CHECK(named.ask({}).title == "The same part of five pictures of the class Dress");
}
