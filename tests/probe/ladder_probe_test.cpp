// The ladder: a column for each layer with weights, what feeds its units, and the class's digit.
#include "tests/probe/digit_set.h"

#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("ladder probe: whatever is selected") {
    check_survives(probe::kLadder);
    check_survives_with_digits(probe::kLadder);
    check_survives_with_digits(probe::kLadder, {{"of", "class"}, {"class", "8"}});
}

TEST_CASE("ladder probe: strongest units, and their feeders in falling order") {
    const DigitSet set(30);
    Asker asker(probe::kLadder);
    asker.digits = set.digits();
    asker.start = {-1, explain::Keep::whole_map, 0, 0};
    const std::vector<float> input = set.input(1);
    const figure::Figure figure = asker.ask(input);
    REQUIRE(figure.groups.size() == 10);  // a column a rung, and folded what feeds each
    for (std::size_t i = 0; i < 10; ++i) CHECK(figure.groups[i].folded == (i >= 5));
    const nn::Activations activations = run(asker.network, input);
    const int fc2 = *asker.network.find("fc2"), fc3 = *asker.network.find("fc3"),
              answer = probe::largest(activations.output(fc3).data);
    CHECK(figure.groups[4].title == "fc3 unit " + std::to_string(answer));
    int best = 0;
    const std::vector<float>& weights = asker.network.parameters[probe::index(fc3)].weight;
    const auto share = [&](int unit) {
        return weights[probe::index(answer * 84 + unit)] * activations.output(fc2 + 1).data[probe::index(unit)];
    };
    for (int unit = 0; unit < 84; ++unit)
        if (share(unit) > share(best)) best = unit;
    const figure::Picture* feeder = find_picture(figure, "relu4 unit " + std::to_string(best) + " below fc3");
    REQUIRE(feeder);
    CHECK(feeder->click.kind == figure::Click::Kind::select);
    CHECK(feeder->click.layer == fc2 + 1);
    CHECK(feeder->click.map == best);
    const figure::Picture* liked = find_picture(figure, "maximised fc3");
    REQUIRE(liked);
    CHECK(*std::max_element(liked->values.begin(), liked->values.end()) > 0.5f);
    REQUIRE(find_picture(figure, "top 9 of pool2"));
    asker.start = {fc2, explain::Keep::whole_map, 11, 0};  // a selected unit stands in its column
    CHECK(asker.ask(input).groups[3].title == "relu4 unit 11");
}

TEST_CASE("ladder probe: a class stands for the digit that it scores highest") {
    const DigitSet set(30);
    Asker asker(probe::kLadder);
    asker.digits = set.digits();
    asker.start = {-1, explain::Keep::whole_map, 0, 0};
    asker.set("of", "class");
    asker.set("class", "7");
    const figure::Figure figure = asker.ask({});
    int highest = 0;
    float most = -1e9f;
    for (int i = 0; i < 30; ++i) {
        const float score = run(asker.network, set.input(i)).output(*asker.network.find("fc3")).data[7];
        if (score > most) most = score, highest = i;
    }
    REQUIRE(find_picture(figure, "input of fc3"));
    CHECK(find_picture(figure, "input of fc3")->values == set.input(highest));
    CHECK(figure.groups[4].title == "fc3 unit 7");
    asker.start = {*asker.network.find("fc3"), explain::Keep::whole_map, 2, 0};  // another one is selected
    const figure::Figure asked = asker.ask({});
    CHECK(asked.groups[4].title == "fc3 unit 7");
    CHECK(asked.groups.back().facts[0].label == "asked about");
    CHECK(asked.groups[5].facts[0].label == "strongest");
    asker.set("of", "digit");
    const figure::Figure own = asker.ask(set.input(0));
    CHECK(own.groups[4].title == "fc3 unit 2");
    CHECK(own.groups.back().facts[0].label == "selected");
}

TEST_CASE("ladder probe: nothing is projected from a softmax inside the network") {
    const DigitSet set(12);
    const nn::LayerSpec softmax = plain(nn::LayerKind::softmax), relu = plain(nn::LayerKind::relu);
    Asker asker(probe::kLadder,
                random_network({1, 28, 28}, {fully_connected(6), softmax, relu, fully_connected(5), softmax, relu}, 7));
    asker.digits = set.digits();
    asker.set("of", "class");
    asker.set("class", "4");
    for (int layer = -1; layer < 6; ++layer) {
        asker.start = {layer, explain::Keep::whole_map, 2, 0};
        const figure::Figure figure = asker.ask(set.input(1));
        check_sound(figure);
        REQUIRE(figure.groups.size() == 4);
        CHECK(figure.groups[0].title.rfind("layer0 unit", 0) == 0);
        CHECK(figure.groups[1].title == "layer3 unit 4");
    }
    const nn::Network direct = random_network({1, 28, 28}, {fully_connected(6), softmax, fully_connected(5)}, 7);
    Asker other(probe::kLadder, direct);
    const figure::Figure figure = other.ask(set.input(1));
    check_sound(figure);
    int feeders = 0;
    for (const figure::Picture& picture : figure.groups.back().pictures) {
        if (picture.name.rfind("layer1 unit", 0) != 0) continue;
        ++feeders;
        CHECK(picture.width == 1);  // the unit's activation; no reconstruction
    }
    CHECK(feeders == 3);
}
