// Where things go: inside their cards, in order, without overlapping; round axis numbers.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/builder.h"
#include "figure/layout.h"

namespace {

const figure::Measure kMeasure = [](figure::Face, float size, std::string_view words) {
    return 0.55f * size * static_cast<float>(words.size());
};

figure::Figure many_pictures(int count, int columns) {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::Group& group = figure.groups.back();
    group.title = "Pictures";
    group.note = "A sentence that is long enough to be wrapped on a narrow page, because it goes on and on.";
    group.columns = columns;
    for (int i = 0; i < count; ++i) {
        group.pictures.push_back(figure::picture("p" + std::to_string(i), "a caption of some words that wraps",
                                                 std::vector<float>(25, 1.0f), 5, 5, image::Map::sequential));
        group.facts.push_back({"fact " + std::to_string(i), "1.234", 1.234});
    }
    figure::Plot plot;
    plot.name = "curve";
    plot.x_label = "x";
    plot.series.push_back({"a", {0, 1, 2}, {1, 4, 9}, {}, {}, 0, false});
    group.plots.push_back(plot);
    return figure;
}

bool overlap(const figure::Place& a, const figure::Place& b) {
    return a.x < b.x + b.width - 0.5f && b.x < a.x + a.width - 0.5f && a.y < b.y + b.height - 0.5f &&
           b.y < a.y + a.height - 0.5f;
}

}  // namespace

TEST_CASE("nothing leaves the page and nothing overlaps, at any width") {
    for (const int columns : {0, 4, 9})
        for (const float width : {300.0f, 366.0f, 680.0f, 1400.0f}) {
            const figure::Figure figure = many_pictures(11, columns);
            const figure::Page page =
                figure::lay_out(figure, width, figure::look(image::Theme::light, width < 400), kMeasure);
            REQUIRE(page.places.size() == 12);
            for (std::size_t i = 0; i < page.places.size(); ++i) {
                const figure::Place& a = page.places[i];
                CHECK(a.x >= 0);
                CHECK(a.x + a.width <= width);
                CHECK(a.y + a.height <= page.height);
                for (std::size_t k = 0; k < i; ++k) CHECK_FALSE(overlap(a, page.places[k]));
            }
            for (const figure::Shape& shape : page.shapes) {
                if (shape.kind != figure::Shape::Kind::text) continue;
                CHECK_MESSAGE(
                    (shape.x >= -1 &&
                     shape.x + std::min(shape.width, kMeasure(shape.face, shape.size, shape.words)) <= width + 3),
                    shape.words);
            }
        }
}

TEST_CASE("a file's page has title and source, the window's has not") {
    figure::Figure figure = many_pictures(2, 0);
    figure.title = "The title";
    figure.source = "The source";
    figure::Look look = figure::look(image::Theme::dark, false);
    const auto says = [&](std::string_view words) {
        const figure::Page page = figure::lay_out(figure, 600, look, kMeasure);
        return std::any_of(page.shapes.begin(), page.shapes.end(),
                           [&](const figure::Shape& s) { return s.words == words; });
    };
    CHECK_FALSE(says("The title"));
    look.titled = true;
    CHECK(says("The title"));
    CHECK(says("The source"));
}

TEST_CASE("columns stand side by side where there is room, else below one another") {
    figure::Figure figure;
    figure.columns = true;
    for (int i = 0; i < 4; ++i) {
        figure.groups.push_back(many_pictures(2, 1).groups[0]);
        for (figure::Picture& picture : figure.groups.back().pictures) picture.name += std::to_string(i);
    }
    const auto first_y = [&](float width) {
        const figure::Page page = figure::lay_out(figure, width, figure::look(image::Theme::dark, false), kMeasure);
        std::vector<float> tops(4, 1e9f);
        for (const figure::Place& place : page.places)
            tops[static_cast<std::size_t>(place.group)] =
                std::min(tops[static_cast<std::size_t>(place.group)], place.y);
        return tops;
    };
    const auto wide = first_y(900), narrow = first_y(360);
    CHECK(wide[0] == wide[3]);
    CHECK(narrow[3] > narrow[2]);
}

