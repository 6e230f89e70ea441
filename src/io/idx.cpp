// IDX.  A gzipped file's header is read first: it says how much there is to unpack.
#include "io/idx.h"

#include <algorithm>
#include <string>

#include "io/gzip.h"
#include "io/recognise.h"

namespace io {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kLimit = std::size_t{1} << 30;
constexpr std::uint32_t kMaxSide = 4096;

std::uint32_t read_be32(std::span<const std::uint8_t> b) {
    return static_cast<std::uint32_t>(b[0]) << 24 | static_cast<std::uint32_t>(b[1]) << 16 |
           static_cast<std::uint32_t>(b[2]) << 8 | static_cast<std::uint32_t>(b[3]);
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

/// Of a file's beginning; an error where it is no IDX file of so many dimensions.
base::Status check_magic(std::span<const std::uint8_t> bytes, std::size_t dimensions, const std::string& what) {
    const std::string magic = "00 00 08 0" + std::to_string(dimensions);
    if (bytes.size() < 4)
        return base::Error{"this is not an IDX file: it has " + std::to_string(bytes.size()) +
                           " bytes, expected the magic number " + magic + " first"};
    const bool is_idx = bytes[0] == 0 && bytes[1] == 0;
    if (const std::string other = is_idx ? "" : foreign_words(bytes); !other.empty())
        return base::Error{"this is not an IDX file but " + other};
    if (!is_idx || bytes[2] != 8)
        return base::Error{"this is not an IDX file of bytes: it begins with " + hex(bytes.first(4)) + ", expected " +
                           magic};
    if (bytes[3] != dimensions) {
        return base::Error{"this IDX file has " + std::to_string(bytes[3]) + " dimensions, and " + what + " have " +
                           std::to_string(dimensions) +
                           (dimensions == 3 ? ": is it the labels?" : ": are these the images?")};
    }
    if (bytes.size() < 4 + 4 * dimensions) return base::Error{"the IDX file is cut short in its header"};
    return base::Done{};
}

/// What the header says; an error for what nobody could want: nothing at all, or too much.
base::Result<std::vector<std::uint32_t>> read_sizes(std::span<const std::uint8_t> bytes, std::size_t dimensions,
                                                    const std::string& what) {
    const base::Status magic = check_magic(bytes, dimensions, what);
    if (!magic) return base::Error{magic.message()};
    std::vector<std::uint32_t> sizes;
    for (std::size_t i = 0; i < dimensions; ++i) sizes.push_back(read_be32(bytes.subspan(4 + 4 * i, 4)));
    if (sizes[0] == 0) return base::Error{"the IDX file holds no " + what + ": it states that there are 0"};
    std::uint64_t total = sizes[0];
    for (std::size_t i = 1; i < dimensions; ++i) {
        if (sizes[i] == 0 || sizes[i] > kMaxSide)
            return base::Error{"the IDX file states " + what + " of " + std::to_string(sizes[1]) + " x " +
                               std::to_string(sizes[2]) + " pixels, expected sides from 1 to " +
                               std::to_string(kMaxSide)};
        total *= sizes[i];
    }
    if (total > kLimit) return base::Error{"the IDX file states sizes of over 1 GB"};
    return sizes;
}

struct Content {
    std::vector<std::uint32_t> sizes;
    Bytes bytes;  ///< without the header
};

base::Result<Content> read(std::span<const std::uint8_t> file, std::size_t dimensions, const std::string& what) {
    const std::size_t header = 4 + 4 * dimensions;
    const bool packed = is_gzip(file);
    Unpacked unpacked{packed ? gunzip_start(file, header) : Bytes{}};
    if (packed && unpacked.bytes.size() < 4)  // gzip's own complaint, if it has one
        if (const auto whole = gunzip(file, header); !whole) return base::Error{whole.message()};
    auto sizes = read_sizes(packed ? std::span<const std::uint8_t>(unpacked.bytes) : file, dimensions, what);
    if (!sizes) return base::Error{sizes.message()};
    std::size_t total = 1;
    for (const std::uint32_t size : sizes.value()) total *= size;
    if (packed) {
        auto whole = gunzip(file, header + total);
        if (!whole) return base::Error{whole.message()};
        unpacked = std::move(whole.value());
    } else {
        unpacked.bytes.assign(file.begin(), file.end());
    }
    Bytes& bytes = unpacked.bytes;
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
    if (bytes.size() != total || unpacked.more)
        return base::Error{
            "the IDX file states " + std::to_string(total) + " bytes of " + what + " but has " +
            (bytes.size() < total ? std::to_string(bytes.size()) + ": it is cut short" : "more: it is damaged")};
    return Content{std::move(sizes.value()), std::move(bytes)};
}

}  // namespace

base::Result<IdxImages> parse_idx_images(std::span<const std::uint8_t> bytes) {
    auto content = read(bytes, 3, "images");
    if (!content) return base::Error{content.message()};
    const auto& sizes = content.value().sizes;
    return IdxImages{static_cast<int>(sizes[0]), static_cast<int>(sizes[1]), static_cast<int>(sizes[2]),
                     std::move(content.value().bytes)};
}

base::Result<Bytes> parse_idx_labels(std::span<const std::uint8_t> bytes) {
    auto content = read(bytes, 1, "labels");
    if (!content) return base::Error{content.message()};
    return std::move(content.value().bytes);
}

}  // namespace io
