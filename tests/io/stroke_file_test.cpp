// Strokes as JSON lines.
#include "tests/io/support.h"

#include <cmath>
#include <cstdio>

#include "image/digit.h"
#include "io/stroke_file.h"

using namespace io_test;

TEST_CASE("strokes: a whole line") {
    const auto line =
        io::parse_stroke_line(R"({"id": "a-1", "label": 7, "strokes": [[[1, 2], [3.5, -4e2]], [[5, 6]]]})");
    REQUIRE_MESSAGE(line.ok(), message_of(line));
    CHECK(line.value().id == "\"a-1\"");
    CHECK(line.value().label == 7);
    CHECK(line.value().strokes == image::Strokes{{{1, 2}, {3.5f, -400}}, {{5, 6}}});
}

TEST_CASE("strokes: a label may be written as tables do") {
    const auto line = io::parse_stroke_line(R"({"label": 7.0, "strokes": [[[1, 2]]]})");
    REQUIRE(line.ok());
    CHECK(line.value().label == 7);
}

TEST_CASE("strokes: id and label may be missing, null, or a number") {
    auto line = io::parse_stroke_line(R"({"strokes": []})");
    REQUIRE(line.ok());
    CHECK(line.value().id == "null");
    CHECK_FALSE(line.value().label.has_value());
    line = io::parse_stroke_line(R"({"id": 12, "label": null, "strokes": [[]]})");
    REQUIRE(line.ok());
    CHECK(line.value().id == "12");
    CHECK(line.value().strokes.empty());
}

TEST_CASE("strokes: a time or pressure behind x and y is no error") {
    const auto strokes = io::parse_strokes("[[[1, 2, 0.5], [3, 4, 0.7, 16]]]");
    REQUIRE(strokes.ok());
    CHECK(strokes.value() == image::Strokes{{{1, 2}, {3, 4}}});
}

TEST_CASE("strokes: an object and a bare array mean the same") {
    const auto bare = io::parse_strokes("[[[1, 2], [3, 4]]]"),
               object = io::parse_strokes(R"({"strokes": [[[1, 2], [3, 4]]]})");
    REQUIRE(bare.ok());
    REQUIRE(object.ok());
    CHECK(bare.value() == object.value());
}

TEST_CASE("strokes: what is wrong is said") {
    CHECK_SAYS(io::parse_stroke_line(""), "not valid JSON");
    CHECK_SAYS(io::parse_stroke_line("{\"strokes\": [[[1, 2]]"), "not valid JSON");
    CHECK_SAYS(io::parse_stroke_line("7"), "no JSON object or list");
    CHECK_SAYS(io::parse_stroke_line("[7]"), "stroke 1 is not a list of points");
    CHECK_SAYS(io::parse_stroke_line(R"({"input": [1, 28, 28], "layers": []})"), "describes the layers of a model");
    CHECK_SAYS(io::parse_stroke_line("{}"), "there is no \"strokes\"");
    CHECK_SAYS(io::parse_strokes("{}"), "there is no \"strokes\"");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": 5})"), "not a list of strokes");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": [5]})"), "stroke 1 is not a list of points");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": [[[1, 2], [3]]]})"),
               "point 2 of stroke 1 is not two finite numbers");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": [[[1, "2"]]]})"), "point 1 of stroke 1");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": [[[1, 1e999]]]})"), "not valid JSON");
    CHECK_SAYS(io::parse_stroke_line(R"({"strokes": [[[1, NaN]]]})"), "not valid JSON");
    for (const char* label : {"10", "-1", "7.5", "\"7\"", "true", "18446744073709551615"}) {
        CHECK_SAYS(io::parse_stroke_line(std::string("{\"label\": ") + label + ", \"strokes\": []}"),
                   "\"label\" is not a whole number from 0 to 9");
    }
}

