// A figure's numbers as CSV and JSON, read back by parsers that are not ours.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "figure/numbers.h"

using namespace figure;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// RFC 4180, written down once more: rows of fields.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string& field = rows.back().back();
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (quoted)
            field += c;
        else if (c == ',')
            rows.back().emplace_back();
        else if (c == '\r') {
            REQUIRE(text[++i] == '\n');
            rows.push_back({""});
        } else
            field += c;
    }
    CHECK(rows.back() == std::vector<std::string>{""});
    rows.pop_back();
    return rows;
}

Figure example() {
    Figure figure;
    figure.title = "Two \"groups\"";
    figure.source = "Nobody 2024";
    Group first;
    first.title = "maps, all";
    first.facts = {
        {"accuracy", "99.5 %", 0.995, true}, {"verdict", "it \"works\"", {}, true}, {"accuracy", "0", 0.0, true}};
    const std::vector<float> values{0.1f, -2.5f, kNan, 1e-20f, 3, 16777216};
    first.pictures.push_back(picture("a\nmap", "caption", values, 3, 2, image::Map::diverging));
    Group second;
    second.title = "curves";
    Plot plot;
    plot.name = "shift";
    plot.x_label = "shift (pixels)";
    plot.series = {{"mean", {-1, 0.5f}, {2, kNan}, {1, 1}, {3, 4}, 0, false}};
    Plot bars;
    bars.name = "histogram";
    bars.bars = true;
    bars.bar_labels = {"zero", "one"};
    bars.series = {{"count", {}, {7, 8, 9}, {}, {}, 0, false}};
    second.plots = {plot, bars};
    figure.groups = {first, second};
    return figure;
}

}  // namespace

TEST_CASE("numbers: three digits, a short exponent, a dash for what is not finite") {
    CHECK(figure::number(6.04e-7) == "6.0e-7");
    CHECK(figure::number(-1.5e-12) ==
          "\xE2\x88\x92"
          "1.5e-12");
    CHECK(figure::number(2.94e9) == "2.9e9");
    CHECK(figure::number(1e100) == "1.0e100");
    CHECK(figure::number(0.4124) == "0.412");
    CHECK(figure::number(0) == "0");
    CHECK(figure::number(static_cast<double>(kNan)) == "\xE2\x80\x93");
}

TEST_CASE("numbers: every row of the CSV has nine fields, in the order of the figure") {
    const auto rows = read_csv(to_csv(example()));
    REQUIRE(rows.size() == 1 + 3 + 6 + 2 + 3);
    for (const auto& row : rows) CHECK(row.size() == 9);
    using Row = std::vector<std::string>;
    CHECK(rows[0] == Row{"group", "name", "series", "row", "column", "x", "value", "low", "high"});
    CHECK(rows[1] == Row{"maps, all", "accuracy", "", "", "", "", "0.995", "", ""});
    CHECK(rows[2] == Row{"maps, all", "verdict", "", "", "", "", "it \"works\"", "", ""});
    CHECK(rows[5] == Row{"maps, all", "a\nmap", "", "0", "1", "", "-2.5", "", ""});
    CHECK(rows[6] == Row{"maps, all", "a\nmap", "", "0", "2", "", "", "", ""});
    CHECK(rows[9] == Row{"maps, all", "a\nmap", "", "1", "2", "", "16777216", "", ""});
    CHECK(rows[10] == Row{"curves", "shift", "mean", "", "", "-1", "2", "1", "3"});
    CHECK(rows[11] == Row{"curves", "shift", "mean", "", "", "0.5", "", "1", "4"});
    CHECK(rows[12] == Row{"curves", "histogram", "count", "", "", "zero", "7", "", ""});
    CHECK(rows[14] == Row{"curves", "histogram", "count", "", "", "2", "9", "", ""});
}

TEST_CASE("numbers: floats come back from the CSV bit by bit") {
    const auto rows = read_csv(to_csv(example()));
    CHECK(std::strtof(rows[4][6].c_str(), nullptr) == 0.1f);
    CHECK(std::strtof(rows[7][6].c_str(), nullptr) == 1e-20f);
}

TEST_CASE("numbers: the JSON is valid and holds the same") {
    const auto json = nlohmann::json::parse(to_json(example()), nullptr, false);
    REQUIRE(!json.is_discarded());
    CHECK(json["title"] == "Two \"groups\"");
    CHECK(json["source"] == "Nobody 2024");
    const auto& first = json["groups"][0];
    CHECK(first["facts"].size() == 3);
    CHECK(first["facts"]["accuracy"].get<double>() == doctest::Approx(0.995));
    CHECK(first["facts"]["accuracy 2"].get<double>() == 0.0);
    CHECK(first["facts"]["verdict"] == "it \"works\"");
    const auto& map = first["pictures"][0];
    CHECK(map["name"] == "a\nmap");
    CHECK(map["width"] == 3);
    CHECK(map["height"] == 2);
    CHECK(map["values"].size() == 6);
    CHECK(map["values"][0].get<float>() == 0.1f);
    CHECK(map["values"][2].is_null());
    const auto& second = json["groups"][1];
    CHECK(second["pictures"].empty());
    CHECK(second["plots"][0]["x_label"] == "shift (pixels)");
    CHECK(second["plots"][0]["series"][0]["high"].get<std::vector<float>>() == std::vector<float>{3, 4});
    CHECK(second["plots"][0]["series"][0]["y"][1].is_null());
    CHECK(second["plots"][1]["bar_labels"][1] == "one");
}

TEST_CASE("numbers: an empty figure and broken text") {
    CHECK(to_csv({}) == "group,name,series,row,column,x,value,low,high\r\n");
    CHECK(to_json({}) == R"({"title":"","finding":"","source":"","groups":[]})");
    Figure broken;
    broken.title = "\xff\xfe";
    CHECK(!nlohmann::json::parse(to_json(broken), nullptr, false).is_discarded());
}
