// The view of 1998: its numbers against plain sums, whichever of the two networks the lane has.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "explain/mistakes.h"
#include "explain/roughness.h"
#include "io/file.h"
#include "io/model_file.h"
#include "paths.h"
#include "tests/probe/asking.h"

namespace {

using namespace probe_test;

nn::Network shipped(const char* file) {
    return io::parse_model(io::read_file(project_file("weights/" + std::string(file) + ".safetensors")).value())
        .value();
}

/// A seven, or a one that leans.
std::vector<float> drawn(int digit) {
    std::vector<float> page(784);
    for (int y = 5; y < 23; ++y)
        for (int x = 0; x < 3; ++x) page[static_cast<std::size_t>(y * 28 + 19 - y / 3 + x)] = 1;
    for (int x = 8; x < 20 && digit == 7; ++x)
        page[5 * 28 + static_cast<std::size_t>(x)] = page[6 * 28 + static_cast<std::size_t>(x)] = 1;
    return page;
}

figure::Figure asked(nn::Network of_lane, const nn::Network* other, const std::vector<float>& input) {
    const probe::Entry& entry = *probe::find("lenet5-1998");
    Asker asker(entry, std::move(of_lane));
    if (!input.empty()) nn::Engine(asker.network).forward(input, asker.activations);
    asker.probe = entry.make();
    probe::Subject subject = asker.subject(input);
    subject.counterpart = other;
    asker.probe->ask(subject);
    return asker.show();
}

double percent_after(const std::string& caption, const std::string& words) {
    return std::strtod(caption.c_str() + caption.find(words) + words.size(), nullptr);
}

}  // namespace

TEST_CASE("1998: without the other network, or without a digit, it says what is missing") {
    const nn::Network recent = shipped("lenet5"), old = shipped("lenet5-1998");
    const std::vector<float> input = drawn(7);
    CHECK(asked(recent, nullptr, input).finding == "The network of 1998 is not here yet.");
    CHECK(asked(old, nullptr, input).finding == "There is no network of today here to compare it with.");
    CHECK_FALSE(asked(recent, &old, {}).finding.empty());
    for (const figure::Group& group : asked(recent, nullptr, input).groups) CHECK(group.pictures.empty());
}

TEST_CASE("1998: distances are those of fc2 to the characters, and the smallest is the answer") {
    const nn::Network recent = shipped("lenet5"), old = shipped("lenet5-1998");
    const std::vector<float> input = drawn(7);
    const figure::Figure figure = asked(recent, &old, input);
    check_sound(figure);
    const figure::Picture* now = find_picture(figure, "fc2 as a picture");
    REQUIRE(now);
    CHECK(now->width == 7);
    CHECK(now->height == 12);
    int nearest = -1;
    double least = 1e9;
    for (int k = 0; k < 10; ++k) {
        const figure::Picture* character = find_picture(figure, "character " + std::to_string(k));
        REQUIRE(character);
        double distance = 0;
        for (std::size_t i = 0; i < now->values.size(); ++i) {
            CHECK(std::abs(character->values[i]) == 1.0f);
            const double away = static_cast<double>(now->values[i]) - static_cast<double>(character->values[i]);
            distance += away * away;
        }
        CHECK(character->caption == figure::short_number(distance));
        if (distance < least) least = distance, nearest = k;
    }
    for (int k = 0; k < 10; ++k)
        CHECK(find_picture(figure, "character " + std::to_string(k))->chosen == (k == nearest));
    const std::string begins =
        "1998 reads " + std::to_string(nearest) + ": " + figure::short_number(least) + " from its character";
    CHECK(figure.finding.substr(0, begins.size()) == begins);
}

TEST_CASE("1998: what is counted is what the paper counts, and the table is its Table I") {
    const nn::Network recent = shipped("lenet5"), old = shipped("lenet5-1998");
    const figure::Figure figure = asked(recent, &old, drawn(7));
    const figure::Fact *ours = find_fact(figure, "parameters today"), *theirs = find_fact(figure, "parameters 1998");
    REQUIRE(ours);
    REQUIRE(theirs);
    CHECK(ours->number == 61706);
    CHECK(theirs->number == 60000);
    CHECK((theirs + 1)->label == "connections");
    CHECK((theirs + 1)->value == "340,908");
    const figure::Picture* table = find_picture(figure, "connections of conv2");
    REQUIRE(table);
    CHECK(table->width == 16);
    CHECK(table->height == 6);
    float pairs = 0;
    for (const float cell : table->values) pairs += cell;
    CHECK(pairs == 60);
    CHECK(table->values[15] == 1);          // the last column reads all
    CHECK(table->values[2 * 16 + 5] == 0);  // map 5 reads 0, 1 and 5
    CHECK(table->values[5 * 16 + 5] == 1);
}

TEST_CASE("1998: without switches the way down loses its fine detail") {
    const nn::Network recent = shipped("lenet5"), old = shipped("lenet5-1998");
    for (const int digit : {7, 1}) {
        const figure::Figure figure = asked(recent, &old, drawn(digit));
        const std::string words = "fine detail ";
        const auto fine = [&](const char* name) {
            const figure::Picture* picture = find_picture(figure, name);
            REQUIRE(picture);
            const double share = explain::roughness(picture->values, 28);
            CHECK(std::abs(percent_after(picture->caption, words) - 100 * share) < 0.051);
            return share;
        };
        CHECK(fine("by switches") > 2 * fine("spread evenly"));
        CHECK(fine("by switches") > 2 * fine("1998"));
    }
}

TEST_CASE("1998: whichever network the lane has, the figure is the same") {
    const nn::Network recent = shipped("lenet5"), old = shipped("lenet5-1998");
    const std::vector<float> input = drawn(7);
    const figure::Figure one = asked(recent, &old, input), other = asked(old, &recent, input);
    CHECK(one.finding == other.finding);
    REQUIRE(one.groups.size() == other.groups.size());
    for (std::size_t i = 0; i < one.groups.size(); ++i) {
        REQUIRE(one.groups[i].pictures.size() == other.groups[i].pictures.size());
        for (std::size_t k = 0; k < one.groups[i].pictures.size(); ++k)
            CHECK(one.groups[i].pictures[k].values == other.groups[i].pictures[k].values);
    }
}