TEST_CASE("strokes: 100,000 points and no more") {
    std::string text = "[[[0,0]";
    for (int i = 1; i < 100'000; ++i) text += ",[0,0]";
    CHECK(io::parse_strokes(text + "]]").ok());
    CHECK_SAYS(io::parse_strokes(text + ",[0,0]]]"), "more than 100000 points");
}

TEST_CASE("strokes: the bare array is a line as well") {
    const auto line = io::parse_stroke_line("[[[1, 2], [3, 4]]]");
    REQUIRE_MESSAGE(line.ok(), message_of(line));
    CHECK(line.value().id == "null");
    CHECK(line.value().strokes == image::Strokes{{{1, 2}, {3, 4}}});
}

TEST_CASE("strokes: a byte order mark and blanks around do no harm") {
    for (const char* before : {"\xEF\xBB\xBF", "\n\r\n", " \t", "\xEF\xBB\xBF\r\n "}) {
        const auto strokes = io::parse_strokes(std::string(before) + "[[[1, 2]]] \r\n\n");
        REQUIRE_MESSAGE(strokes.ok(), message_of(strokes));
        CHECK(strokes.value() == image::Strokes{{{1, 2}}});
    }
}

TEST_CASE("strokes: a file shows its first line that has any") {
    const auto file = io::parse_stroke_file(
        "\xEF\xBB\xBF\n{\"strokes\": []}\nno JSON\n\n{\"label\": \"seven\", \"strokes\": [[[1, 2]]]}\r\n[[[3, 4]]]\n  "
        "\n{");
    REQUIRE_MESSAGE(file.ok(), message_of(file));
    CHECK(file.value().strokes == image::Strokes{{{1, 2}}});
    CHECK(file.value().line == 5);
    CHECK(file.value().others == 4);
}

TEST_CASE("strokes: a zero byte is no end of a file") {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {"[[[1, 2]]]\0"sv, "[[[1, 2]]]\0{"sv, "{\"strokes\": [[[1, 2]]]}\0, and more"sv}) {
        const auto parsed = io::parse_strokes(text);
        REQUIRE_FALSE(parsed.ok());
        CHECK(parsed.message().find("zero byte") != std::string::npos);
        CHECK_FALSE(io::parse_stroke_file(text).ok());
    }
}

TEST_CASE("strokes: a file of one value over many lines") {
    const auto file = io::parse_stroke_file("\n{\n \"id\": \"{[\\\"\",\n \"strokes\": [\n[[1, 2]]\n]\n}\n");
    REQUIRE_MESSAGE(file.ok(), message_of(file));
    CHECK(file.value().strokes == image::Strokes{{{1, 2}}});
    CHECK(file.value().others == 0);
}

TEST_CASE("strokes: a first line that was cut does not hide the others") {
    const auto file = io::parse_stroke_file("{\"strokes\": [[[1, 2\n{\"strokes\": [[[3, 4]]]}\n");
    REQUIRE_MESSAGE(file.ok(), message_of(file));
    CHECK(file.value().strokes == image::Strokes{{{3, 4}}});
    CHECK(file.value().line == 2);
    CHECK(file.value().others == 1);
}

TEST_CASE("strokes: files without any") {
    CHECK_SAYS(io::parse_stroke_file(""), "it is blank");
    CHECK_SAYS(io::parse_stroke_file("\n \r\n"), "it is blank");
    CHECK_SAYS(io::parse_stroke_file("\n{}\n"), "there is no \"strokes\"");
    CHECK_SAYS(io::parse_stroke_file("\n{}\n7\n"), "line 2: there is no \"strokes\"");
    CHECK_SAYS(io::parse_stroke_file("{\n\"strokes\": 5}"), "not a list of strokes");
    const auto empty = io::parse_stroke_file("{\"strokes\": []}\n[]");
    REQUIRE(empty.ok());
    CHECK(empty.value().strokes.empty());
    CHECK(empty.value().others == 1);
}

