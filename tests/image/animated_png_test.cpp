// Animated PNG, taken apart chunk by chunk.
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

// Another's reader, so that ours is not asked about itself.
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

#include "image/png.h"

using namespace image;

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Chunk {
    std::string kind;
    Bytes body;
    std::uint32_t number(std::size_t at) const {
        return static_cast<std::uint32_t>(body[at] << 24 | body[at + 1] << 16 | body[at + 2] << 8 | body[at + 3]);
    }
};

/// The polynomial division of the PNG specification, bit by bit.
std::uint32_t slow_crc(const std::uint8_t* bytes, std::size_t size) {
    std::uint32_t crc = ~0u;
    for (std::size_t i = 0; i < size; ++i)
        for (int bit = 0; bit < 8; ++bit) {
            const bool odd = ((crc ^ static_cast<std::uint32_t>(bytes[i] >> bit)) & 1u) != 0;
            crc = (crc >> 1) ^ (odd ? 0xEDB88320u : 0u);
        }
    return ~crc;
}

std::vector<Chunk> chunks_of(const Bytes& png) {
    std::vector<Chunk> chunks;
    std::size_t at = 8;
    while (at + 12 <= png.size()) {
        const Chunk head{
            "", {png.begin() + static_cast<std::ptrdiff_t>(at), png.begin() + static_cast<std::ptrdiff_t>(at) + 4}};
        const std::size_t size = head.number(0);
        REQUIRE(at + 12 + size <= png.size());
        const auto body = png.begin() + static_cast<std::ptrdiff_t>(at + 8);
        const Chunk crc{"", {body + static_cast<std::ptrdiff_t>(size), body + static_cast<std::ptrdiff_t>(size) + 4}};
        CHECK(crc.number(0) == slow_crc(&png[at + 4], size + 4));
        chunks.push_back({std::string(body - 4, body), {body, body + static_cast<std::ptrdiff_t>(size)}});
        at += 12 + size;
    }
    CHECK(at == png.size());
    return chunks;
}

void put_chunk(Bytes& png, const std::string& kind, const Bytes& body) {
    for (const int shift : {24, 16, 8, 0}) png.push_back(static_cast<std::uint8_t>(body.size() >> shift));
    png.insert(png.end(), kind.begin(), kind.end());
    png.insert(png.end(), body.begin(), body.end());
    png.insert(png.end(), 4, 0);  // stb does not look at it
}

/// A frame's compressed data under the file's header, read as a plain PNG.
std::vector<Colour> read_frame(const Bytes& animation, const Bytes& header, const Bytes& data) {
    Bytes png(animation.begin(), animation.begin() + 8);
    put_chunk(png, "IHDR", header);
    put_chunk(png, "IDAT", data);
    put_chunk(png, "IEND", {});
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<stbi_uc, decltype(&std::free)> read(
        stbi_load_from_memory(png.data(), static_cast<int>(png.size()), &width, &height, &channels, 4), &std::free);
    REQUIRE(read);
    std::vector<Colour> pixels;
    for (int i = 0; i < width * height; ++i)
        pixels.push_back({read.get()[4 * i], read.get()[4 * i + 1], read.get()[4 * i + 2], read.get()[4 * i + 3]});
    return pixels;
}

std::vector<Rgba> moving_square(std::uint8_t alpha) {
    std::vector<Rgba> frames;
    for (int i = 0; i < 4; ++i) {
        Rgba frame(13, 7, {10, 20, 30, 255});
        for (int row = 2; row < 5; ++row)
            for (int column = 0; column < 3; ++column)
                frame.at(row, 3 * i + column) = {250, static_cast<std::uint8_t>(60 * i), 0, alpha};
        frames.push_back(frame);
    }
    return frames;
}

}  // namespace

TEST_CASE("animated png: every chunk, and every frame's pixels") {
    for (const std::uint8_t alpha : {std::uint8_t{255}, std::uint8_t{100}}) {
        const std::vector<Rgba> frames = moving_square(alpha);
        const Bytes animation = encode_animated_png(frames, 80);
        const std::vector<Chunk> chunks = chunks_of(animation);
        REQUIRE(chunks.size() == 2 + 2 * frames.size() + 1);
        CHECK(chunks[0].kind == "IHDR");
        CHECK(chunks[0].number(0) == 13);
        CHECK(chunks[0].number(4) == 7);
        CHECK(chunks[0].body[9] == (alpha == 255 ? 2 : 6));
        CHECK(chunks[1].kind == "acTL");
        CHECK(chunks[1].body == Bytes{0, 0, 0, 4, 0, 0, 0, 0});
        std::uint32_t sequence = 0;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const Chunk& control = chunks[2 + 2 * i];
            const Chunk& data = chunks[3 + 2 * i];
            CHECK(control.kind == "fcTL");
            REQUIRE(control.body.size() == 26);
            CHECK(control.number(0) == sequence++);
            CHECK(control.number(4) == 13);
            CHECK(control.number(8) == 7);
            CHECK(control.number(12) == 0);
            CHECK(control.number(16) == 0);
            CHECK(control.number(20) == (80u << 16 | 1000u));
            CHECK(data.kind == (i == 0 ? "IDAT" : "fdAT"));
            if (i > 0) CHECK(data.number(0) == sequence++);
            const Bytes compressed(data.body.begin() + (i == 0 ? 0 : 4), data.body.end());
            CHECK(read_frame(animation, chunks[0].body, compressed) == frames[i].pixels);
        }
        CHECK(chunks.back().kind == "IEND");
    }
}

TEST_CASE("animated png: one frame, opaque frames among others, and a plain reader") {
    const std::vector<Rgba> one(1, Rgba(3, 2, {1, 2, 3, 255}));
    CHECK(chunks_of(encode_animated_png(one, 100)).size() == 5);
    std::vector<Rgba> mixed(2, Rgba(3, 2, {1, 2, 3, 255}));
    mixed[1].at(0, 0).a = 7;
    const Bytes animation = encode_animated_png(mixed, 0);
    const std::vector<Chunk> chunks = chunks_of(animation);
    CHECK(chunks[0].body[9] == 6);
    CHECK(read_frame(animation, chunks[0].body, chunks[3].body) == mixed[0].pixels);
    const auto first = decode_png_gray(encode_animated_png(moving_square(255), 80));
    REQUIRE(first.ok());
    CHECK(first.value().at(3, 1) == doctest::Approx(0.3).epsilon(0.05));
    CHECK(first.value().at(3, 5) == doctest::Approx(0.07).epsilon(0.1));
}
