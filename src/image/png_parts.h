// What a PNG file is put together from, for those who read it and those who write it: an inner part of src/image.
#pragma once

#include <cstdint>
#include <span>

namespace image {

inline constexpr std::uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// Four bytes, the highest first.
inline std::uint32_t get32(std::span<const std::uint8_t> bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

}  // namespace image
