// Deflate, against streams that zlib made.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/inflate.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A block with codes of its own.
const Bytes kOwnCodes{0xa5, 0xca, 0xd1, 0x0d, 0x80, 0x20, 0x10, 0x83, 0xe1, 0x55, 0x3a, 0x80, 0x1b, 0x38, 0xcd,
                      0x81, 0x95, 0x4b, 0x8c, 0x60, 0xa0, 0xd1, 0xf5, 0x3d, 0x59, 0xc1, 0xc7, 0xaf, 0xfd, 0xe5,
                      0xc4, 0xc5, 0x8a, 0xb3, 0xdd, 0x1c, 0x0b, 0x14, 0xac, 0xd4, 0xd3, 0xfa, 0x81, 0x4e, 0xdb,
                      0xc6, 0x3a, 0xa7, 0xbf, 0x85, 0x4b, 0x04, 0x95, 0x8d, 0xf1, 0x16, 0x4e, 0x39, 0x09, 0xcb,
                      0xbb, 0x12, 0x0c, 0x41, 0x28, 0xbc, 0x25, 0xb2, 0x7c, 0x0a, 0x22, 0x2a, 0x39, 0xec, 0x05};
const std::string kOwnText =
    "the pen moves, the network reads; the pen moves, the network reads; the pen moves, the network reads; htte etcae "
    "thgette ehee acftb a e e tee dbeeg e ee t tteth a";
/// A block with the format's fixed code.
const Bytes kFixedCode{0x2b, 0x4e, 0x2d, 0x4b, 0xcd, 0x53, 0x28, 0x46, 0x90, 0x00};
const std::string kFixedText = "seven seven seven";
/// Two stored blocks.
const Bytes kStored{0, 3, 0, 0xfc, 0xff, 'p', 'e', 'n', 1, 1, 0, 0xfe, 0xff, '!'};

/// Unpacked from pieces of `piece` bytes into pieces of `room` bytes.
std::string unpacked(const Bytes& packed, std::size_t piece, std::size_t room, bool& ended) {
    std::size_t at = 0;
    base::Inflater inflater([&] {
        const std::size_t size = std::min(piece, packed.size() - at);
        at += size;
        return std::span(packed).subspan(at - size, size);
    });
    std::string text;
    Bytes out(room);
    std::size_t got = 0;
    do {
        got = inflater.read(out);
        text.append(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(got));
    } while (got == room);
    ended = inflater.ended();
    return text;
}

}  // namespace

TEST_CASE("inflate: stored blocks, the fixed code and codes of a block's own, in pieces of any size") {
    const std::vector<std::pair<Bytes, std::string>> streams{
        {kOwnCodes, kOwnText}, {kFixedCode, kFixedText}, {kStored, "pen!"}};
    for (const auto& [packed, text] : streams) {
        for (const std::size_t piece : {1u, 3u, 1000u}) {
            for (const std::size_t room : {1u, 7u, 5000u}) {
                bool ended = false;
                CHECK(unpacked(packed, piece, room, ended) == text);
                CHECK(ended);
            }
        }
        Bytes out;
        const auto end = base::inflate(packed, out, 5000);
        CHECK(end.end == base::InflateEnd::done);
        CHECK(end.used == packed.size());
        CHECK(std::string(out.begin(), out.end()) == text);
        out.clear();
        CHECK(base::inflate(packed, out, 3).end == base::InflateEnd::full);
        CHECK(out.size() == 3);
    }
}

TEST_CASE("inflate: what is cut or damaged ends, and is told apart") {
    for (const Bytes& packed : {kOwnCodes, kFixedCode, kStored}) {
        for (std::size_t size = 0; size < packed.size(); ++size) {
            Bytes out;
            CHECK(base::inflate(std::span(packed).first(size), out, 5000).end == base::InflateEnd::cut);
        }
    }
    Bytes out;
    CHECK(base::inflate(Bytes{7, 0, 0}, out, 9).end == base::InflateEnd::damaged);           // no such kind of block
    CHECK(base::inflate(Bytes{1, 1, 0, 0, 0, 9}, out, 9).end == base::InflateEnd::damaged);  // sizes that disagree
    CHECK(base::inflate(Bytes{0x03, 0x02, 0}, out, 9).end == base::InflateEnd::damaged);  // goes back before the begin
    for (std::size_t i = 0; i < kOwnCodes.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes changed = kOwnCodes;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ 1 << bit);
            out.clear();
            base::inflate(changed, out, 100000);
            CHECK(out.size() <= 100000);
        }
    }
}
