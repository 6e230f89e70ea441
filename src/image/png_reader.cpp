// PNG in: the chunks, the rows as they unpack, and their pixels (PNG, third edition).  A row is forgotten when its
// pixels have been added to the shrunk picture, so memory is bounded whatever size the file claims.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/crc32.h"
#include "base/inflate.h"
#include "image/photo.h"
#include "image/png.h"
#include "image/png_parts.h"

namespace image {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t kMostSide = 65535;
constexpr std::uint64_t kMostPixels = 144'000'000;  // 12,000 x 12,000

const base::Error& damaged() {
    static const base::Error error{"the PNG picture is damaged or cut short: save or send it once more"};
    return error;
}

struct Header {
    int width = 0, height = 0, depth = 0, colour = 0;
    bool interlaced = false;

    bool is_palette() const { return colour == 3; }
    bool has_alpha() const { return (colour & 4) != 0; }
    bool has_colour() const { return (colour & 2) != 0 && !is_palette(); }
    int channels() const { return (has_colour() ? 3 : 1) + (has_alpha() ? 1 : 0); }
    int bits() const { return channels() * depth; }
    std::size_t row_bytes(int pixels) const {
        return (static_cast<std::size_t>(pixels) * static_cast<std::size_t>(bits()) + 7) / 8;
    }
};

/// What the chunks hold.
struct Content {
    Header header;
    std::vector<Bytes> data;
    Bytes palette, transparency;
    int orientation = 1;
};

base::Result<Header> read_header(Bytes body) {
    if (body.size() != 13) return damaged();
    const std::uint32_t width = get32(body), height = get32(body.subspan(4));
    const int depth = body[8], colour = body[9];
    const bool known = colour == 0 || colour == 2 || colour == 3 || colour == 4 || colour == 6;
    const bool deep = depth == 8 || (depth == 16 && colour != 3);
    const bool shallow = (depth == 1 || depth == 2 || depth == 4) && (colour == 0 || colour == 3);
    if (width == 0 || height == 0 || !known || !(deep || shallow) || body[10] != 0 || body[11] != 0 || body[12] > 1)
        return damaged();
    if (width > kMostSide || height > kMostSide || std::uint64_t{width} * height > kMostPixels)
        return base::Error{"the PNG picture has " + std::to_string(width) + " x " + std::to_string(height) +
                           " pixels, and at most 144 million are read, 65,535 along a side: make it smaller first"};
    return Header{static_cast<int>(width), static_cast<int>(height), depth, colour, body[12] == 1};
}

/// Exif's tag 0x0112 in the first directory of a TIFF structure; 1 where there is none.
int orientation_of(Bytes exif) {
    if (exif.size() < 14) return 1;
    const bool little = exif[0] == 'I';
    const auto number = [&](std::size_t at, std::size_t size) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | exif[at + (little ? size - 1 - i : i)];
        return value;
    };
    const std::size_t begin = number(4, 4);
    if (begin > exif.size() - 2) return 1;
    const std::size_t count = number(begin, 2);
    for (std::size_t i = 0; i < count && begin + 2 + 12 * (i + 1) <= exif.size(); ++i) {
        const std::size_t entry = begin + 2 + 12 * i;
        if (number(entry, 2) != 0x0112) continue;
        const std::uint32_t value = number(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

/// Takes in one chunk; false where it is wrong.  Animation (fcTL, fdAT) is passed over: the picture is the default one.
bool take_chunk(Content& content, std::string_view name, Bytes body) {
    if (name == "IDAT") content.data.push_back(body);
    if (name == "PLTE") {
        content.palette = body;
        return !body.empty() && body.size() % 3 == 0 && body.size() <= 768;
    }
    if (name == "tRNS") content.transparency = body;
    if (name == "eXIf") content.orientation = orientation_of(body);
    const bool critical = (name[0] & 0x20) == 0;
    return !critical || name == "IDAT" || name == "IHDR";
}

/// A chunk that can be left out (its name begins with a small letter) is left out where its checksum is wrong.
base::Result<Content> read_chunks(Bytes bytes) {
    Content content;
    std::size_t at = sizeof kPngSignature;
    for (bool first = true; bytes.size() - at >= 12; first = false) {
        const std::size_t size = get32(bytes.subspan(at));
        const std::string_view name(reinterpret_cast<const char*>(bytes.data() + at + 4), 4);
        if (first != (name == "IHDR")) return damaged();
        if (size > bytes.size() - at - 12) break;
        const Bytes body = bytes.subspan(at + 8, size);
        const bool sound = base::crc32_of(bytes.subspan(at + 4, size + 4)) == get32(bytes.subspan(at + 8 + size));
        const bool critical = (name[0] & 0x20) == 0;
        if (!sound && critical)
            return base::Error{"the PNG picture is damaged: the checksum of its part " + std::string(name) +
                               " does not fit; save or send it once more"};
        if (first) {
            const auto header = read_header(body);
            if (!header) return base::Error{header.message()};
            content.header = header.value();
        }
        if (name == "IEND") break;
        if (sound && !take_chunk(content, name, body)) return damaged();
        at += 12 + size;
    }
    if (content.data.empty() || (content.header.is_palette() && content.palette.empty())) return damaged();
    return content;
}

/// One of an interlaced picture's seven parts, or the whole of another.
struct Pass {
    int top, left, down, across;
};
constexpr std::array<Pass, 7> kAdam7{
    {{0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}}};
constexpr std::array<Pass, 1> kWhole{{{0, 0, 1, 1}}};

int paeth(int a, int b, int c) {
    const int p = b - c, q = a - c, left = std::abs(p), up = std::abs(q), corner = std::abs(p + q);
    return left <= up && left <= corner ? a : up <= corner ? b : c;
}

/// Undoes a row's filter; `step` bytes lie between a byte and the one it was told from.  False: no such filter.
bool unfilter(int filter, std::span<std::uint8_t> row, Bytes above, std::size_t step) {
    if (filter > 4) return false;
    for (std::size_t i = 0; i < row.size() && filter > 0; ++i) {
        const int a = i >= step ? row[i - step] : 0, b = above[i], c = i >= step ? above[i - step] : 0;
        const int guess = filter == 1 ? a : filter == 2 ? b : filter == 3 ? (a + b) / 2 : paeth(a, b, c);
        row[i] = static_cast<std::uint8_t>(row[i] + guess);
    }
    return true;
}

struct Pixel {
    std::uint8_t luminance, alpha;
};

/// Pixels of an unfiltered row.
class Row {
public:
    explicit Row(const Content& content) : content_(content), header_(content.header) {
        for (std::size_t i = 0; i < palette_.size(); ++i) palette_[i] = palette_entry(i);
        const std::size_t needed = header_.has_colour() ? 6 : 2;
        keyed_ = !header_.is_palette() && !header_.has_alpha() && content.transparency.size() >= needed;
    }

    Pixel at(Bytes row, int column) const {
        if (header_.depth < 8) return small(row, column);
        const std::size_t bytes = static_cast<std::size_t>(header_.depth / 8),
                          channels = static_cast<std::size_t>(header_.channels());
        const Bytes pixel = row.subspan(static_cast<std::size_t>(column) * channels * bytes, channels * bytes);
        if (header_.is_palette()) return palette_[pixel[0]];
        const std::uint8_t alpha = header_.has_alpha() ? pixel[(channels - 1) * bytes] : is_key(pixel) ? 0 : 255;
        if (!header_.has_colour()) return {pixel[0], alpha};
        return {luminance_of(pixel[0], pixel[bytes], pixel[2 * bytes]), alpha};
    }

private:
    Pixel palette_entry(std::size_t i) const {
        const Bytes& colours = content_.palette;
        if (3 * i + 2 >= colours.size()) return {0, 255};
        const std::uint8_t alpha = i < content_.transparency.size() ? content_.transparency[i] : 255;
        return {luminance_of(colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]), alpha};
    }

    /// One, two or four bits a pixel: grey or a palette's number.
    Pixel small(Bytes row, int column) const {
        const auto bit = static_cast<std::size_t>(column) * static_cast<std::size_t>(header_.depth);
        const int most = (1 << header_.depth) - 1;
        const int value = row[bit / 8] >> (8 - header_.depth - static_cast<int>(bit % 8)) & most;
        if (header_.is_palette()) return palette_[static_cast<std::size_t>(value)];
        const bool clear = keyed_ && content_.transparency[1] == value;
        return {static_cast<std::uint8_t>(value * 255 / most), clear ? std::uint8_t{0} : std::uint8_t{255}};
    }

    /// The one colour that tRNS makes clear, given in 16 bits a channel.
    bool is_key(Bytes pixel) const {
        if (!keyed_) return false;
        const Bytes& key = content_.transparency;
        if (header_.depth == 16) return std::equal(pixel.begin(), pixel.end(), key.begin());
        for (std::size_t i = 0; i < pixel.size(); ++i) {
            if (pixel[i] != key[2 * i + 1]) return false;
        }
        return true;
    }

    const Content& content_;
    Header header_;
    bool keyed_ = false;
    std::array<Pixel, 256> palette_{};
};

/// Unpacks, unfilters and adds one pass; false where the data is damaged or ends too soon.
bool read_pass(base::Inflater& data, const Content& content, const Pass& pass, const Row& pixels, Shrinking& photo) {
    const Header& header = content.header;
    const int width = (header.width - pass.left + pass.across - 1) / pass.across;
    if (width <= 0) return true;
    const std::size_t size = header.row_bytes(width);
    const auto step = static_cast<std::size_t>(std::max(1, header.bits() / 8));
    std::vector<std::uint8_t> row(size + 1), above(size + 1);  // the first byte names the filter
    for (int y = pass.top; y < header.height; y += pass.down) {
        if (data.read(row) != row.size()) return false;
        if (!unfilter(row[0], std::span(row).subspan(1), std::span(above).subspan(1), step)) return false;
        const Bytes bytes = std::span(row).subspan(1);
        for (int i = 0; i < width; ++i) {
            const Pixel pixel = pixels.at(bytes, i);
            photo.add(y, pass.left + i * pass.across, pixel.luminance, pixel.alpha);
        }
        row.swap(above);
    }
    return true;
}

std::optional<Photo> read_pixels(const Content& content) {
    std::size_t next = 0;
    base::Inflater data([&] {
        while (next < content.data.size() && content.data[next].empty()) ++next;
        return next < content.data.size() ? content.data[next++] : Bytes{};
    });
    std::array<std::uint8_t, 2> zlib_header{};
    if (!data.read_plain(zlib_header) || (zlib_header[0] & 15) != 8 || (zlib_header[1] & 0x20) != 0) return {};
    Shrinking photo(content.header.width, content.header.height);
    const Row pixels(content);
    const std::span<const Pass> passes = content.header.interlaced ? std::span<const Pass>(kAdam7) : kWhole;
    for (const Pass& pass : passes) {
        if (!read_pass(data, content, pass, pixels, photo)) return {};
    }
    return photo.finish();
}

}  // namespace

base::Result<Gray> decode_png_gray(std::span<const std::uint8_t> bytes) {
    const bool is_png = bytes.size() >= sizeof kPngSignature &&
                        std::equal(std::begin(kPngSignature), std::end(kPngSignature), bytes.begin());
    if (!is_png) return base::Error{"this is not a PNG picture: convert it to PNG first"};
    const auto content = read_chunks(bytes);
    if (!content) return base::Error{content.message()};
    const std::optional<Photo> photo = read_pixels(content.value());
    if (!photo) return damaged();
    return on_paper(upright(*photo, content.value().orientation));
}

}  // namespace image
