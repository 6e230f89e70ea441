// Strokes as numbers of a file: doubles of any size and place, brought to where floats are fine.
#pragma once

#include <vector>

#include "image/strokes.h"

namespace io {

struct FilePoint {
    double x = 0, y = 0;
};
using FileStroke = std::vector<FilePoint>;

/// Where the strokes were: the file's x is left + unit * x.
struct StrokeFrame {
    double left = 0, top = 0, unit = 1;
};

/// The strokes as floats.  Numbers far from 0 beside the drawing's size (time stamps) lose it when they are rounded,
/// and very large or small ones leave a float's range: such strokes are moved to 0 and scaled first, and `frame` says
/// how.
image::Strokes as_floats(const std::vector<FileStroke>& strokes, StrokeFrame& frame);

}  // namespace io
