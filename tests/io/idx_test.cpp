// IDX and gzip: whole files, damaged files, and the real ones.
#include "paths.h"
#include "tests/io/support.h"

#include "io/idx.h"

using namespace io_test;

namespace {

const Bytes kImages = Bytes{0, 0, 8, 3} + be32(2) + be32(2) + be32(3) + Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
const Bytes kLabels = Bytes{0, 0, 8, 1} + be32(4) + Bytes{7, 0, 9, 3};
/// kLabels by gzip.
const Bytes kDeflated{0x63, 0x60, 0xe0, 0x60, 0x64, 0x60, 0x60, 0x60, 0x61, 0x67, 0xe0, 0x64, 0x06, 0x00};
const Bytes kTrailer{0x52, 0xe6, 0xe5, 0x5f, 0x0c, 0x00, 0x00, 0x00};

Bytes gzip_header(std::uint8_t flags) { return {0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 2, 3}; }
/// As deflate stores bytes that it does not pack, with gzip's checksum behind.
Bytes stored(const Bytes& bytes) {
    std::uint32_t crc = ~0u;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
    }
    const auto low = static_cast<std::uint8_t>(bytes.size()), high = static_cast<std::uint8_t>(bytes.size() >> 8);
    Bytes out{1, low, high, static_cast<std::uint8_t>(~low), static_cast<std::uint8_t>(~high)};
    out = out + bytes;
    for (const std::uint32_t number : {~crc, static_cast<std::uint32_t>(bytes.size())})
        for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
    return out;
}
const Bytes kGzip = gzip_header(0) + kDeflated + kTrailer;

}  // namespace

TEST_CASE("idx: images and labels") {
    const auto images = io::parse_idx_images(kImages);
    REQUIRE_MESSAGE(images.ok(), message_of(images));
    CHECK(images.value().count == 2);
    CHECK(images.value().rows == 2);
    CHECK(images.value().columns == 3);
    CHECK(images.value().pixels == Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255});
    const auto labels = io::parse_idx_labels(kLabels);
    REQUIRE_MESSAGE(labels.ok(), message_of(labels));
    CHECK(labels.value() == Bytes{7, 0, 9, 3});
}

TEST_CASE("idx: gzip, with each of the header's optional fields") {
    const Bytes name = bytes_of("labels") + Bytes{0}, comment = bytes_of("from a test") + Bytes{0},
                extra{3, 0, 'a', 'b', 'c'}, header_crc{0, 0};
    for (const Bytes& file :
         {kGzip, gzip_header(8) + name + kDeflated + kTrailer, gzip_header(16) + comment + kDeflated + kTrailer,
          gzip_header(4) + extra + kDeflated + kTrailer, gzip_header(2) + header_crc + kDeflated + kTrailer,
          gzip_header(30) + extra + name + comment + header_crc + kDeflated + kTrailer}) {
        const auto labels = io::parse_idx_labels(file);
        REQUIRE_MESSAGE(labels.ok(), message_of(labels));
        CHECK(labels.value() == Bytes{7, 0, 9, 3});
    }
}

TEST_CASE("idx: gzip that is damaged") {
    for (std::size_t size = 2; size < kGzip.size(); ++size)
        CHECK_SAYS(io::parse_idx_labels(Bytes(kGzip.begin(), kGzip.begin() + static_cast<std::ptrdiff_t>(size))),
                   "cut short");
    constexpr std::size_t kPadding = 23;  // unused bits behind deflate's last code
    for (std::size_t at = 10; at < kGzip.size(); ++at) {
        if (at == kPadding) continue;
        Bytes bad = kGzip;
        bad[at] ^= 0x10;
        CHECK_FALSE_MESSAGE(io::parse_idx_labels(bad).ok(), "byte ", at);
    }
    Bytes bad = kGzip;
    bad[kGzip.size() - 8] ^= 1;
    CHECK_SAYS(io::parse_idx_labels(bad), "its checksum does not fit");
    bad = kGzip;
    bad[2] = 7;
    CHECK_SAYS(io::parse_idx_labels(bad), "the gzip file is damaged");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(0xe0) + kDeflated + kTrailer), "the gzip file is damaged");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(4) + Bytes{0xff, 0xff} + kDeflated + kTrailer), "cut short");
}

