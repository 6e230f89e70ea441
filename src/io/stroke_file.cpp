// Strokes as JSON lines.
#include "io/stroke_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "io/json.h"

namespace io {
namespace {

constexpr std::size_t kMaxPoints = 100'000;
constexpr std::size_t kMaxValues = 8 * kMaxPoints;

/// One coordinate; nothing for what is no finite number.
std::optional<double> coordinate(const nlohmann::json& value) {
    if (!value.is_number()) return std::nullopt;
    const auto number = value.get<double>();
    if (!std::isfinite(number)) return std::nullopt;
    return number;
}

struct PlacedStrokes {
    image::Strokes strokes;
    StrokeFrame frame;
};

base::Result<PlacedStrokes> read_strokes(const nlohmann::json& list) {
    if (!list.is_array()) return base::Error{"\"strokes\" is not a list of strokes, each a list of [x, y]"};
    std::vector<FileStroke> strokes;
    std::size_t points = 0;
    for (const nlohmann::json& line : list) {
        if (!line.is_array())
            return base::Error{"stroke " + std::to_string(strokes.size() + 1) + " is not a list of points [x, y]"};
        FileStroke stroke;
        for (const nlohmann::json& pair : line) {
            // A third number (time, pressure) is common in such files and does no harm.
            const bool sized = pair.is_array() && pair.size() >= 2 && pair.size() <= 4;
            const auto x = sized ? coordinate(pair[0]) : std::nullopt, y = sized ? coordinate(pair[1]) : std::nullopt;
            if (!x || !y)
                return base::Error{"point " + std::to_string(stroke.size() + 1) + " of stroke " +
                                   std::to_string(strokes.size() + 1) + " is not two finite numbers [x, y]"};
            if (++points > kMaxPoints) return base::Error{"the strokes have more than 100000 points"};
            stroke.push_back({*x, *y});
        }
        if (!stroke.empty()) strokes.push_back(std::move(stroke));
    }
    PlacedStrokes placed;
    placed.strokes = as_floats(strokes, placed.frame);
    return placed;
}

/// For JSON that has no strokes.
std::string what_else(const nlohmann::json& root) {
    if (member(root, "layers") != nullptr || member(root, "modelTopology") != nullptr)
        return "this JSON describes the layers of a model and has no weights: open the model as .safetensors, with "
               "such a "
               "list in its metadata where it is not LeNet-5";
    return "there is no \"strokes\": expected {\"strokes\": [[[x, y], ...], ...]}";
}

base::Result<nlohmann::json> parse_line(std::string_view line) {
    auto parsed = parse_json(trimmed(line), "the line of strokes", kMaxValues);
    if (parsed && !parsed.value().is_structured())
        return base::Error{
            "the line of strokes is no JSON object or list: expected {\"strokes\": [[[x, y], ...], ...]}"};
    return parsed;
}

base::Result<PlacedStrokes> strokes_of(const nlohmann::json& root) {
    if (root.is_array()) return read_strokes(root);
    const nlohmann::json* list = member(root, "strokes");
    if (list == nullptr) return base::Error{what_else(root)};
    return read_strokes(*list);
}

/// The next line that is not blank, and counts; empty at the end.
std::string_view next_line(std::string_view& rest, long& number) {
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        ++number;
        if (!trimmed(line).empty()) return line;
    }
    return {};
}

/// The first line that has strokes; those behind it are counted, not read.
base::Result<StrokeFile> first_of_lines(std::string_view text) {
    std::optional<StrokeFile> found;
    std::string complaint;
    long number = 0, lines = 0, bad = 0;
    for (std::string_view line; !(line = next_line(text, number)).empty(); ++lines) {
        if (found && !found->strokes.empty()) continue;
        auto parsed = parse_strokes(line);
        if (parsed && (!found || !parsed.value().empty()))
            found = StrokeFile{std::move(parsed.value()), number, 0};
        else if (!parsed && bad == 0)
            complaint = parsed.message(), bad = number;
    }
    if (lines == 0) return base::Error{"there are no strokes in it: it is blank"};
    if (!found) return base::Error{(lines == 1 ? "" : "line " + std::to_string(bad) + ": ") + complaint};
    found->others = lines - 1;
    return std::move(*found);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF", kBlanks = " \t\r\n";
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

bool is_sign_name(std::string_view name) {
    const auto is_utf8 = [](std::string_view text) {
        return to_text(nlohmann::json(text)).find("\xEF\xBF\xBD") == std::string::npos;
    };
    return !name.empty() && name.size() <= kLongestSign && name.front() != ' ' && name.back() != ' ' &&
           std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 32 || c == ','; }) &&
           is_utf8(name);
}

