// The checksum that PNG, gzip and zip share.
#pragma once

#include <cstdint>
#include <span>

namespace base {

std::uint32_t crc32_of(std::span<const std::uint8_t> bytes);

}  // namespace base
