// gzip (RFC 1952): one member or several, one after another.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace io {

bool is_gzip(std::span<const std::uint8_t> bytes);

struct Unpacked {
    std::vector<std::uint8_t> bytes;
    bool more = false;  ///< there is more than was asked for
};

/// What the members hold, strung together; bytes behind the last one that begin no other are ignored, as gzip does.
/// Stops at `limit` bytes, and says so.  Errors: cut short, damaged.
base::Result<Unpacked> gunzip(std::span<const std::uint8_t> bytes, std::size_t limit);

/// The first `count` bytes, fewer where there are not so many or the file is damaged.
std::vector<std::uint8_t> gunzip_start(std::span<const std::uint8_t> bytes, std::size_t count);

}  // namespace io