bool goes_on(std::string_view line) {
    long open = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            ++open;
        else if (!quoted && (c == '}' || c == ']'))
            --open;
    }
    return open > 0;
}

base::Result<StrokeFile> parse_stroke_file(std::string_view text) {
    std::string_view rest = text;
    long number = 0;
    if (!goes_on(next_line(rest, number))) return first_of_lines(text);
    auto whole = parse_strokes(text);
    if (whole) return StrokeFile{std::move(whole.value()), number, 0};
    // A first line that was cut, before others that were not.
    if (parse_strokes(next_line(rest, number))) return first_of_lines(text);
    return base::Error{whole.message()};
}

base::Result<StrokeLine> parse_stroke_line(std::string_view line) {
    const auto root = parse_line(line);
    if (!root) return base::Error{root.message()};
    StrokeLine result;
    const nlohmann::json* id = member(root.value(), "id");
    result.id = id == nullptr ? "null" : to_text(*id);
    const nlohmann::json* label = member(root.value(), "label");
    if (label != nullptr && !label->is_null()) {
        // Tables with gaps write whole numbers as 7.0.
        const double number = label->is_number() ? label->get<double>() : -1.0;
        const int digit = number >= 0 && number <= 9 ? static_cast<int>(number) : -1;
        if (digit < 0 || digit != number) return base::Error{"\"label\" is not a whole number from 0 to 9"};
        result.label = digit;
    }
    if (const nlohmann::json* sign = member(root.value(), "sign"); sign != nullptr && !sign->is_null()) {
        if (sign->is_string()) result.sign = sign->get<std::string>();
        if (!is_sign_name(result.sign))
            return base::Error{"\"sign\" is no name of 1 to " + std::to_string(kLongestSign) + " bytes"};
    }
    auto strokes = strokes_of(root.value());
    if (!strokes) return base::Error{strokes.message()};
    result.strokes = std::move(strokes.value().strokes);
    result.frame = strokes.value().frame;
    return result;
}

base::Result<image::Strokes> parse_strokes(std::string_view json) {
    const auto root = parse_line(json);
    if (!root) return base::Error{root.message()};
    auto placed = strokes_of(root.value());
    if (!placed) return base::Error{placed.message()};
    return std::move(placed.value().strokes);
}

namespace {

/// "strokes":[[[x,y],...],...]}
std::string strokes_text(const image::Strokes& strokes) {
    std::string line = "\"strokes\":[";
    for (const image::Stroke& stroke : strokes) {
        line += &stroke == &strokes.front() ? "[" : ",[";
        for (const image::Point& p : stroke) {
            char point[64];
            std::snprintf(point, sizeof point, "%s[%.4f,%.4f]", &p == &stroke.front() ? "" : ",",
                          static_cast<double>(p.x), static_cast<double>(p.y));
            line += point;
        }
        line += "]";
    }
    return line + "]}";
}

}  // namespace

std::string stroke_line(const image::Strokes& strokes, int label) {
    return "{\"label\":" + std::to_string(label) + "," + strokes_text(strokes);
}

std::string sign_line(const image::Strokes& strokes, std::string_view sign) {
    return "{\"sign\":" + to_text(nlohmann::json(sign)) + "," + strokes_text(strokes);
}

}  // namespace io
