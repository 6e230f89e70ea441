// Two figures beside each other, and facts over checkpoints.
#include <doctest/doctest.h>
#include <algorithm>

#include <cmath>
#include <limits>
#include <set>

#include "figure/beside.h"
#include "figure/layout.h"
#include "figure/numbers.h"

namespace {

using figure::Extent;
using figure::Figure;

const std::array<std::string, 2> kNames{"one", "two"};

figure::Group card(std::string title, std::vector<float> values, double fact) {
    figure::Group group;
    group.title = std::move(title);
    group.pictures.push_back(figure::picture("signal", "words", values, 2, 1, image::Map::diverging));
    group.pictures.back().click = {figure::Click::Kind::select, 0, 2, 1, -1, 0, -1, "", 0, ""};
    group.facts.push_back({"sum", "", fact, true});
    figure::Plot plot;
    plot.name = "curve";
    plot.series.push_back({"loss", {0, 1}, values, {}, {}, 0, false});
    group.plots.push_back(plot);
    return group;
}

const figure::Picture* find(const Figure& figure, const std::string& name) {
    for (const figure::Group& group : figure.groups)
        for (const figure::Picture& picture : group.pictures)
            if (picture.name == name) return &picture;
    return nullptr;
}

figure::Page page_of(const Figure& figure, float width) {
    const auto measure = [](figure::Face, float size, std::string_view words) {
        return size * 0.5f * static_cast<float>(words.size());
    };
    return figure::lay_out(figure, width, figure::look(image::Theme::dark, false), measure);
}

}  // namespace

TEST_CASE("beside: both cards, the difference, both curves; every number has a name of its own") {
    Figure first, second;
    first.title = "Probe";
    first.groups = {card("card", {1, -4}, 3)};
    second.groups = {card("card", {3, 2}, 5)};
    const Figure both = figure::beside(first, second, kNames, true);
    REQUIRE(both.groups.size() == 3);
    CHECK(both.groups[0].title == "one: card");
    CHECK(both.groups[1].title == "two: card");
    CHECK(!both.groups[0].beside);
    CHECK(both.groups[1].paired);
    REQUIRE(find(both, "B minus A signal"));
    CHECK(find(both, "B minus A signal")->values == std::vector<float>{2, 6});
    CHECK(find(both, "A signal")->values == std::vector<float>{1, -4});
    CHECK(find(both, "B signal")->click.lane == 1);
    const figure::Plot& curves = both.groups[2].plots.at(0);
    REQUIRE(curves.series.size() == 2);
    CHECK(curves.series[0].name == "one, loss");
    CHECK(curves.series[1].name == "two, loss");
    CHECK(curves.series[1].dashed);
    std::set<std::string> names;
    for (const figure::Group& group : both.groups) {
        for (const figure::Picture& picture : group.pictures) CHECK(names.insert(picture.name).second);
        for (const figure::Plot& plot : group.plots) CHECK(names.insert(plot.name).second);
    }
    CHECK(figure::to_csv(both).find("two: card,sum") != std::string::npos);
}

TEST_CASE("beside: shared scales are the larger of the two, own ones stay") {
    Figure first, second;
    first.groups = {card("card", {1, -4}, 3)};
    second.groups = {card("card", {9, 2}, 5)};
    const Figure shared = figure::beside(first, second, kNames, true),
                 own = figure::beside(first, second, kNames, false);
    CHECK(find(shared, "A signal")->scale == 9);
    CHECK(find(shared, "B signal")->scale == 9);
    CHECK(find(own, "A signal")->scale == 0);
}

TEST_CASE("beside: no difference where sizes or names differ, or of ink; cards without a partner stay") {
    Figure first, second;
    first.groups = {card("card", {1, -4}, 3), card("only here", {1, 1}, 1), card("third", {1, 1}, 1)};
    second.groups = {card("card", {3, 2}, 5), card("only there", {1, 1}, 1)};
    second.groups[0].pictures[0].width = 1;
    second.groups[0].pictures[0].height = 2;
    Figure both = figure::beside(first, second, kNames, true);
    CHECK(!find(both, "B minus A signal"));
    std::set<std::string> titles;
    for (const figure::Group& group : both.groups) titles.insert(group.title);
    for (const char* title : {"one: card", "two: card", "one: only here", "one: third", "two: only there"})
        CHECK_MESSAGE(titles.count(title) == 1, title);
    second.groups[0] = card("card", {3, 2}, 5);
    first.groups[0].pictures[0].map = second.groups[0].pictures[0].map = image::Map::ink;
    CHECK(!find(figure::beside(first, second, kNames, true), "B minus A signal"));
}

