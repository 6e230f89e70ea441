// Strokes as JSON lines: {"id": ..., "label": 7, "strokes": [[[x, y], ...], ...]}; y down, any units.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/strokes.h"
#include "io/stroke_frame.h"

namespace io {

struct StrokeLine {
    std::string id;  ///< as JSON text (a number stays a number, a string keeps its quotes); "null" where absent
    std::optional<int> label;  ///< absent or null: none
    image::Strokes strokes;
    StrokeFrame frame;  ///< where they were in the file
};

/// Errors: not JSON, no "strokes", a point that is not two finite numbers, over 100,000 points, a label that is no
/// integer 0..9.
base::Result<StrokeLine> parse_stroke_line(std::string_view line);

/// {"strokes": [[[x, y], ...], ...]} or the bare array.
base::Result<image::Strokes> parse_strokes(std::string_view json);

}  // namespace io
