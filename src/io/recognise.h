// What a file is, by its first bytes: one table for page, window and command line.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace io {

enum class Kind {
    png,
    json,  ///< perhaps strokes
    safetensors,
    framework,  ///< a network of PyTorch's or ONNX, or a zip archive that may be one
    idx,        ///< a data set, gzipped or not
    foreign,    ///< known, and read by no parser here: `foreign_words` says what to do
    unknown,
};

/// `bytes`: of the whole file, or its first thousand.
Kind recognise(std::span<const std::uint8_t> bytes);

/// "a PDF document: save the page with the digit as a PNG picture"; empty where it is not known what the file is, or
/// where it may be what it was taken for.
std::string foreign_words(std::span<const std::uint8_t> bytes);

}  // namespace io
