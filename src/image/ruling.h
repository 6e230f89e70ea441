// Printed lines: the box of a form, the lines of ruled or squared paper.  An inner part of src/image.
#pragma once

#include <vector>

#include "image/picture.h"

namespace image {

/// A straight, thin, dark line from edge to edge of a picture, nearly parallel to its columns.
struct RuledLine {
    float middle = 0;           ///< column at the picture's middle row
    float slant = 0;            ///< columns that it moves sideways from the first row to the last
    int before = 0, after = 0;  ///< columns of it left and right of that
    float darkness = 0;         ///< against the paper beside it
    float width() const { return static_cast<float>(before + after + 1); }
};

/// What a picture is ruled with; `level` lines are described as those of the picture turned over its diagonal.
struct Ruling {
    std::vector<RuledLine> upright, level;
    bool empty() const { return upright.empty() && level.empty(); }
    std::size_t count() const { return upright.size() + level.size(); }
};

/// `picture`: brightness, dark lines on light paper.
Ruling find_ruling(const Gray& picture);

/// The picture with paper where the lines were; strokes that cross a line are carried across it, and stay where they
/// are darker than the line.
Gray without_ruling(const Gray& picture, const Ruling& ruling);

}  // namespace image
