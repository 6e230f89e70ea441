// What a file is, by its first bytes, and what is said about it.
#include "tests/io/support.h"

#include "io/idx.h"
#include "io/recognise.h"
#include "io/safetensors.h"

using namespace io_test;
using io::Kind;

namespace {

struct Case {
    Bytes bytes;
    const char* words;
};

const Case kForeign[] = {
    {bytes_of("\x89HDF\r\n\x1a\n"), "an HDF5 file"},
    {bytes_of("%PDF-1.7\n"), "a PDF document: save the page"},
    {Bytes{0xff, 0xd8, 0xff, 0xe0}, "a JPEG picture that cannot be decoded here: save it as a PNG picture"},
    {bytes_of("GIF89a"), "a GIF picture"},
    {bytes_of("RIFF1234WEBPVP8 "), "a WebP picture"},
    {bytes_of(std::string("\0\0\0\x18", 4) + "ftypheic"), "a HEIC picture"},
    {bytes_of(std::string("\0\0\0\x18", 4) + "ftypavif"), "an AVIF picture"},
    {bytes_of("BM6"), "a BMP picture"},
    {bytes_of("<?xml version=\"1.0\"?>\n<svg xmlns"), "an SVG drawing"},
    {bytes_of("\n <svg width"), "an SVG drawing"},
    {bytes_of("<!DOCTYPE html><html>"), "an HTML page"},
    {bytes_of("<?xml version=\"1.0\"?><a/>"), "an XML document"},
    {bytes_of("\x93NUMPY\1"), "a NumPy array"},
    {Bytes{8, 1, 0x12, 0x93, 0x8b, 2, 0x0a, 0x40, 0x0a}, "a TensorFlow SavedModel: load its folder with"},
    {bytes_of("\x1f\x8b\x08"), "a gzip file: unpack it"},
    {Bytes{0xff, 0xfe, '{', 0}, "text in UTF-16: save it as UTF-8"},
};

}  // namespace

TEST_CASE("recognise: what no parser reads is named, with what to do") {
    for (const Case& one : kForeign) {
        CAPTURE(one.words);
        CHECK(io::recognise(one.bytes) == Kind::foreign);
        const std::string words = io::foreign_words(one.bytes);
        CHECK_MESSAGE(words.starts_with(one.words), words);
        CHECK_SAYS(io::parse_safetensors(one.bytes + Bytes(20)), one.words);
    }
}

TEST_CASE("recognise: what is read here") {
    CHECK(io::recognise(bytes_of("\x89PNG\r\n")) == Kind::png);
    for (const char* text : {"{\"strokes\": []}", "[[[1, 2]]]", "\n\r\n  \t{", "\xEF\xBB\xBF{", "\xEF\xBB\xBF\n["})
        CHECK(io::recognise(bytes_of(text)) == Kind::json);
    CHECK(io::recognise(bytes_of(std::string(5000, '\n') + "{")) == Kind::json);
    CHECK(io::recognise(safetensors_file("{}", {})) == Kind::safetensors);
    CHECK(io::recognise(bytes_of("PK\3\4\x14")) == Kind::framework);
    CHECK(io::recognise(Bytes{8, 8, 0x12, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h'}) == Kind::framework);
    CHECK(io::recognise(Bytes{8, 1, 0x12, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h'}) == Kind::framework);
    CHECK(io::recognise(bytes_of("{\"format\": \"layers-model\", ")) == Kind::framework);
    CHECK(io::recognise(Bytes{0x80, 2, 0x8a, 10, 0x6c, 0xfc}) == Kind::framework);
    CHECK(io::recognise(Bytes{0, 0, 8, 3} + be32(1)) == Kind::idx);
    CHECK(io::recognise(Bytes{0, 0, 8, 1} + be32(1)) == Kind::idx);
    CHECK(contains(io::foreign_words(Bytes{0, 0, 8, 3} + be32(1)), "an IDX file, a data set"));
    for (const Bytes& bytes :
         {Bytes{}, Bytes{0}, bytes_of("hello"), Bytes(40), bytes_of("\xEF\xBB\xBF"), Bytes{8, 1}}) {
        CHECK(io::recognise(bytes) == Kind::unknown);
        CHECK(io::foreign_words(bytes).empty());
    }
}

TEST_CASE("recognise: a gzipped data set is a data set") {
    // 00 00 08 01, one label, by gzip.
    const Bytes labels{0x1f, 0x8b, 8,    0,    0,    0,    0,    0,    2,    3, 0x63,
                       0x60, 0xe0, 0x60, 0x64, 0x60, 0x60, 0x60, 0x64, 0x07, 0};
    CHECK(io::recognise(labels) == Kind::idx);
}

TEST_CASE("recognise: the parsers of one format know the others") {
    CHECK_SAYS(io::parse_safetensors(Bytes{0, 0, 8, 3} + be32(1) + be32(28) + be32(28)),
               "not a safetensors file but an IDX");
    CHECK_SAYS(io::parse_safetensors(bytes_of("\x89PNG\r\n\x1a\n....")), "not a safetensors file but a PNG picture");
    CHECK_SAYS(io::parse_idx_images(bytes_of("PK\3\4....")), "not an IDX file but a zip archive");
    CHECK_SAYS(io::parse_idx_labels(bytes_of("{\"strokes\": []}")), "not an IDX file but JSON");
}
