// Deflate streams: what zlib and stb packed, ends of every kind, and damage.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

#include "base/inflate.h"

/// Of stb_image_write (src/image/stb.cpp), whose header does not declare it.
extern "C" unsigned char* stbi_zlib_compress(unsigned char* data, int size, int* packed_size, int quality);

namespace {

using Bytes = std::vector<std::uint8_t>;
using base::InflateEnd;

constexpr std::size_t kAll = 1 << 20;

/// Words by zlib: a block that brings its own code.
const Bytes kWords{0x75, 0x52, 0x5b, 0x0e, 0x02, 0x21, 0x10, 0xbb, 0x0a, 0x17, 0x30, 0x46, 0x6f, 0xc4, 0xfb, 0x11, 0x03,
                   0x89, 0xa2, 0xc6, 0xdb, 0x1b, 0xa0, 0xec, 0x0c, 0xeb, 0xfa, 0xc3, 0x40, 0xe7, 0xd1, 0x76, 0x76, 0x73,
                   0x79, 0xfa, 0x50, 0x45, 0xba, 0x9c, 0xaf, 0x42, 0xdb, 0x9b, 0x7d, 0xd9, 0x2c, 0x92, 0x2b, 0xf7, 0xfa,
                   0x39, 0xd5, 0x77, 0x11, 0xe9, 0x31, 0x90, 0x11, 0x02, 0x0a, 0x62, 0x1e, 0x5d, 0x86, 0x0a, 0x63, 0x1b,
                   0x10, 0xe8, 0xad, 0x51, 0xa2, 0x1b, 0xee, 0x47, 0xbb, 0x02, 0x86, 0x69, 0x16, 0x81, 0xb1, 0xd1, 0xd5,
                   0x1f, 0xa2, 0x53, 0xa1, 0x1a, 0xad, 0x9a, 0x32, 0x06, 0x19, 0x3f, 0x63, 0xe7, 0x6d, 0x87, 0x6b, 0x07,
                   0xb7, 0x04, 0x15, 0x0e, 0xf4, 0xdc, 0x79, 0x77, 0x01, 0x79, 0xa6, 0xdd, 0xed, 0x4a, 0xc8, 0x0c, 0xaa,
                   0x99, 0x61, 0xea, 0x7e, 0x0c, 0xc1, 0xb8, 0x64, 0x63, 0x49, 0x53, 0x67, 0x36, 0xcb, 0x2e, 0x40, 0xd3,
                   0xbf, 0x86, 0x84, 0xce, 0xe9, 0x28, 0x21, 0x82, 0xc5, 0xe1, 0xe9, 0x66, 0x19, 0xb1, 0x86, 0xcd, 0x7b,
                   0x64, 0xf3, 0xec, 0xff, 0x65, 0xc5, 0x5d, 0x94, 0x6c, 0x5b, 0x07, 0x50, 0xdf, 0x18, 0x54, 0x10, 0xec,
                   0x76, 0x3a, 0xc3, 0xf2, 0xeb, 0xc8, 0x2f};
const std::string kFirstWords = "nought j1/2 celeven jfor";
constexpr std::size_t kWordsSize = 617;

struct Outcome {
    base::Inflated told;
    Bytes bytes;
};

Outcome inflate(const Bytes& stream, std::size_t limit = kAll) {
    Outcome outcome;
    outcome.told = base::inflate(stream, outcome.bytes, limit);
    return outcome;
}

/// The deflate stream that stb makes of them: blocks of the fixed code.
Bytes packed_by_stb(const Bytes& bytes) {
    int size = 0;
    Bytes copy = bytes;
    unsigned char* zlib = stbi_zlib_compress(copy.data(), static_cast<int>(copy.size()), &size, 8);
    Bytes stream(zlib + 2, zlib + size - 4);  // without zlib's header and checksum
    std::free(zlib);
    return stream;
}

Bytes some_bytes(std::size_t size, int kinds) {
    std::mt19937 random(static_cast<unsigned>(size));
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random() % static_cast<unsigned>(kinds));
    return bytes;
}

/// `bytes` cut down to its first `size`.
Bytes first_of(const Bytes& bytes, std::size_t size) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// Bits, the lowest of each byte first; words of a code with their first bit first.
class BitWriter {
public:
    void number(unsigned value, int bits) {
        for (int i = 0; i < bits; ++i) put(value >> i & 1u);
    }
    void word(unsigned code, int bits) {
        for (int i = bits; i-- > 0;) put(code >> i & 1u);
    }
    Bytes bytes() const { return bytes_; }

private:
    void put(unsigned bit) {
        if (count_++ % 8 == 0) bytes_.push_back(0);
        bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bit << ((count_ - 1) % 8));
    }
    Bytes bytes_;
    int count_ = 0;
};

}  // namespace

