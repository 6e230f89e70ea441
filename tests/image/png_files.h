// PNG files put together chunk by chunk, right or wrong.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/crc32.h"
#include "image/png_parts.h"

namespace image_test {

using Bytes = std::vector<std::uint8_t>;

inline void put_be(Bytes& out, std::uint32_t number, int bytes = 4) {
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

inline Bytes chunk(std::string_view name, const Bytes& body) {
    Bytes out;
    put_be(out, static_cast<std::uint32_t>(body.size()));
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), body.begin(), body.end());
    put_be(out, base::crc32_of(std::span(out).subspan(4)));
    return out;
}

inline Bytes header(std::uint32_t width, std::uint32_t height, int depth, int colour, bool interlaced = false) {
    Bytes body;
    put_be(body, width);
    put_be(body, height);
    for (const int value : {depth, colour, 0, 0, interlaced ? 1 : 0}) body.push_back(static_cast<std::uint8_t>(value));
    return chunk("IHDR", body);
}

/// Rows (each with its filter's number first) as an IDAT chunk that packs nothing.
inline Bytes packed(const Bytes& rows) {
    Bytes body{0x78, 0x01};
    std::size_t at = 0;
    do {
        const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(65535, rows.size() - at));
        body.push_back(at + size == rows.size() ? 1 : 0);
        for (const std::uint32_t number : {size, ~size}) {
            body.push_back(static_cast<std::uint8_t>(number));
            body.push_back(static_cast<std::uint8_t>(number >> 8));
        }
        body.insert(body.end(), rows.begin() + static_cast<std::ptrdiff_t>(at),
                    rows.begin() + static_cast<std::ptrdiff_t>(at + size));
        at += size;
    } while (at < rows.size());
    put_be(body, 0);  // its checksum, which nobody looks at: the chunk has one of its own
    return chunk("IDAT", body);
}

inline Bytes png_of(const std::vector<Bytes>& chunks) {
    Bytes out(std::begin(image::kPngSignature), std::end(image::kPngSignature));
    for (const Bytes& one : chunks) out.insert(out.end(), one.begin(), one.end());
    const Bytes end = chunk("IEND", {});
    out.insert(out.end(), end.begin(), end.end());
    return out;
}

/// Right checksums, so that a changed file is looked at and not refused for them.
inline Bytes with_checksums(Bytes png) {
    std::size_t at = sizeof image::kPngSignature;
    while (png.size() >= at + 12) {
        const std::size_t size = image::get32(std::span(png).subspan(at));
        if (size > png.size() - at - 12) break;
        const std::uint32_t crc = base::crc32_of(std::span(png).subspan(at + 4, size + 4));
        for (std::size_t i = 0; i < 4; ++i) png[at + 8 + size + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
        at += 12 + size;
    }
    return png;
}

/// An eXIf chunk that holds an orientation, little-endian or big-endian.
inline Bytes orientation(int value, bool little) {
    Bytes body = little ? Bytes{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
                        : Bytes{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    body[little ? 18 : 19] = static_cast<std::uint8_t>(value);
    return chunk("eXIf", body);
}

}  // namespace image_test
