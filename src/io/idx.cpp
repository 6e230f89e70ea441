// IDX and gzip.  gzip's frame (RFC 1952) is read here; its deflate stream is left to stb, as PNG's is, so that page and
// desktop share one path.
#include "io/idx.h"

#include <array>
#include <limits>

#include <stb/stb_image.h>

namespace io {
namespace {

constexpr std::size_t kLimit = std::size_t{1} << 30;
constexpr std::size_t kGzipHeader = 10, kGzipTrailer = 8;
constexpr std::uint64_t kMaxDeflateRatio = 1032;  // what deflate can at most make of one byte

std::uint32_t read_le32(std::span<const std::uint8_t> b) {
    return static_cast<std::uint32_t>(b[0]) | static_cast<std::uint32_t>(b[1]) << 8 |
           static_cast<std::uint32_t>(b[2]) << 16 | static_cast<std::uint32_t>(b[3]) << 24;
}

std::uint32_t read_be32(std::span<const std::uint8_t> b) {
    return static_cast<std::uint32_t>(b[0]) << 24 | static_cast<std::uint32_t>(b[1]) << 16 |
           static_cast<std::uint32_t>(b[2]) << 8 | static_cast<std::uint32_t>(b[3]);
}

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
    return table;
}

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    static constexpr auto kTable = make_crc_table();
    std::uint32_t c = 0xFFFFFFFFu;
    for (const std::uint8_t byte : bytes) c = kTable[(c ^ byte) & 0xFF] ^ (c >> 8);
    return ~c;
}

/// Where the deflate stream begins; 0 if the header is damaged (RFC 1952, 2.3).
std::size_t deflate_offset(std::span<const std::uint8_t> bytes) {
    constexpr unsigned kHeaderCrc = 2, kExtra = 4, kName = 8, kComment = 16, kReserved = 0xE0;
    if (bytes.size() < kGzipHeader + kGzipTrailer || bytes[2] != 8 || (bytes[3] & kReserved) != 0) return 0;
    const unsigned flags = bytes[3];
    const std::size_t end = bytes.size() - kGzipTrailer;
    std::size_t at = kGzipHeader;
    if ((flags & kExtra) != 0) {
        if (at + 2 > end) return 0;
        at += 2 + (static_cast<std::size_t>(bytes[at]) | static_cast<std::size_t>(bytes[at + 1]) << 8);
    }
    for (const unsigned text : {kName, kComment}) {
        if ((flags & text) == 0) continue;
        while (at < end && bytes[at] != 0) ++at;
        ++at;
    }
    if ((flags & kHeaderCrc) != 0) at += 2;
    return at < end ? at : 0;
}

base::Result<std::vector<std::uint8_t>> gunzip(std::span<const std::uint8_t> bytes, std::size_t limit) {
    const base::Error damaged{"the gzip file is damaged or cut short"};
    const std::size_t begin = deflate_offset(bytes);
    if (begin == 0) return damaged;
    const auto stream =
        bytes.subspan(begin);  // with the trailer: stb looks two bytes ahead, as zlib's checksum lets it
    const std::uint32_t crc = read_le32(bytes.last(8)), size = read_le32(bytes.last(4));
    if (size > limit)
        return base::Error{"the gzip file unpacks to " + std::to_string(size) + " bytes, and at most " +
                           std::to_string(limit) + " are read"};
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<int>::max());  // stb counts in int
    if (stream.size() > most || size > most || size > stream.size() * kMaxDeflateRatio) return damaged;

    std::vector<std::uint8_t> out(std::size_t{size} +
                                  1);  // never empty, and one byte more shows a stream that is too long
    const int written =
        stbi_zlib_decode_noheader_buffer(reinterpret_cast<char*>(out.data()), static_cast<int>(out.size()),
                                         reinterpret_cast<const char*>(stream.data()), static_cast<int>(stream.size()));
    if (written < 0 || static_cast<std::uint32_t>(written) != size) return damaged;
    out.resize(size);
    if (crc32(out) != crc) return base::Error{"the gzip file is damaged: its checksum does not fit"};
    return out;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (!text.empty()) text += ' ';
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

/// Checks magic, dimensions and length; gives the sizes.
base::Result<std::vector<std::uint32_t>> read_sizes(std::span<const std::uint8_t> bytes, std::size_t dimensions,
                                                    const std::string& what) {
    const std::string magic = "00 00 08 0" + std::to_string(dimensions);
    if (bytes.size() < 4)
        return base::Error{"this is not an IDX file: it has " + std::to_string(bytes.size()) +
                           " bytes, expected the magic number " + magic + " first"};
    if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8)
        return base::Error{"this is not an IDX file of bytes: it begins with " + hex(bytes.first(4)) + ", expected " +
                           magic};
    if (bytes[3] != dimensions) {
        return base::Error{"this IDX file has " + std::to_string(bytes[3]) + " dimensions, and " + what + " have " +
                           std::to_string(dimensions) +
                           (dimensions == 3 ? ": is it the labels?" : ": are these the images?")};
    }
    const std::size_t header = 4 + 4 * dimensions;
    if (bytes.size() < header) return base::Error{"the IDX file is cut short in its header"};
    std::vector<std::uint32_t> sizes;
    std::uint64_t total = 1;
    for (std::size_t i = 0; i < dimensions; ++i) {
        const std::uint32_t size = read_be32(bytes.subspan(4 + 4 * i, 4));
        if (size != 0 && total > kLimit / size) return base::Error{"the IDX file states sizes of over 1 GB"};
        total *= size;
        sizes.push_back(size);
    }
    if (total != bytes.size() - header) {
        return base::Error{"the IDX file states " + std::to_string(total) + " bytes of " + what + " but has " +
                           std::to_string(bytes.size() - header) + ": it is cut short or damaged"};
    }
    return sizes;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> gunzip_if_needed(std::span<const std::uint8_t> bytes, std::size_t limit) {
    if (bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) return gunzip(bytes, limit);
    if (bytes.size() > limit)
        return base::Error{"the file has " + std::to_string(bytes.size()) + " bytes, and at most " +
                           std::to_string(limit) + " are read"};
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

base::Result<IdxImages> parse_idx_images(std::span<const std::uint8_t> bytes) {
    auto unpacked = gunzip_if_needed(bytes, kLimit + 16);
    if (!unpacked) return base::Error{unpacked.message()};
    const auto sizes = read_sizes(unpacked.value(), 3, "images");
    if (!sizes) return base::Error{sizes.message()};
    for (const std::uint32_t size : sizes.value()) {
        if (size > kLimit) return base::Error{"the IDX file states sizes of over 1 GB"};
    }
    IdxImages images;
    images.count = static_cast<int>(sizes.value()[0]);
    images.rows = static_cast<int>(sizes.value()[1]);
    images.columns = static_cast<int>(sizes.value()[2]);
    images.pixels = std::move(unpacked.value());
    images.pixels.erase(images.pixels.begin(), images.pixels.begin() + 16);
    return images;
}

base::Result<std::vector<std::uint8_t>> parse_idx_labels(std::span<const std::uint8_t> bytes) {
    auto unpacked = gunzip_if_needed(bytes, kLimit + 8);
    if (!unpacked) return base::Error{unpacked.message()};
    const auto sizes = read_sizes(unpacked.value(), 1, "labels");
    if (!sizes) return base::Error{sizes.message()};
    std::vector<std::uint8_t> labels = std::move(unpacked.value());
    labels.erase(labels.begin(), labels.begin() + 8);
    return labels;
}

}  // namespace io
