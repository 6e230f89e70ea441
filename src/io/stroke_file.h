// Strokes as JSON lines: {"id": ..., "label": 7, "strokes": [[[x, y], ...], ...]}, or the bare array; y down, any
// units.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "image/strokes.h"
#include "io/stroke_frame.h"

namespace io {

inline constexpr std::size_t kLongestSign = 24;  ///< bytes of a sign's name

/// Whether it can name a sign: 1 to kLongestSign bytes of UTF-8, no control characters, no commas, no blanks
/// at its ends.
bool is_sign_name(std::string_view name);

struct StrokeLine {
    std::string id;  ///< as JSON text (a number stays a number, a string keeps its quotes); "null" where absent
    std::optional<int> label;  ///< absent or null: none
    std::string sign;          ///< "sign": what the person calls it; empty: none
    image::Strokes strokes;
    StrokeFrame frame;  ///< where they were in the file
};

/// A byte order mark and blanks around it do no harm.  Errors: not JSON, no "strokes" (and what it is instead, where
/// that is known), a point that is not two finite numbers, over 100,000 points, a label that is no integer 0..9, a
/// "sign" that is no text of 1 to kLongestSign bytes without control characters.
base::Result<StrokeLine> parse_stroke_line(std::string_view line);

/// {"label":7,"strokes":[[[x,y],...],...]}, a ten-thousandth of a unit being the least that is told: one line.
std::string stroke_line(const image::Strokes& strokes, int label);
/// The same with {"sign":"heart",...}.
std::string sign_line(const image::Strokes& strokes, std::string_view sign);

/// The strokes of such a line, whatever its label is.
base::Result<image::Strokes> parse_strokes(std::string_view json);

/// What a whole file shows at once.
struct StrokeFile {
    image::Strokes strokes;  ///< of the first line that has any; without one, none
    long line = 1;           ///< its number, from 1
    long others = 0;         ///< lines that are not blank besides it, read or not
};

/// One value over any number of lines, or a line each.
base::Result<StrokeFile> parse_stroke_file(std::string_view text);

/// True where a line leaves brackets open, so that its value goes on in the next.
bool goes_on(std::string_view line);

/// Without a byte order mark and the blanks before and behind.
std::string_view trimmed(std::string_view text);

/// What became of a file's lines, blank ones aside.
struct LinesKept {
    long kept = 0, left_out = 0;
};

/// Reads `text`, a line each; `keep(StrokeLine&&)` tells whether it kept one.  What is no such line is left out.
template <typename Keep>
LinesKept keep_stroke_lines(std::string_view text, Keep keep) {
    LinesKept lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        auto parsed = parse_stroke_line(line);
        ++(parsed && keep(std::move(parsed.value())) ? lines.kept : lines.left_out);
    }
    return lines;
}

}  // namespace io
