// What a PNG file is put together from, for those who read it and those who write it: an inner part of src/image.
#pragma once

#include <cstdint>
#include <span>

namespace image {

inline constexpr std::uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// The checksum of a chunk's name and body (CRC-32).
std::uint32_t crc_of(std::span<const std::uint8_t> bytes);

/// Four bytes, the highest first.
inline std::uint32_t get32(std::span<const std::uint8_t> bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

}  // namespace image
