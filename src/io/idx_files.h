// Pairs of IDX files by their names (native only; the page has no file system).
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"
#include "io/idx_pair.h"

namespace io {

/// `parse_idx_pair` of two files.  Where there is none of that name, the other usual spelling is tried:
/// train-images-idx3-ubyte and train-images.idx3-ubyte, each with .gz and without.
base::Result<LabelledImages> read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels);

/// One file of a pair, by either spelling.
base::Result<std::vector<std::uint8_t>> read_idx_file(const std::filesystem::path& path);

}  // namespace io
