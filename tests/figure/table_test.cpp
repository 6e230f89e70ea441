// Tables of pictures, cards below others in one column, and logarithmic axes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "figure/layout.h"

namespace {

const figure::Measure kMeasure = [](figure::Face, float size, std::string_view words) {
    return 0.55f * size * static_cast<float>(words.size());
};

figure::Figure table(int columns, int rows) {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::Group& group = figure.groups.back();
    group.side = 48;
    group.column_heads = {"batches\nright"};
    for (int i = 0; i < columns; ++i) group.column_heads.push_back(std::to_string(1 << i) + "\n9 %");
    for (int r = 0; r < rows; ++r) {
        group.row_heads.push_back("pool\t" + std::to_string(r));
        for (int i = 0; i < columns; ++i) {
            group.pictures.push_back(figure::picture("p" + std::to_string(r) + " " + std::to_string(i), "",
                                                     std::vector<float>(64, 1.0f), 8, 8, image::Map::diverging));
            group.pictures.back().novel = r == 1 && i == 2;
            group.pictures.back().apart = r == 2 && i == 0;
        }
    }
    return figure;
}

figure::Page placed(const figure::Figure& figure, float width, bool phone = false) {
    return figure::lay_out(figure, width, figure::look(image::Theme::dark, phone), kMeasure);
}

const figure::Shape* text(const figure::Page& page, std::string_view words) {
    for (const figure::Shape& shape : page.shapes)
        if (shape.kind == figure::Shape::Kind::text && shape.words == words) return &shape;
    return nullptr;
}

}  // namespace

TEST_CASE("table: rows and columns stand in line, at any width, and their heads beside them") {
    const figure::Figure figure = table(10, 3);
    for (const float width : {340.0f, 716.0f}) {
        const figure::Page page = placed(figure, width, width < 400);
        REQUIRE(page.places.size() == 30);
        for (std::size_t i = 0; i < 30; ++i) {
            const figure::Place& place = page.places[i];
            CHECK(std::fabs(place.x - page.places[i % 10].x) < 0.01f);
            CHECK(std::fabs(place.y - page.places[i / 10 * 10].y) < 0.01f);
            CHECK(place.x + place.width <= width);
            if (i % 10 > 0) CHECK(place.x >= page.places[i - 1].x + page.places[i - 1].width + 1);
            const float factor = place.width / 8;
            CHECK((factor == std::floor(factor) || (width < 400 && 2 * factor == std::floor(2 * factor))));
        }
        const figure::Shape* last = text(page, "512");  // the last column's head always stands
        REQUIRE(last != nullptr);
        CHECK(std::fabs(last->x + last->width / 2 - page.places[9].x - page.places[9].width / 2) < 3);
        CHECK(last->y < page.places[9].y);
    }
    // A new block begins further below, and a bar stands before what is new.
    const figure::Page page = placed(figure, 716);
    CHECK(page.places[20].y - page.places[10].y > page.places[10].y - page.places[0].y + 5);
    const figure::Place& novel = page.places[12];
    const auto is_bar = [&](const figure::Shape& s) {
        return s.kind == figure::Shape::Kind::fill && s.width == 2 && s.x < novel.x && s.x > novel.x - 10 &&
               std::fabs(s.y - novel.y) < 0.5f;
    };
    CHECK(std::count_if(page.shapes.begin(), page.shapes.end(), is_bar) == 1);
}