TEST_CASE("a plot's curve lies where its numbers say") {
    const figure::Figure figure = many_pictures(0, 0);
    const figure::Page page = figure::lay_out(figure, 600, figure::look(image::Theme::dark, false), kMeasure);
    const figure::Place& place = page.places.at(0);
    CHECK(place.x_low == 0);
    CHECK(place.x_high == 2);
    int found = 0;
    for (const figure::Shape& shape : page.shapes) {  // the second piece: from (1, 4) to (2, 9)
        const float x = place.x + place.width / 2,
                    y = place.y + place.height * (1 - (4 - place.y_low) / (place.y_high - place.y_low));
        if (shape.kind == figure::Shape::Kind::line && std::fabs(shape.x - x) < 0.5f && std::fabs(shape.y - y) < 0.5f)
            ++found;
    }
    CHECK(found == 1);
}

TEST_CASE("axis numbers are round and cover the range") {
    CHECK(figure::ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
    CHECK(figure::ticks(-1, 1, 4) == std::vector<double>{-1, -0.5, 0, 0.5, 1});
    for (const double high : {1e-6, 0.037, 7.3, 123456.0}) {
        const auto found = figure::ticks(0, high, 4);
        CHECK(found.size() >= 2);
        CHECK(found.size() <= 7);
        CHECK(found.back() <= high * 1.000001);
    }
    CHECK(figure::ticks(3, 3, 4).empty());
}

TEST_CASE("a card is as tall as its captions, and those of a row are wrapped alike") {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure.groups[0].side = 200;
    figure.groups[0].columns = 2;
    for (const char* name : {"a", "b"})
        figure.groups[0].pictures.push_back(
            figure::picture(name, "seventeen letters", std::vector<float>(4, 1.0f), 2, 2, image::Map::ink));
    const figure::Measure measure = [](figure::Face, float size, std::string_view words) {
        return 0.6f * size * static_cast<float>(words.size());
    };
    const figure::Page page = figure::lay_out(figure, 240, figure::look(image::Theme::dark, false), measure);
    int lines = 0;
    float lowest = 0;
    for (const figure::Shape& shape : page.shapes) {
        if (shape.kind != figure::Shape::Kind::text) continue;
        ++lines;
        lowest = std::max(lowest, shape.y + shape.height);
    }
    CHECK(lines == 4);
    CHECK(lowest + 8 < page.shapes[0].y + page.shapes[0].height);  // and there is room below them
}

namespace {

/// A large picture, a readout and four small ones.
figure::Figure fig_7() {
    figure::Figure figure;
    const std::vector<float> page(784, 0.5f);
    figure.groups.resize(4);
    figure::Group &large = figure.groups[0], &small = figure.groups[1], &readout = figure.groups[2];
    large.side = 392;
    large.share = 392;
    large.least = 200;
    large.first = true;
    large.pictures.push_back(figure::picture("a", "", page, 28, 28, image::Map::ink));
    small.side = 168;
    small.share = 360;
    small.beside = true;
    for (const char* name : {"b", "c", "d", "e"}) {
        small.pictures.push_back(figure::picture(name, "", page, 28, 28, image::Map::diverging));
        small.pictures.back().head = std::string(name) + " A title that is long|" + name + " Short";
        small.pictures.back().keyed = true;
    }
    readout.share = 130;
    readout.beside = true;
    readout.facts = {{"a label of some words", "29 of 529"}, {"answer", "5", 5, true, "100 % sure\nnext: 3"}};
    figure.groups[3].folded = true;
    figure.groups[3].title = "secondary";
    figure.groups[3].plots.emplace_back();
    return figure;
}

figure::Page result_of(const figure::Figure& figure, float width, float height) {
    return figure::lay_out(figure, {width, height, figure::Extent::kResult},
                           figure::look(image::Theme::dark, width < 400), kMeasure);
}

}  // namespace

TEST_CASE("a result fits into its room, with whole pixels, on a desk and on a phone") {
    const figure::Figure figure = fig_7();
    for (const auto& [width, height, large, small] :
         {std::array{950.0f, 480.0f, 392.0f, 168.0f}, std::array{358.0f, 520.0f, 252.0f, 84.0f},
          std::array{950.0f, 330.0f, 308.0f, 112.0f}}) {
        const figure::Page page = result_of(figure, width, height);
        CHECK(page.height <= height + 11);
        REQUIRE(page.places.size() == 5);  // what is folded is not there
        CHECK(page.places[0].width == large);
        for (std::size_t i = 1; i < 5; ++i) CHECK(page.places[i].width == small);
        for (const figure::Place& place : page.places) CHECK(place.x + place.width <= width + 0.5f);
        for (const figure::Shape& shape : page.shapes) CHECK(shape.y + shape.height <= height + 11);
        for (std::size_t i = 0; i < 5; ++i)
            for (std::size_t k = 0; k < i; ++k) CHECK_FALSE(overlap(page.places[i], page.places[k]));
    }
    // The readout stands beside the large picture, also where the small ones must go below.
    const figure::Page phone = result_of(figure, 358, 520);
    CHECK(phone.cards.at(1).group == 2);
    CHECK(phone.cards.at(1).y == phone.cards.at(0).y);
    CHECK(phone.cards.at(2).y > phone.cards.at(0).y);
    // All four in one row, because with whole pixels they would be no larger in two.
    for (std::size_t i = 2; i < 5; ++i) CHECK(phone.places[i].y == phone.places[1].y);
    // A folded part is laid out by itself.
    CHECK(figure::lay_out(figure, {500, 0, 3}, figure::look(image::Theme::dark, false), kMeasure).places.size() == 1);
}

TEST_CASE("a heading is the alternative that fits") {
    const auto says = [](const figure::Page& page, std::string_view words) {
        return std::any_of(page.shapes.begin(), page.shapes.end(),
                           [&](const figure::Shape& s) { return s.words == words; });
    };
    CHECK(says(result_of(fig_7(), 950, 480), "A title that is long"));
    CHECK(says(result_of(fig_7(), 358, 520), "Short"));
}

TEST_CASE("values in the middle of a page: found there, drawn there, the ghost between them") {
    figure::Picture picture = figure::picture("d", "", std::vector<float>(9, 2.0f), 3, 3, image::Map::diverging);
    picture.zero = 2;
    picture.values[4] = 1;
    picture.surround = {4, 4, 0.5f, 0.5f, std::vector<float>(16, 0.0f)};
    CHECK(figure::full_width(picture) == 4);
    CHECK(figure::value_at(picture, 0.5f, 0.5f) == 4);
    CHECK(figure::value_at(picture, 0.05f, 0.5f) == -1);
    CHECK(figure::value_at(picture, 0.99f, 0.5f) == -1);
    const image::Rgba dark = figure::colours(picture, image::Theme::dark);
    REQUIRE(dark.width == 8);
    CHECK(dark.at(4, 4) == image::colour_at(image::Map::diverging, image::Theme::dark, -1));
    CHECK(dark.at(2, 2) == image::colour_at(image::Map::diverging, image::Theme::dark, 0));
    picture.surround.ghost[5] = 1;
    const image::Rgba with_ghost = figure::colours(picture, image::Theme::dark);
    CHECK(with_ghost.at(2, 2).r > dark.at(2, 2).r);
    CHECK(with_ghost.at(4, 4) == dark.at(4, 4));  // the value covers it
}

TEST_CASE("a file's heading is the finding, and two networks' findings stand one after the other") {
    figure::Figure figure = fig_7();
    figure.title = "The title";
    figure.finding = "It is so.";
    figure::Look look = figure::look(image::Theme::dark, false);
    look.titled = true;
    const figure::Page page = figure::lay_out(figure, 600, look, kMeasure);
    CHECK(page.shapes.at(0).words == "It is so.");
    CHECK(page.shapes.at(1).words == "The title");
    CHECK(page.shapes.at(0).size > page.shapes.at(1).size);
}
