// A model's file from a folder, with what lies beside it (native only; the page has no file system).
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace io {

/// A file's bytes.  Of a TensorFlow.js model.json, or of one of its weights' files: all of them as one (see
/// foreign/bundle.h), by the names in the manifest and from its own folder only; what is missing there is left out, for
/// the reader to tell.
/// Errors: those of read_file; more than `limit` bytes in all.
base::Result<std::vector<std::uint8_t>> read_model_files(const std::filesystem::path& path,
                                                         std::size_t limit = std::size_t{256} << 20);

}  // namespace io
