// Every parser takes four times as long for four times as much, and not sixteen times.
#include "effort.h"
#include "tests/io/support.h"

#include <algorithm>
#include <ctime>
#include <functional>

#include "io/idx.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/recognise.h"
#include "io/safetensors.h"
#include "io/stroke_file.h"

using namespace io_test;

namespace {

std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

/// Seconds of this process, the least of three.
double seconds(const std::function<void()>& work) {
    double least = 1e9;
    for (int round = 0; round < 3; ++round) {
        const std::clock_t begin = std::clock();
        work();
        least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

/// `make(n)` has a size that grows with n.  Twice the honest factor is left for caches and for other work on the
/// machine.
template <class Parse>
void check_linear(const char* what, int count, const std::function<std::string(int)>& make, Parse parse) {
    const int some = kJudges ? count : count / 10;
    const std::string small = make(some), large = make(4 * some);
    const double one = seconds([&] { (void)parse(small).ok(); }), four = seconds([&] { (void)parse(large).ok(); });
    CHECK_MESSAGE(four < 9 * one + 0.03, what, ": ", one, " s, four times as much ", four, " s");
}

}  // namespace

TEST_CASE("linear: strokes, whatever they are made of") {
    const auto line = [](const std::string& text) { return io::parse_stroke_line(text); };
    const auto file = [](const std::string& text) { return io::parse_stroke_file(text); };
    check_linear(
        "objects for points", 25'000, [](int n) { return "{\"strokes\":[[{}" + repeated(",{}", n) + "]]}"; }, line);
    check_linear(
        "objects in the id", 25'000, [](int n) { return "{\"id\":[{}" + repeated(",{}", n) + "],\"strokes\":[]}"; },
        line);
    check_linear(
        "objects for lines", 25'000, [](int n) { return "[{}" + repeated(",{}", n) + "]"; }, line);
    check_linear(
        "points", 20'000, [](int n) { return "[[[0,0]" + repeated(",[1,2.5]", n) + "]]"; }, line);
    check_linear(
        "digits", 25'000, [](int n) { return "[[[0." + repeated("3", n) + ",1]]]"; }, line);
    check_linear(
        "bad lines", 5'000, [](int n) { return repeated("{\"strokes\": 5}\n", n); }, file);
    check_linear(
        "open lines", 5'000, [](int n) { return repeated("[\n", n); }, file);
    check_linear(
        "blank lines", 100'000, [](int n) { return repeated("\n", n) + "[[[1,2]]]"; }, file);
}

TEST_CASE("linear: members, as many as there are") {
    check_linear(
        "keys", 10'000,
        [](int n) {
            std::string text = "{\"a\":0";
            for (int i = 0; i < n; ++i) text += ",\"" + std::to_string(i) + "\":{}";
            return text + "}";
        },
        [](const std::string& text) { return io::parse_json(text, "the text", 1'000'000); });
}

TEST_CASE("linear: 10,000 and 40,000 tensors") {
    check_linear(
        "tensors", 10'000,
        [](int n) {
            std::string header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
            for (int i = 0; i < n; ++i)
                header += ",\"" + std::to_string(i) + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
            const Bytes bytes = safetensors_file(header + "}", {});
            return std::string(bytes.begin(), bytes.end());
        },
        [](const std::string& text) { return io::parse_model(bytes_of(text)); });
}

TEST_CASE("linear: layers") {
    check_linear(
        "layers", 400,
        [](int n) {
            std::string text = "{\"input\":[1,8,8],\"layers\":[{\"kind\":\"relu\",\"name\":\"r\"}";
            for (int i = 0; i < n; ++i) text += ",{\"kind\":\"relu\",\"name\":\"r" + std::to_string(i) + "\"}";
            return text + "]}";
        },
        [](const std::string& text) { return io::architecture_from_json(text); });
}

TEST_CASE("linear: gzip of empty members and of tiny blocks") {
    const Bytes member{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const auto parse = [](const std::string& text) { return io::parse_idx_labels(bytes_of(text)); };
    const std::string empty(member.begin(), member.end()), head = empty.substr(0, 10);
    check_linear(
        "members", 20'000, [&](int n) { return repeated(empty, n); }, parse);
    // Four empty blocks of the fixed code are 40 bits.
    check_linear(
        "blocks", 20'000, [&](int n) { return head + repeated(std::string("\x02\x08\x20\x80\x00", 5), n); }, parse);
}