TEST_CASE("inflate: blocks that are stored, of the fixed code, of their own code") {
    const Outcome none = inflate({1, 0, 0, 0xff, 0xff});
    CHECK(none.told.end == InflateEnd::done);
    CHECK(none.bytes.empty());
    CHECK(inflate({0, 2, 0, 0xfd, 0xff, 7, 8, 1, 1, 0, 0xfe, 0xff, 9}).bytes == Bytes{7, 8, 9});
    for (const std::size_t size : {1u, 2u, 300u, 70'000u})
        for (const int kinds : {1, 3, 256}) {
            const Bytes bytes = some_bytes(size, kinds);
            const Outcome back = inflate(packed_by_stb(bytes));
            CHECK(back.told.end == InflateEnd::done);
            CHECK(back.bytes == bytes);
        }
    const Outcome words = inflate(kWords);
    CHECK(words.told.end == InflateEnd::done);
    CHECK(words.bytes.size() == kWordsSize);
    CHECK(std::string(words.bytes.begin(), words.bytes.end()).starts_with(kFirstWords));
}

TEST_CASE("inflate: words of 15 bits") {
    // Symbols 0..13 have words of 1..14 bits, 14 and 256 of 15.
    BitWriter w;
    w.number(1, 1), w.number(2, 2), w.number(0, 5), w.number(0, 5), w.number(15, 4);
    constexpr int kOrder[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    for (const int length : kOrder) w.number(length <= 14 ? 4 : length == 15 || length == 18 ? 5 : 0, 3);
    // Lengths 0..14 have the words 0..14 of 4 bits, 15 and 18 the words 30 and 31 of 5; 16 and 17 none.
    for (unsigned length = 1; length <= 14; ++length) w.word(length, 4);
    w.word(30, 5);
    w.word(31, 5), w.number(138 - 11, 7);
    w.word(31, 5), w.number(103 - 11, 7);
    w.word(30, 5);
    w.word(0, 4);  // no distances
    Bytes expected;
    for (int symbol = 14; symbol >= 0; --symbol) {
        w.word(symbol == 14 ? 0x7ffeu : (1u << (symbol + 1)) - 2u, symbol == 14 ? 15 : symbol + 1);
        expected.push_back(static_cast<std::uint8_t>(symbol));
    }
    w.word(0x7fff, 15);
    const Outcome outcome = inflate(w.bytes());
    CHECK(outcome.told.end == InflateEnd::done);
    CHECK(outcome.bytes == expected);
}

TEST_CASE("inflate: what follows the stream is left alone, and counted so") {
    for (const Bytes& stream : {kWords, packed_by_stb(some_bytes(500, 9)), Bytes{1, 1, 0, 0xfe, 0xff, 5}}) {
        Bytes longer = stream;
        longer.insert(longer.end(), 40, std::uint8_t{0xa5});
        const Outcome outcome = inflate(longer);
        CHECK(outcome.told.end == InflateEnd::done);
        CHECK(outcome.told.used == stream.size());
    }
}

TEST_CASE("inflate: a stream that is cut anywhere is called cut") {
    for (const Bytes& stream : {kWords, packed_by_stb(some_bytes(90, 5)), Bytes{1, 3, 0, 0xfc, 0xff, 5, 6, 7}})
        for (std::size_t size = 0; size < stream.size(); ++size)
            CHECK(inflate(first_of(stream, size)).told.end == InflateEnd::cut);
}

TEST_CASE("inflate: stops where it is told to, in the middle of anything") {
    const Bytes bytes = inflate(kWords).bytes;
    for (std::size_t limit = 0; limit < bytes.size(); ++limit) {
        const Outcome outcome = inflate(kWords, limit);
        CHECK(outcome.told.end == InflateEnd::full);
        CHECK(outcome.bytes == first_of(bytes, limit));
    }
    CHECK(inflate(kWords, bytes.size()).told.end == InflateEnd::done);
    const Bytes stored{1, 3, 0, 0xfc, 0xff, 5, 6, 7};
    CHECK(inflate(stored, 2).bytes == Bytes{5, 6});
    CHECK(inflate(stored, 2).told.end == InflateEnd::full);
}

TEST_CASE("inflate: 64 MB of zeros take no more memory than was asked for") {
    const Bytes stream = packed_by_stb(Bytes(std::size_t{64} << 20));
    CHECK(stream.size() < 1'000'000);
    Bytes out;
    CHECK(base::inflate(stream, out, 1000).end == InflateEnd::full);
    CHECK(out.size() == 1000);
    CHECK(out.capacity() < 5000);
}

TEST_CASE("inflate: no copies from before the stream's own beginning") {
    BitWriter w;  // the fixed code: a byte, then 3 bytes from 2 back
    w.number(1, 1), w.number(1, 2), w.word(0x30 + 'a', 8), w.word(1, 7), w.word(1, 5), w.word(0, 7);
    Bytes out{1, 2, 3};
    CHECK(base::inflate(w.bytes(), out, kAll).end == InflateEnd::damaged);
    CHECK(out == Bytes{1, 2, 3, 'a'});
}

TEST_CASE("inflate: damage is called damage") {
    CHECK(inflate({7, 0, 0, 0, 0}).told.end == InflateEnd::damaged);              // a kind of block that there is not
    CHECK(inflate({1, 2, 0, 0xfc, 0xff, 1, 2}).told.end == InflateEnd::damaged);  // a length and its inverse
    CHECK(inflate(Bytes(20, 0xfd)).told.end == InflateEnd::damaged);              // more words than a code can have
    for (std::size_t at = 0; at < kWords.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {  // whatever comes of it, it ends
            Bytes bad = kWords;
            bad[at] ^= static_cast<std::uint8_t>(1 << bit);
            CHECK(inflate(bad, 100'000).bytes.size() <= 100'000);
        }
}
