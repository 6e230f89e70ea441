#include "io/gzip.h"

#include <algorithm>
#include <string>

#include "base/crc32.h"
#include "base/inflate.h"

namespace io {
namespace {

constexpr std::size_t kHeader = 10, kTrailer = 8;

base::Error cut_short() { return base::Error{"the gzip file is cut short"}; }
base::Error damaged() { return base::Error{"the gzip file is damaged"}; }

std::uint32_t read_le32(std::span<const std::uint8_t> b) {
    return static_cast<std::uint32_t>(b[0]) | static_cast<std::uint32_t>(b[1]) << 8 |
           static_cast<std::uint32_t>(b[2]) << 16 | static_cast<std::uint32_t>(b[3]) << 24;
}

/// Where the deflate stream of the member that begins here begins (RFC 1952, 2.3).
base::Result<std::size_t> header_size(std::span<const std::uint8_t> bytes) {
    constexpr unsigned kHeaderCrc = 2, kExtra = 4, kName = 8, kComment = 16, kReserved = 0xE0;
    if (bytes.size() < kHeader) return cut_short();
    const unsigned flags = bytes[3];
    if (bytes[2] != 8 || (flags & kReserved) != 0) return damaged();
    std::size_t at = kHeader;
    if ((flags & kExtra) != 0) {
        if (at + 2 > bytes.size()) return cut_short();
        at += 2 + (static_cast<std::size_t>(bytes[at]) | static_cast<std::size_t>(bytes[at + 1]) << 8);
    }
    for (const unsigned text : {kName, kComment}) {
        if ((flags & text) == 0) continue;
        while (at < bytes.size() && bytes[at] != 0) ++at;
        ++at;
    }
    if ((flags & kHeaderCrc) != 0) at += 2;
    if (at >= bytes.size()) return cut_short();
    return at;
}

/// Appends one member to `to`; gives the bytes that it took.
base::Result<std::size_t> read_member(std::span<const std::uint8_t> bytes, Unpacked& to, std::size_t limit) {
    const auto header = header_size(bytes);
    if (!header) return header;
    const std::size_t begin = to.bytes.size();
    const base::Inflated unpacked = base::inflate(bytes.subspan(header.value()), to.bytes, limit);
    to.more = unpacked.end == base::InflateEnd::full;
    if (to.more) return bytes.size();
    if (unpacked.end == base::InflateEnd::cut) return cut_short();
    if (unpacked.end == base::InflateEnd::damaged) return damaged();
    const std::size_t end = header.value() + unpacked.used;
    if (bytes.size() - end < kTrailer) return cut_short();
    const auto content = std::span<const std::uint8_t>(to.bytes).subspan(begin);
    if (read_le32(bytes.subspan(end)) != base::crc32_of(content) ||
        read_le32(bytes.subspan(end + 4)) != static_cast<std::uint32_t>(content.size() & 0xffffffffu))
        return base::Error{"the gzip file is damaged: its checksum does not fit"};
    return end + kTrailer;
}

/// What could be unpacked stays in `to` whatever comes of it.
base::Status read_members(std::span<const std::uint8_t> bytes, Unpacked& to, std::size_t limit) {
    do {
        const auto taken = read_member(bytes, to, limit);
        if (!taken) return base::Error{taken.message()};
        bytes = bytes.subspan(taken.value());
    } while (is_gzip(bytes));
    return base::Done{};
}

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

base::Result<Unpacked> gunzip(std::span<const std::uint8_t> bytes, std::size_t limit) {
    Unpacked unpacked;
    unpacked.bytes.reserve(std::min(limit, 4 * bytes.size()));
    const base::Status read = read_members(bytes, unpacked, limit);
    if (!read) return base::Error{read.message()};
    return unpacked;
}

std::vector<std::uint8_t> gunzip_start(std::span<const std::uint8_t> bytes, std::size_t count) {
    Unpacked unpacked;
    (void)read_members(bytes, unpacked, count);
    return std::move(unpacked.bytes);
}

}  // namespace io