TEST_CASE("beside: no difference of two digits or two maps; no caption with one network's numbers") {
    using Kind = figure::Click::Kind;
    Figure first, second;
    first.groups = {card("card", {1, -4}, 3)};
    second.groups = {card("card", {3, 2}, 5)};
    figure::Click &a = first.groups[0].pictures[0].click, &b = second.groups[0].pictures[0].click;
    b.map = a.map + 1;
    CHECK(!find(figure::beside(first, second, kNames, true), "B minus A signal"));
    a = {Kind::sample, 5, -1, 0, -1, 0, -1, "", 0, ""};
    b = {Kind::sample, 6, -1, 0, -1, 0, -1, "", 0, ""};
    CHECK(!find(figure::beside(first, second, kNames, true), "B minus A signal"));
    b.index = 5;
    CHECK(find(figure::beside(first, second, kNames, true), "B minus A signal")->caption == "words");
    second.groups[0].pictures[0].caption = "other words";
    CHECK(find(figure::beside(first, second, kNames, true), "B minus A signal")->caption == "signal");
}

TEST_CASE("long titles of a pair are wrapped, and what is below them starts at one height") {
    Figure first, second;
    first.groups = {card("a card with a rather long title", {1, -4}, 3)};
    second.groups = first.groups;
    const Figure both = figure::beside(first, second, {"one", "a network of a long name"}, true);
    const figure::Page page = page_of(both, 560);
    for (const figure::Shape& shape : page.shapes) {
        if (shape.kind != figure::Shape::Kind::text || shape.face != figure::Face::semibold) continue;
        CHECK_MESSAGE(0.5f * shape.size * static_cast<float>(shape.words.size()) <= shape.width, shape.words);
    }
    REQUIRE(page.places.size() > 3);
    CHECK(page.places[0].y == page.places[2].y);
    CHECK(page.places[0].x < page.places[2].x);
}

TEST_CASE("a pair of cards is side by side where there is room, else below each other") {
    Figure first, second;
    first.groups = {card("card", {1, -4}, 3)};
    second.groups = {card("card", {3, 2}, 5)};
    const Figure both = figure::beside(first, second, kNames, true);
    const figure::Page desk = page_of(both, 700), phone = page_of(both, 370);
    CHECK(desk.cards[0].y == desk.cards[1].y);
    CHECK(desk.cards[1].x >= desk.cards[0].x + desk.cards[0].width);
    CHECK(desk.cards[0].height == desk.cards[1].height);
    CHECK(desk.cards[2].y > desk.cards[0].y + desk.cards[0].height - 1);
    CHECK(phone.cards[1].y > phone.cards[0].y + phone.cards[0].height - 1);
    CHECK(phone.cards[1].x == phone.cards[0].x);
}

TEST_CASE("two networks have a half each where there is room: level, of one size, and as high as is asked") {
    Figure first, second;
    for (const char* title : {"a", "b", "c"}) first.groups.push_back(card(title, {1, -4}, 3));
    first.groups[1].beside = true;
    second.groups = first.groups;
    second.groups[0].pictures[0].caption = "a caption\nof three\nlines";  // its row is higher
    const Figure both = figure::beside(first, second, kNames, true);
    const auto measure = [](figure::Face, float size, std::string_view words) {
        return size * 0.5f * static_cast<float>(words.size());
    };
    for (const float height : {800.0f, 1000.0f}) {
        const figure::Page page = figure::lay_out(both, {.width = 900, .height = height, .part = Extent::kResult},
                                                  figure::look(image::Theme::dark, false), measure);
        CHECK(page.height <= height);
        REQUIRE(page.cards.size() == 6);  // what is common is folded
        for (const figure::Card& one : page.cards) {
            const figure::Group& group = both.groups[static_cast<std::size_t>(one.group)];
            CHECK((one.x >= 450) == (group.lane == 1));
            for (const figure::Card& other : page.cards) {
                const figure::Group& partner = both.groups[static_cast<std::size_t>(other.group)];
                if (figure::own_title(partner) == figure::own_title(group)) CHECK(one.y == other.y);
            }
        }
        for (const figure::Place& place : page.places)
            if (place.picture) CHECK(place.width == doctest::Approx(page.places[0].width));
        std::vector<std::string> names;
        for (const figure::Shape& shape : page.shapes)
            if (shape.kind == figure::Shape::Kind::text && shape.face == figure::Face::semibold)
                names.push_back(shape.words);
        CHECK(std::count(names.begin(), names.end(), "one") == 1);
        CHECK(std::count(names.begin(), names.end(), "a") == 2);  // without the network's name
    }
}

TEST_CASE("over: every number's curve over the steps, without what is not finite") {
    Figure early, late, last;
    early.groups = {card("card", {1, 1}, 0.1)};
    late.groups = {card("card", {1, 1}, std::numeric_limits<double>::quiet_NaN())};
    last.groups = {card("card", {1, 1}, 0.9)};
    last.title = "Probe";
    last.groups[0].facts.push_back({"only once", "", 4.0, true});
    last.groups[0].facts.push_back({"words", "yes", std::nullopt, true});
    const figure::Moment moments[] = {{0, &early}, {16, &late}, {64, &last}};
    const Figure over = figure::over(moments);
    REQUIRE(over.groups.size() == 1);
    REQUIRE(over.groups[0].plots.size() == 1);
    const figure::Series& curve = over.groups[0].plots[0].series.at(0);
    CHECK(curve.x == std::vector<float>{0, 64});
    CHECK(curve.y == std::vector<float>{0.1f, 0.9f});
    CHECK(figure::over({}).groups.empty());
}
