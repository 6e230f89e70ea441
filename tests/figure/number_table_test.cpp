// A table of numbers: columns that have room, rows that a phone shows, where a point lies, what files hold.
#include <doctest/doctest.h>

#include <algorithm>

#include "figure/layout.h"
#include "figure/numbers.h"

namespace {

const figure::Measure kMeasure = [](figure::Face, float size, std::string_view words) {
    return 0.55f * size * static_cast<float>(words.size());
};

figure::Figure table_of(int rows, int columns) {
    figure::Figure figure;
    figure.groups.emplace_back();
    figure::NumberTable table;
    table.name = "numbers";
    table.heads = {"Network"};
    for (int k = 0; k < columns; ++k) table.heads.push_back("Column\n" + std::to_string(k));
    for (int i = 0; i < rows; ++i) {
        figure::NumberTable::Row row;
        row.name = "row " + std::to_string(i);
        for (int k = 0; k < columns; ++k)
            row.cells.push_back({std::to_string(10 * i + k), static_cast<double>(10 * i + k), 0.5f});
        table.rows.push_back(std::move(row));
    }
    figure.groups[0].tables.push_back(std::move(table));
    return figure;
}

const figure::Place& place_of(const figure::Page& page) {
    const auto found = std::find_if(page.places.begin(), page.places.end(),
                                    [](const figure::Place& place) { return place.table != nullptr; });
    REQUIRE(found != page.places.end());
    return *found;
}

figure::Page laid_out(const figure::Figure& figure, float width, bool phone = false) {
    return figure::lay_out(figure, width, figure::look(image::Theme::light, phone), kMeasure);
}

}  // namespace

TEST_CASE("number table: all columns where there is room, else the first ones and the sorted one") {
    figure::Figure figure = table_of(5, 8);
    CHECK(place_of(laid_out(figure, 900)).grid.columns.size() == 8);
    figure.groups[0].tables[0].sorted = 7;
    const figure::Page narrow = laid_out(figure, 340);
    const std::vector<std::size_t>& columns = place_of(narrow).grid.columns;
    REQUIRE(columns.size() < 8);
    CHECK(columns.front() == 0);
    CHECK(columns.back() == 7);
}

TEST_CASE("number table: a phone shows its first rows and the chosen one") {
    figure::Figure figure = table_of(12, 3);
    figure::NumberTable& table = figure.groups[0].tables[0];
    table.most_on_phone = 4;
    table.rows[9].chosen = true;
    CHECK(place_of(laid_out(figure, 340)).grid.rows.size() == 12);
    const figure::Page phone = laid_out(figure, 340, true);
    CHECK(place_of(phone).grid.rows == std::vector<std::size_t>{0, 1, 2, 3, 9});
}

TEST_CASE("number table: a lecture's large type shows every row, as high as its words need") {
    figure::Figure figure = table_of(12, 3);
    figure.groups[0].tables[0].most_on_phone = 4;
    figure::Look look = figure::look(image::Theme::light, false);
    look.text_size = 26;
    look.scale = 2.4f;
    const figure::Page page = figure::lay_out(figure, 1200, look, kMeasure);
    CHECK(place_of(page).grid.rows.size() == 12);
    CHECK(place_of(page).grid.row >= look.text_size * 1.4f);
}

TEST_CASE("number table: a point is a head, a name or a cell, or nothing") {
    const figure::Figure figure = table_of(3, 2);
    const figure::Page page = laid_out(figure, 500);
    const figure::Place& place = place_of(page);
    const figure::TableGrid& grid = place.grid;
    const auto head = grid.at(grid.name + 1, 1);
    REQUIRE(head);
    CHECK_FALSE(head->row);
    CHECK(head->column == 0);
    const auto cell = grid.at(grid.name + grid.column + 1, grid.head + 2 * grid.row + 1);
    REQUIRE(cell);
    CHECK(cell->row == 2);
    CHECK(cell->column == 1);
    const auto name = grid.at(1, grid.head + 1);
    REQUIRE(name);
    CHECK(name->row == 0);
    CHECK_FALSE(name->column);
    CHECK_FALSE(grid.at(-1, 5));
    CHECK_FALSE(grid.at(1, grid.head + 3 * grid.row + 1));
    CHECK_FALSE(grid.at(grid.name + 2 * grid.column + 1, 1));
}

TEST_CASE("number table: every number is in the files, what is unknown is empty") {
    figure::Figure figure = table_of(2, 2);
    figure.groups[0].tables[0].rows[1].cells[1] = {"\xE2\x80\x93", {}, {}};
    const std::string csv = figure::to_csv(figure);
    CHECK(csv.find("result,numbers,row 0,,,Column 1,1,,") != std::string::npos);
    CHECK(csv.find("result,numbers,row 1,,,Column 1,,,") != std::string::npos);
    const std::string json = figure::to_json(figure);
    CHECK(json.find("\"Column 0\":10") != std::string::npos);
    CHECK(json.find("\"Column 1\":null") != std::string::npos);
}
