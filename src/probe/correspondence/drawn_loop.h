// A loop drawn by hand over a picture, as the text of a setting has it: "x,y x,y ...".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "figure/figure.h"

namespace probe {

struct DrawnLoop {
    std::vector<std::pair<float, float>> points;  ///< (x, y), whole numbers being pixel edges
    bool is_broken = false;  ///< something in the text is no pair of finite numbers; the points before it count
};

DrawnLoop parse_loop(const std::string& text);
/// The closed loop as lines over a picture of width x height, cut at its border.
std::vector<figure::Mark> loop_marks(const DrawnLoop& loop, int width, int height);

}  // namespace probe