TEST_CASE("idx: gzip that unpacks to more or less than its header states") {
    const Bytes more = gzip_header(0) + stored(kLabels + Bytes{1}),
                less = gzip_header(0) + stored(Bytes(kLabels.begin(), kLabels.end() - 1));
    CHECK_SAYS(io::parse_idx_labels(more), "states 4 bytes of labels but has more: it is damaged");
    CHECK_SAYS(io::parse_idx_labels(less), "states 4 bytes of labels but has 3: it is cut short");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(0) + stored(Bytes{0, 0, 8, 1, 0})), "cut short in its header");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(0) + stored(Bytes{})), "it has 0 bytes");
}

TEST_CASE("idx: files that are wrong") {
    CHECK_SAYS(io::parse_idx_images({}), "it has 0 bytes");
    CHECK_SAYS(io::parse_idx_images(bytes_of("\x89PNG....")), "not an IDX file but a PNG picture");
    CHECK_SAYS(io::parse_idx_images(bytes_of("hello...")), "begins with 68 65 6c 6c, expected 00 00 08 03");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 13, 3} + Bytes(12)), "begins with 00 00 0d 03");
    CHECK_SAYS(io::parse_idx_images(kLabels), "has 1 dimensions, and images have 3");
    CHECK_SAYS(io::parse_idx_labels(kImages), "has 3 dimensions, and labels have 1");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3, 0, 0}), "cut short in its header");
    CHECK_SAYS(io::parse_idx_images(Bytes(kImages.begin(), kImages.end() - 1)), "states 12 bytes of images but has 11");
    CHECK_SAYS(io::parse_idx_images(kImages + Bytes{0}), "states 12 bytes of images but has more");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(0xffffffff) + be32(4096) + be32(4096)), "over 1 GB");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(65) + be32(4096) + be32(4096)), "over 1 GB");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(64) + be32(4096) + be32(4096)), "but has 0");
    CHECK_SAYS(io::parse_idx_labels(Bytes{0, 0, 8, 1} + be32(0xffffffff)), "over 1 GB");
}

TEST_CASE("idx: nothing to look at, and pictures larger than any digit") {
    const auto images = [](std::uint32_t count, std::uint32_t rows, std::uint32_t columns) {
        return Bytes{0, 0, 8, 3} + be32(count) + be32(rows) + be32(columns);
    };
    CHECK_SAYS(io::parse_idx_images(images(0, 28, 28)), "holds no images");
    CHECK_SAYS(io::parse_idx_images(images(1'000'000'000, 0, 28)),
               "images of 0 x 28 pixels, expected sides from 1 to 4096");
    CHECK_SAYS(io::parse_idx_images(images(0xffffffff, 0xffffffff, 0xffffffff)), "expected sides from 1 to 4096");
    CHECK_SAYS(io::parse_idx_images(images(3, 28, 0)), "images of 28 x 0 pixels");
    CHECK_SAYS(io::parse_idx_images(images(1, 1, 4097) + Bytes(4097)), "images of 1 x 4097 pixels");
    CHECK_SAYS(io::parse_idx_labels(Bytes{0, 0, 8, 1} + be32(0)), "holds no labels");
}

TEST_CASE("idx: the real MNIST files") {
    const Bytes images = read_test_file(mnist_file("t10k-images-idx3-ubyte")),
                labels = read_test_file(mnist_file("t10k-labels-idx1-ubyte"));
    REQUIRE_MESSAGE(!images.empty(), "no MNIST; make it by: node cmake/mnist.mjs build/mnist");
    REQUIRE_MESSAGE(!labels.empty(), "no MNIST; make it by: node cmake/mnist.mjs build/mnist");
    const auto parsed = io::parse_idx_images(images);
    REQUIRE_MESSAGE(parsed.ok(), message_of(parsed));
    CHECK(parsed.value().count == 10'000);
    CHECK(parsed.value().rows == 28);
    CHECK(parsed.value().pixels.size() == 7'840'000);
    const auto classes = io::parse_idx_labels(labels);
    REQUIRE_MESSAGE(classes.ok(), message_of(classes));
    CHECK(classes.value().size() == 10'000);
    CHECK(classes.value()[0] == 7);
}
