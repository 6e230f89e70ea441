// Animated PNG: the frames are encoded as pictures of their own, whose compressed data is then strung together.
#include <algorithm>
#include <cassert>

#include "base/crc32.h"
#include "image/png.h"
#include "image/png_parts.h"

namespace image {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kSignature = 8, kHeader = 25;  ///< bytes of the signature and of IHDR as a whole

void put32(Bytes& out, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put16(Bytes& out, std::uint32_t number) {
    for (const int shift : {8, 0}) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put_chunk(Bytes& out, const char* kind, std::span<const std::uint8_t> body) {
    put32(out, static_cast<std::uint32_t>(body.size()));
    const std::size_t begin = out.size();
    out.insert(out.end(), kind, kind + 4);
    out.insert(out.end(), body.begin(), body.end());
    put32(out, base::crc32_of(std::span(out).subspan(begin)));
}

/// The bodies of a PNG's IDAT chunks, one after another.
Bytes compressed_data(std::span<const std::uint8_t> png) {
    Bytes data;
    for (std::size_t at = kSignature; at + 12 <= png.size();) {
        const std::size_t size = get32(png.subspan(at));
        const auto body = png.subspan(at + 8, size);
        if (std::equal(png.begin() + static_cast<std::ptrdiff_t>(at + 4),
                       png.begin() + static_cast<std::ptrdiff_t>(at + 8), "IDAT"))
            data.insert(data.end(), body.begin(), body.end());
        at += 12 + size;
    }
    return data;
}

Bytes frame_control(std::uint32_t sequence, const Rgba& frame, int delay_ms) {
    Bytes body;
    put32(body, sequence);
    put32(body, static_cast<std::uint32_t>(frame.width));
    put32(body, static_cast<std::uint32_t>(frame.height));
    put32(body, 0);  // offset
    put32(body, 0);
    put16(body, static_cast<std::uint32_t>(std::clamp(delay_ms, 1, 65535)));
    put16(body, 1000);
    put16(body, 0);  // leave the frame, and take the next one's place whole
    return body;
}

}  // namespace

Bytes encode_animated_png(std::span<const Rgba> frames, int delay_ms) {
    assert(!frames.empty());
    // All frames share one header: with alpha if any needs it.
    const bool opaque = std::all_of(frames.begin(), frames.end(), [](const Rgba& frame) { return is_opaque(frame); });
    Bytes out;
    std::uint32_t sequence = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        assert(frames[i].width == frames[0].width && frames[i].height == frames[0].height);
        const Bytes png = encode_png(frames[i], opaque);
        if (i == 0) {
            out.assign(png.begin(), png.begin() + kSignature + kHeader);
            Bytes control;
            put32(control, static_cast<std::uint32_t>(frames.size()));
            put32(control, 0);  // for ever
            put_chunk(out, "acTL", control);
        }
        put_chunk(out, "fcTL", frame_control(sequence++, frames[i], delay_ms));
        Bytes data;
        if (i > 0) put32(data, sequence++);
        const Bytes compressed = compressed_data(png);
        data.insert(data.end(), compressed.begin(), compressed.end());
        put_chunk(out, i == 0 ? "IDAT" : "fdAT", data);
    }
    put_chunk(out, "IEND", {});
    return out;
}

}  // namespace image
