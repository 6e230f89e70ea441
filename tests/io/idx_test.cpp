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
    for (std::size_t size = 2; size < kGzip.size(); ++size) {
        CHECK_FALSE(io::parse_idx_labels(Bytes(kGzip.begin(), kGzip.begin() + static_cast<std::ptrdiff_t>(size))).ok());
    }
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
    CHECK_SAYS(io::parse_idx_labels(bad), "damaged or cut short");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(0xe0) + kDeflated + kTrailer), "damaged or cut short");
    CHECK_SAYS(io::parse_idx_labels(gzip_header(4) + Bytes{0xff, 0xff} + kDeflated + kTrailer), "damaged or cut short");
}

TEST_CASE("idx: gzip that promises too much is refused before memory is taken") {
    Bytes bad = kGzip;
    bad[bad.size() - 1] = 0x30;  // 805 MB out of 14 bytes
    CHECK_SAYS(io::parse_idx_labels(bad), "damaged or cut short");
    bad[bad.size() - 1] = 0xff;
    CHECK_SAYS(io::parse_idx_labels(bad), "unpacks to 4278190092 bytes");
    CHECK_SAYS(io::gunzip_if_needed(kGzip, 11), "unpacks to 12 bytes, and at most 11 are read");
    CHECK_SAYS(io::gunzip_if_needed(kLabels, 11), "at most 11 are read");
}

TEST_CASE("idx: what is no gzip passes unchanged") {
    for (const Bytes& bytes : {Bytes{}, Bytes{0x1f}, kLabels}) {
        const auto same = io::gunzip_if_needed(bytes, 100);
        REQUIRE(same.ok());
        CHECK(same.value() == bytes);
    }
}

TEST_CASE("idx: files that are wrong") {
    CHECK_SAYS(io::parse_idx_images({}), "it has 0 bytes");
    CHECK_SAYS(io::parse_idx_images(bytes_of("\x89PNG....")), "begins with 89 50 4e 47, expected 00 00 08 03");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 13, 3} + Bytes(12)), "begins with 00 00 0d 03");
    CHECK_SAYS(io::parse_idx_images(kLabels), "has 1 dimensions, and images have 3");
    CHECK_SAYS(io::parse_idx_labels(kImages), "has 3 dimensions, and labels have 1");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3, 0, 0}), "cut short in its header");
    CHECK_SAYS(io::parse_idx_images(Bytes(kImages.begin(), kImages.end() - 1)), "states 12 bytes of images but has 11");
    CHECK_SAYS(io::parse_idx_images(kImages + Bytes{0}), "states 12 bytes of images but has 13");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(0xffffffff) + be32(0xffffffff) + be32(0xffffffff)),
               "over 1 GB");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(65536) + be32(65536) + be32(0)), "over 1 GB");
    CHECK_SAYS(io::parse_idx_images(Bytes{0, 0, 8, 3} + be32(0) + be32(0xffffffff) + be32(1)), "over 1 GB");
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