namespace {

/// A seven, each coordinate scaled and moved before it is written.
std::string seven(double unit, double dx, double dy) {
    std::string text = "[[";
    for (const auto& [x, y] : {std::pair{0.0, 0.0}, {30.0, 2.0}, {60.0, 0.0}, {45.0, 45.0}, {30.0, 100.0}}) {
        char pair[80];
        std::snprintf(pair, sizeof pair, "%s[%.17g,%.17g]", text.size() > 2 ? "," : "", dx + unit * x, dy + unit * y);
        text += pair;
    }
    return text + "]]";
}

image::Gray input_of(const std::string& json) {
    const auto strokes = io::parse_strokes(json);
    REQUIRE_MESSAGE(strokes.ok(), json);
    for (const image::Stroke& stroke : strokes.value())
        for (const image::Point p : stroke) CHECK((std::isfinite(p.x) && std::isfinite(p.y)));
    const auto input = image::network_input(strokes.value(), image::FitOptions{});
    REQUIRE(input.has_value());
    return *input;
}

}  // namespace

TEST_CASE("strokes: place and units do not matter, however large or small") {
    const image::Gray plain = input_of(seven(1, 0, 0));
    struct Frame {
        double unit, dx, dy;
    };
    for (const Frame f : {Frame{1.0, 1.7e9, 0.0},
                          {1.0, 0.0, -1.7e12},
                          {1e-3, 1.7e9, 1.7e9},
                          {1e-9, 0.0, 0.0},
                          {1e-9, 1e-3, 0.5},
                          {1e-300, 0.0, 0.0},
                          {1e9, 0.0, 0.0},
                          {1e36, -3e37, 0.0},
                          {1e36, 0.0, 1e42},
                          {1e300, 0.0, 0.0},
                          {1.7e306, -8e307, -8e307},
                          {1.0, 12345.0, 6789.0}}) {
        const image::Gray input = input_of(seven(f.unit, f.dx, f.dy));
        float worst = 0;
        for (std::size_t i = 0; i < input.pixels.size(); ++i)
            worst = std::max(worst, std::abs(input.pixels[i] - plain.pixels[i]));
        CHECK_MESSAGE(worst <= 0.02f, f.unit, " ", f.dx, " ", f.dy, ": ", worst);
    }
}

TEST_CASE("strokes: the frame tells where they were") {
    const auto near = io::parse_stroke_line(R"({"strokes": [[[1, 2], [3, 4]]]})");
    REQUIRE(near.ok());
    CHECK(near.value().frame.left == 0);
    CHECK(near.value().frame.unit == 1);
    const auto far = io::parse_stroke_line(R"({"strokes": [[[1700000001, 2], [1700000003, 4.5]]]})");
    REQUIRE(far.ok());
    CHECK(far.value().strokes == image::Strokes{{{0, 0}, {2, 2.5f}}});
    CHECK(far.value().frame.left == 1700000001);
    CHECK(far.value().frame.top == 2);
    const auto small = io::parse_stroke_line(R"({"strokes": [[[1e-20, 0], [5e-20, 2e-20]]]})");
    REQUIRE(small.ok());
    const io::StrokeFrame& frame = small.value().frame;
    const image::Point last = small.value().strokes[0][1];
    CHECK(frame.left + frame.unit * static_cast<double>(last.x) == doctest::Approx(5e-20).epsilon(1e-6));
}

TEST_CASE("strokes: one point, all points equal: a dot in the middle") {
    const image::Gray dot = input_of("[[[1, 2]]]");
    for (const char* json : {"[[[1.7e9, -1.7e9]]]", "[[[1e39, 1e-39], [1e39, 1e-39]], [[1e39, 1e-39]]]",
                             "[[[0, 0], [0, 0]]]", "[[[-1e308, 1e308]]]", "[[[5e-324, 0]]]"})
        CHECK_MESSAGE(input_of(json).pixels == dot.pixels, json);
    CHECK(io::parse_strokes("[[], []]").value().empty());
}
