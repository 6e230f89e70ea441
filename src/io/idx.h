// IDX: MNIST's format, plain or gzipped.  Big-endian magic 00 00 08 ndim, then sizes, then bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace io {

/// count pictures of rows x columns bytes, 0 = paper, 255 = ink, one after another.
struct IdxImages {
    int count = 0, rows = 0, columns = 0;
    std::vector<std::uint8_t> pixels;
};

/// Errors: wrong magic (says what it was), wrong number of dimensions, nothing in it, pictures of over 4096 x 4096,
/// sizes that disagree with the length of the file or are over 1 GB, damaged gzip.
base::Result<IdxImages> parse_idx_images(std::span<const std::uint8_t> bytes);
base::Result<std::vector<std::uint8_t>> parse_idx_labels(std::span<const std::uint8_t> bytes);

}  // namespace io
