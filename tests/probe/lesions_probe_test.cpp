// Lesions: the accuracy that is told, clicks that toggle, names that are not there.
#include "tests/probe/digit_set.h"

#include "explain/lesion.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("lesions probe: whatever is selected") {
    check_survives(probe::kLesions);
    check_survives_with_digits(probe::kLesions, {{"n", "50"}});
    check_survives_with_digits(probe::kLesions, {{"n", "50"}, {"selection", "layer"}, {"noise", "0.3"}, {"noise-in", "selected"}, {"off", "conv1:0,pool1,layer0:1,layer1"}});
}

TEST_CASE("lesions probe: answer and accuracy are those of the wounded network") {
    const DigitSet set(40);
    Asker asker(probe::kLesions);
    asker.digits = set.digits();
    asker.set("selection", "stays");
    asker.set("off", "pool2:3, pool2:7,fc1:12");
    const std::vector<float> input = set.input(2);
    const figure::Figure figure = asker.ask(input);
    const explain::Lesioned wounded = explain::lesion(asker.network, std::vector<explain::Lesion>{{5, 3}, {5, 7}, {6, 12}});
    const figure::Plot* answer = find_plot(figure, "answer");
    REQUIRE(answer);
    CHECK(relative_error(answer->series[0].y, run(asker.network, input).outputs.back().data) < 1e-6);
    CHECK(relative_error(answer->series[1].y, run(wounded.network, input).outputs.back().data) < 1e-6);
    CHECK(find_fact(figure, "change")->number == doctest::Approx(nn::evaluate(wounded.network, set.digits()).accuracy() - nn::evaluate(asker.network, set.digits()).accuracy()));
    CHECK(find_picture(figure, "change of pool2 map 3")->chosen);
    CHECK_FALSE(find_picture(figure, "change of pool2 map 4")->chosen);
    REQUIRE(find_fact(figure, "cost of all at once"));  // maps 3 and 7 of one layer
}

TEST_CASE("lesions probe: a click takes a map out, another brings it back") {
    Asker asker(probe::kLesions);
    asker.set("selection", "stays");
    const std::vector<float> input = reference_input(3);
    asker.set("off", "relu1");
    figure::Figure figure = asker.ask(input);
    const figure::Click off = find_picture(figure, "change of pool2 map 4")->click;
    CHECK(off.kind == figure::Click::Kind::set);
    CHECK(off.key == "off");
    CHECK(off.words == "relu1,pool2:4");
    asker.set("off", off.words.c_str());
    figure = asker.ask(input);
    CHECK(find_picture(figure, "change of pool2 map 4")->chosen);
    CHECK(find_picture(figure, "change of pool2 map 4")->click.words == "relu1");
    asker.set("off", "conv2:4");  // the same map by another name
    figure = asker.ask(input);
    CHECK(find_picture(figure, "change of pool2 map 4")->click.words.empty());
}

TEST_CASE("lesions probe: what is not in the network is said") {
    Asker asker(probe::kLesions);
    asker.set("off", "pool2:3,pool9:1,fc1:999,pool2:x,");
    const figure::Figure figure = asker.ask({});
    const figure::Fact* unknown = find_fact(figure, "not in this network");
    REQUIRE(unknown);
    CHECK(unknown->value == "pool9:1, fc1:999, pool2:x");
    CHECK_FALSE(unknown->good);
}