TEST_CASE("table: a narrow card has the few columns and rows that the table names, and no news is lost") {
    figure::Figure figure = table(10, 4);
    figure.groups[0].few_columns = {0, 4, 9};
    figure.groups[0].few_rows = {0, 1, 3};
    CHECK(placed(figure, 716).places.size() == 40);
    const figure::Page page = placed(figure, 360, true);
    REQUIRE(page.places.size() == 9);
    CHECK(page.places[4].picture->name == "p1 4");
    CHECK(page.places[8].picture->name == "p3 9");
    CHECK(page.places[0].width >= 2 * placed(table(10, 4), 360, true).places[0].width - 8);
    CHECK(text(page, "16") != nullptr);
    CHECK(text(page, "4") == nullptr);
    // Column 2 of row 1 is new: what stands for it is the next one that is shown.
    const figure::Place& novel = page.places[4];
    const auto is_bar = [&](const figure::Shape& s) {
        return s.kind == figure::Shape::Kind::fill && s.width == 2 && s.x < novel.x && s.x > novel.x - 12 &&
               std::fabs(s.y - novel.y) < 0.5f;
    };
    CHECK(std::count_if(page.shapes.begin(), page.shapes.end(), is_bar) == 1);
    // Row 2 began a block: the next one that is shown does.
    CHECK(page.places[6].y - page.places[3].y > page.places[3].y - page.places[0].y + 5);
}

TEST_CASE("in a narrow column what is early stands below the first card, and the two have the room for themselves") {
    figure::Figure figure = table(4, 4);
    figure.groups[0].first = true;
    for (const char* title : {"second", "third", "chosen"}) {
        figure.groups.push_back(table(2, 3).groups[0]);
        figure.groups.back().title = title;
        for (figure::Picture& picture : figure.groups.back().pictures) picture.name += title;
        figure.groups.back().beside = true;
    }
    figure.groups[3].early = figure.groups[3].first = true;
    const auto fitted = [&](float width) {
        return figure::lay_out(figure, {.width = width, .height = 420, .part = figure::Extent::kResult},
                               figure::look(image::Theme::dark, width < 420), kMeasure);
    };
    const figure::Page narrow = fitted(360);
    REQUIRE(narrow.cards.size() == 4);
    CHECK(narrow.cards[1].group == 3);
    CHECK(narrow.cards[1].y + narrow.cards[1].height <= 420);
    CHECK(narrow.cards[1].y + narrow.cards[1].height > 340);
    CHECK(narrow.cards[3].y + narrow.cards[3].height > 420);
    CHECK(fitted(1200).cards[1].group == 1);
}

TEST_CASE("table: strips are as wide as the room, and as high as they are told") {
    figure::Figure figure = table(1, 2);
    figure.groups[0].strips = true;
    figure.groups[0].side = 20;
    const figure::Page page = placed(figure, 400);
    CHECK(page.places[0].height == 20);
    CHECK(page.places[0].width > 300);
    CHECK(page.places[1].y >= page.places[0].y + 20);
}

TEST_CASE("cards below one another share a column beside a taller one") {
    figure::Figure figure = table(4, 8);
    for (int i = 0; i < 2; ++i) {
        figure.groups.push_back(table(2, 1).groups[0]);
        for (figure::Picture& picture : figure.groups.back().pictures) picture.name += " of " + std::to_string(i);
        figure.groups.back().beside = true;
    }
    figure.groups.back().under = true;
    figure.groups[0].share = 0.7f;
    const figure::Page wide = placed(figure, 900), narrow = placed(figure, 340);
    REQUIRE(wide.cards.size() == 3);
    CHECK(wide.cards[1].y == wide.cards[0].y);
    CHECK(wide.cards[1].x > wide.cards[0].x + wide.cards[0].width);
    CHECK(wide.cards[2].x == wide.cards[1].x);
    CHECK(wide.cards[2].width == wide.cards[1].width);
    CHECK(wide.cards[2].y >= wide.cards[1].y + wide.cards[1].height);
    CHECK(wide.height < wide.cards[0].height + 30);  // no row of its own
    REQUIRE(narrow.cards.size() == 3);
    CHECK(narrow.cards[1].y >= narrow.cards[0].y + narrow.cards[0].height);
    CHECK(narrow.cards[2].y >= narrow.cards[1].y + narrow.cards[1].height);
    const figure::Page fitted = figure::lay_out(figure, {.width = 900, .height = 300, .part = figure::Extent::kResult},
                                                figure::look(image::Theme::dark, false), kMeasure);
    CHECK(fitted.height <= 300);
}

