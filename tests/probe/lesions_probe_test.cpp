// Lesions: the accuracy that is told, clicks that toggle, names that are not there.
#include "tests/probe/digit_set.h"

#include <algorithm>

#include "explain/lesion.h"
#include "nn/classifier.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("lesions probe: whatever is selected") {
    check_survives(probe::kLesions);
    check_survives_with_digits(probe::kLesions, {{"n", "50"}});
    check_survives_with_digits(probe::kLesions, {{"n", "50"},
                                                 {"selection", "layer"},
                                                 {"noise", "0.3"},
                                                 {"noise-in", "selected"},
                                                 {"off", "conv1:0,pool1,layer0:1,layer1"}});
}

TEST_CASE("lesions probe: answer and accuracy are those of the wounded network") {
    const DigitSet set(40);
    Asker asker(probe::kLesions);
    asker.digits = set.digits();
    asker.set("selection", "stays");
    asker.set("off", "pool2:3,pool2:7,fc1:12");
    const std::vector<float> input = set.input(2);
    const figure::Figure figure = asker.ask(input);
    const explain::Lesioned wounded =
        explain::lesion(asker.network, std::vector<explain::Lesion>{{5, 3}, {5, 7}, {6, 12}});
    const figure::Plot* answer = find_plot(figure, "answer");
    REQUIRE(answer);
    CHECK(relative_error(answer->series[0].y, run(asker.network, input).outputs.back().data) < 1e-6);
    CHECK(relative_error(answer->series[1].y, run(wounded.network, input).outputs.back().data) < 1e-6);
    CHECK(find_fact(figure, "change")->number ==
          doctest::Approx(nn::evaluate(wounded.network, set.digits()).accuracy() -
                          nn::evaluate(asker.network, set.digits()).accuracy()));
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
    asker.values.texts["off"] = "pool2:3, pool9:1,fc1:999,pool2:x,";  // as an old link may have it
    const figure::Figure figure = asker.ask({});
    const figure::Fact* unknown = find_fact(figure, "not in this network");
    REQUIRE(unknown);
    CHECK(unknown->value == "pool9:1, fc1:999, pool2:x");
    CHECK_FALSE(unknown->good);
}

TEST_CASE("lesions probe: the change is over the same digits while it counts") {
    DigitSet set(120);
    std::fill(set.labels.begin() + 60, set.labels.end(),
              std::uint8_t{0});  // later digits are misread: the share right falls
    Asker asker(probe::kLesions);
    asker.digits = set.digits();
    asker.set("selection", "stays");
    asker.set("n", "50");
    asker.ask(set.input(0));  // the intact network has seen all of them now
    asker.set("off", "relu1,pool1:2,fc1:7,fc2:3,conv2");
    asker.probe->ask(asker.subject(set.input(0)));
    const explain::Lesioned wounded =
        explain::lesion(asker.network, std::vector<explain::Lesion>{{1, -1}, {2, 2}, {6, 7}, {8, 3}, {3, -1}});
    int between = 0;
    for (bool more = true; more;) {
        more = asker.probe->advance();
        const figure::Figure figure = asker.show();
        const int seen = static_cast<int>(*find_fact(figure, "digits seen")->number);
        if (seen > 0 && seen < 120) ++between;
        const nn::Digits same = set.digits().slice(0, seen);
        CHECK(find_fact(figure, "change")->number == doctest::Approx(nn::evaluate(wounded.network, same).accuracy() -
                                                                     nn::evaluate(asker.network, same).accuracy()));
    }
    CHECK(between > 0);
}

TEST_CASE("lesions probe: every layer above follows, none below") {
    Asker asker(probe::kLesions);
    asker.set("selection", "stays");
    asker.set("off", "pool1:2");
    const std::vector<float> input = reference_explanations().tensors.at("3/input").data;
    const figure::Figure figure = asker.ask(input);
    const nn::Tensor before = run(asker.network, input).output(3),
                     after = run(explain::lesion(asker.network, std::vector<explain::Lesion>{{2, 2}}).network, input)
                                 .output(3);
    const figure::Picture* conv2 = find_picture(figure, "change of conv2 map 4");
    REQUIRE(conv2);
    for (std::size_t i = 0; i < conv2->values.size(); ++i)
        CHECK(conv2->values[i] == doctest::Approx(after.map(4)[i] - before.map(4)[i]).epsilon(1e-3));
    REQUIRE(find_picture(figure, "change of conv1 map 2"));
    CHECK(find_picture(figure, "change of conv1 map 2")->chosen);
    REQUIRE(find_picture(figure, "change of fc1"));
    CHECK(find_picture(figure, "change of softmax"));
    asker.set("off", "fc1:3");
    const figure::Figure high = asker.ask(input);
    CHECK_FALSE(find_picture(high, "change of conv1 map 2"));
    CHECK(find_picture(high, "change of fc2"));
    asker.set("off", "");
    CHECK_FALSE(find_picture(asker.ask(input), "change of fc2"));
}

TEST_CASE("lesions probe: of softmax the scores below are switched off, and said to be") {
    Asker asker(probe::kLesions);
    const int softmax = asker.network.layer_count() - 1;
    asker.start = {softmax, explain::Keep::whole_map, 3, 0};
    const std::vector<float> input = reference_explanations().tensors.at("3/input").data;
    asker.set("selection", "layer");
    const figure::Figure layer = asker.ask(input);
    CHECK(layer.title == "Without fc3");
    CHECK(std::any_of(layer.groups.begin(), layer.groups.end(),
                      [](const figure::Group& group) { return group.note.rfind("fc3 is 0 everywhere", 0) == 0; }));
    asker.set("selection", "map");
    CHECK(asker.ask(input).title == "Without fc3 unit 3");
    asker.set("selection", "stays");
    asker.set("off", (asker.network.layer(softmax).name + ":5").c_str());
    CHECK(asker.ask(input).title == "Without fc3 unit 5");
}
