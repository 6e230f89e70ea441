// gzip: several members, what follows them, and where it stops.
#include "tests/io/support.h"

#include "io/gzip.h"

using namespace io_test;

namespace {

/// "one" and "two" by gzip.
const Bytes kOne{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xcb, 0xcf, 0x4b, 0x05, 0, 0xf1, 0x86, 0x6c, 0x7a, 3, 0, 0, 0};
const Bytes kTwo{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x2b, 0x29, 0xcf, 0x07, 0, 0x66, 0x8a, 0xca, 0x11, 3, 0, 0, 0};

std::string unpacked(const Bytes& bytes, std::size_t limit = 100) {
    const auto result = io::gunzip(bytes, limit);
    if (!result.ok()) return message_of(result);
    return std::string(result.value().bytes.begin(), result.value().bytes.end()) + (result.value().more ? "+" : "");
}

}  // namespace

TEST_CASE("gzip: members are strung together") {
    CHECK(unpacked(kOne) == "one");
    CHECK(unpacked(kOne + kTwo + kOne) == "onetwoone");
}

TEST_CASE("gzip: what follows and is no member is ignored") {
    CHECK(unpacked(kOne + Bytes(512)) == "one");
    CHECK(unpacked(kOne + kTwo + bytes_of("trailing")) == "onetwo");
    CHECK(unpacked(kOne + Bytes{0x1f}) == "one");
    CHECK(unpacked(kOne + Bytes(3) + kTwo) == "one");
}

TEST_CASE("gzip: stops at the limit while it unpacks") {
    CHECK(unpacked(kOne, 2) == "on+");
    CHECK(unpacked(kOne, 3) == "one");
    CHECK(unpacked(kOne + kTwo, 4) == "onet+");
    CHECK(io::gunzip_start(kOne + kTwo, 5) == bytes_of("onetw"));
    CHECK(io::gunzip_start(kOne, 5) == bytes_of("one"));
}

TEST_CASE("gzip: what is cut is called cut, also in a later member") {
    for (std::size_t size = 2; size < kOne.size(); ++size) {
        const Bytes cut(kTwo.begin(), kTwo.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(unpacked(cut) == "the gzip file is cut short");
        CHECK(unpacked(kOne + cut) == "the gzip file is cut short");
        CHECK(io::gunzip_start(kOne + cut, 3) == bytes_of("one"));
    }
    Bytes bad = kOne;
    bad[15] ^= 1;
    CHECK(contains(unpacked(bad), "checksum does not fit"));
    bad = kOne;
    bad[19] ^= 1;
    CHECK(contains(unpacked(bad), "checksum does not fit"));
}