TEST_CASE(
    "bars that lie have their labels before them and their numbers behind, the longest cut off where one says so") {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::Plot plot;
    plot.name = "gap";
    plot.bars = plot.level = true;
    plot.bar_labels = {"none", "dropout", "shuffled"};
    plot.series.push_back({"", {}, {6.6f, 3.3f, 90.7f}, {}, {}, 0, false});
    plot.y_high = 9;
    figure.groups[0].plots.push_back(plot);
    const figure::Page page = placed(figure, 400);
    std::vector<figure::Shape> bars;
    for (const figure::Shape& s : page.shapes)
        if (s.kind == figure::Shape::Kind::fill && s.height == 8) bars.push_back(s);
    REQUIRE(bars.size() == 7);  // a ground and a bar each, and the cut
    CHECK(bars[1].width == doctest::Approx(2 * bars[3].width).epsilon(0.01));
    CHECK(bars[5].width == bars[4].width);
    CHECK(bars[6].x > bars[5].x);
    REQUIRE(text(page, "90.7") != nullptr);
    CHECK(text(page, "90.7")->x >= bars[4].x + bars[4].width);
    CHECK(text(page, "dropout")->x + text(page, "dropout")->width <= bars[0].x);
    CHECK(text(page, "dropout")->y > text(page, "none")->y);
}

TEST_CASE("a dot has its words on a line above it, inside the plot") {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::Plot plot;
    plot.name = "loss";
    plot.series.push_back({"held out", {0, 10}, {1, 0}, {}, {}, 0, false});
    plot.series.push_back({"of another", {0, 10}, {1, 0}, {}, {}, 1, true});
    plot.series.back().unlisted = true;
    plot.series.push_back({"lowest", {9}, {0.1f}, {}, {}, 7, false, true, {"lowest after batch 9"}});
    figure.groups[0].plots.push_back(plot);
    const figure::Page page = placed(figure, 400);
    const figure::Shape* words = text(page, "lowest after batch 9");
    REQUIRE(words != nullptr);
    const figure::Place& place = page.places.at(0);
    CHECK(words->x >= place.x);
    CHECK(words->x + words->width <= place.x + place.width);
    CHECK(words->y >= place.y);
    CHECK(text(page, "held out") != nullptr);
    CHECK(text(page, "of another") == nullptr);
}

TEST_CASE("a logarithmic axis has what is before the first batch at its left end, and ticks of powers") {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::Plot plot;
    plot.name = "likeness";
    plot.log_x = true;
    plot.series.push_back({"pool1", {0, 1, 4, 1024}, {0, 1, 2, 4}, {}, {}, 0, false});
    plot.series.push_back({"settled", {4}, {2}, {}, {}, 7, false, true});
    figure.groups[0].plots.push_back(plot);
    const figure::Page page = placed(figure, 700);
    const figure::Place& place = page.places.at(0);
    CHECK(place.x_low == -1);
    CHECK(place.x_high == 10);
    for (const double x : {0.0, 1.0, 3.0, 1024.0})
        CHECK(figure::from_axis(plot, figure::to_axis(plot, x)) == doctest::Approx(x));
    CHECK(text(page, "0") != nullptr);
    CHECK(text(page, "1,024") != nullptr);
    const float middle = place.x + place.width * 3 / 11, up = place.y + place.height / 2;  // batch 4, value 2
    int dots = 0, joints = 0;
    for (const figure::Shape& s : page.shapes) {
        if (std::fabs(s.x - middle) > 0.5f || std::fabs(s.y - up) > 0.5f) continue;
        dots += s.kind == figure::Shape::Kind::dot;
        joints += s.kind == figure::Shape::Kind::line;
    }
    CHECK(dots == 1);
    CHECK(joints == 1);
    figure::Plot even = plot;
    even.log_x = false;
    CHECK(figure::to_axis(even, 4) == 4);
    CHECK(figure::from_axis(even, 4) == 4);
}
