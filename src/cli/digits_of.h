// One thing that was read, as the digits in it: a line of strokes, a picture, a tensor, a data set's picture.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/inputs.h"
#include "image/digit.h"
#include "io/idx.h"

namespace cli {

/// How drawings and pictures are read.
struct ReadAs {
    image::FitOptions fit;
    bool split = false;        ///< each digit of a drawing or picture alone
    bool count_parts = false;  ///< unsplit, but tell how many there are
};

/// Of a line of strokes: one digit, or its parts.
base::Result<std::vector<Digit>> stroke_digits(std::string_view line, const ReadAs& as);

/// Of a picture: one digit, or its parts.  `id`: JSON text.
std::vector<Digit> picture_digits(const std::string& id, const image::Gray& picture, const ReadAs& as);

/// A safetensors file's tensor `input`, exactly as it is.  Errors name the file.
base::Result<Digit> tensor_digit(std::span<const std::uint8_t> bytes, const std::string& name);

/// A data set's picture: of 28 x 28 as it is, of another size through the fit.
std::optional<image::Gray> idx_input(const io::IdxImages& images, int index, const image::FitOptions& fit);

/// As JSON text.
std::string quoted(const std::string& path);

}  // namespace cli
