// Strokes as JSON lines.
#include "io/stroke_file.h"

#include <cmath>

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

base::Result<PlacedStrokes> strokes_member(const nlohmann::json& object) {
    const nlohmann::json* list = member(object, "strokes");
    if (list == nullptr) return base::Error{"there is no \"strokes\": expected {\"strokes\": [[[x, y], ...], ...]}"};
    return read_strokes(*list);
}

}  // namespace

base::Result<StrokeLine> parse_stroke_line(std::string_view line) {
    const auto parsed = parse_json(line, "the line of strokes", kMaxValues);
    if (!parsed) return base::Error{parsed.message()};
    const nlohmann::json& root = parsed.value();
    if (!root.is_object())
        return base::Error{"the line of strokes is not a JSON object: expected {\"strokes\": [[[x, y], ...], ...]}"};
    StrokeLine result;
    const nlohmann::json* id = member(root, "id");
    result.id = id == nullptr ? "null" : to_text(*id);
    const nlohmann::json* label = member(root, "label");
    if (label != nullptr && !label->is_null()) {
        // Tables with gaps write whole numbers as 7.0.
        const double number = label->is_number() ? label->get<double>() : -1.0;
        const int digit = number >= 0 && number <= 9 ? static_cast<int>(number) : -1;
        if (digit < 0 || digit != number) return base::Error{"\"label\" is not a whole number from 0 to 9"};
        result.label = digit;
    }
    auto strokes = strokes_member(root);
    if (!strokes) return base::Error{strokes.message()};
    result.strokes = std::move(strokes.value().strokes);
    result.frame = strokes.value().frame;
    return result;
}

base::Result<image::Strokes> parse_strokes(std::string_view json) {
    const auto parsed = parse_json(json, "the strokes", kMaxValues);
    if (!parsed) return base::Error{parsed.message()};
    auto placed = parsed.value().is_array() ? read_strokes(parsed.value()) : strokes_member(parsed.value());
    if (!placed) return base::Error{placed.message()};
    return std::move(placed.value().strokes);
}

}  // namespace io
