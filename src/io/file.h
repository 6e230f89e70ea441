// Whole files, in and out (native only; the page has no file system).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "base/result.h"

namespace io {

/// At most `limit` bytes.  Errors name the file and the reason.
base::Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path,
                                                  std::size_t limit = std::size_t{1} << 30);

/// Writes to a temporary name beside it and renames: the old file stays whole if anything fails.
base::Status write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

}  // namespace io
