// Where things go: inside their cards, in order, without overlapping; round axis numbers.
#include <doctest/doctest.h>

#include <algorithm>
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
