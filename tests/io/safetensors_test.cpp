// safetensors: the round trip, and every way in which a file can lie.
#include "tests/io/support.h"

#include <cmath>
#include <limits>

#include "io/safetensors.h"

using namespace io_test;

namespace {

const Bytes kFour = floats({1, 2, 3, 4});

std::string said(const std::string& header, const Bytes& data = kFour) {
    return message_of(io::parse_safetensors(safetensors_file(header, data)));
}

}  // namespace

TEST_CASE("safetensors: what is written is read back, bit by bit") {
    io::Safetensors content;
    content.metadata = {{"epochs", "12"}, {"note", "a \"quoted\" line\nand ümlauts"}};
    content.tensors["b"] = {{2, 3}, {1.5f, -0.0f, 3e-39f, std::numeric_limits<float>::max(), 1, 2}};
    content.tensors["a"] = {{}, {42}};
    content.tensors["empty"] = {{0, 4}, {}};
    const Bytes bytes = io::write_safetensors(content);
    CHECK(bytes == io::write_safetensors(content));
    const auto back = io::parse_safetensors(bytes);
    REQUIRE_MESSAGE(back.ok(), message_of(back));
    CHECK(back.value().metadata == content.metadata);
    REQUIRE(back.value().tensors.size() == 3);
    for (const auto& [name, tensor] : content.tensors) {
        const auto& read = back.value().tensors.at(name);
        CHECK(read.shape == tensor.shape);
        CHECK(floats(read.data) == floats(tensor.data));
    }
}

TEST_CASE("safetensors: data begin at a multiple of 8 bytes, names come in order") {
    io::Safetensors content;
    content.tensors["z"] = {{1}, {2}};
    content.tensors["y"] = {{1}, {1}};
    const Bytes bytes = io::write_safetensors(content);
    CHECK(bytes[0] % 8 == 0);
    CHECK(Bytes(bytes.end() - 8, bytes.end()) == floats({1, 2}));
}

TEST_CASE("safetensors: integers of other programs become floats") {
    const Bytes data{5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 9, 0, 0, 0, 0, 0, 0, 0};
    const auto read =
        io::parse_safetensors(safetensors_file(R"({"i":{"dtype":"I32","shape":[2],"data_offsets":[0,8]},)"
                                               R"("l":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}})",
                                               data));
    REQUIRE_MESSAGE(read.ok(), message_of(read));
    CHECK(read.value().tensors.at("i").data == std::vector<float>{5, -1});
    CHECK(read.value().tensors.at("l").data == std::vector<float>{9});
    CHECK(read.value().tensors.at("l").dtype == "I64");
}

TEST_CASE("safetensors: NaNs pass, the caller judges") {
    const auto read = io::parse_safetensors(
        safetensors_file(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", floats({NAN})));
    REQUIRE(read.ok());
    CHECK(std::isnan(read.value().tensors.at("a").data[0]));
}

TEST_CASE("safetensors: files that are none") {
    CHECK_SAYS(io::parse_safetensors({}), "it has 0 bytes");
    CHECK_SAYS(io::parse_safetensors(Bytes{1, 2, 3}), "it has 3 bytes");
    CHECK_SAYS(io::parse_safetensors(Bytes(1 << 20)), "its header is stated to be 0 bytes long");
    CHECK_SAYS(io::parse_safetensors(u64(100'000'001) + Bytes(16)), "at most 100000000 are allowed");
    CHECK_SAYS(io::parse_safetensors(u64(~std::uint64_t{0}) + Bytes(16)), "at most 100000000 are allowed");
    CHECK_SAYS(io::parse_safetensors(u64(17) + bytes_of("{}              ")), "cut short");
    CHECK_SAYS(io::parse_safetensors(u64(2) + bytes_of("[]")), "does not begin with '{'");
    CHECK_SAYS(io::parse_safetensors(u64(4) + bytes_of("{\"a\"")), "not valid JSON");
    CHECK_SAYS(io::parse_safetensors(u64(7) + bytes_of("{\"\xff\":1}")), "not valid JSON");
}

TEST_CASE("safetensors: headers made to hurt") {
    const std::string deep = "{\"a\":" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
    CHECK(contains(said(deep), "deeper than 32"));
    CHECK(contains(said("{\"a\":" + std::string(200'000, '[')), "deeper than 32"));
    std::string many = "{\"a\":[0";
    for (int i = 0; i < 1'100'000; ++i) many += ",0";
    CHECK(contains(said(many + "]}"), "more than 1000000 values"));
    const std::string tensor = R"({"dtype":"F32","shape":[2],"data_offsets":)";
    CHECK(contains(said("{\"a\":" + tensor + "[0,8]},\"a\":" + tensor + "[8,16]}}"), "names 'a' twice"));
}

TEST_CASE("safetensors: descriptions that are wrong") {
    CHECK(contains(said(R"({"a":5})"), "tensor 'a' has no dtype"));
    CHECK(contains(said(R"({"a":{"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]}})"),
                   "dtype 'F8_E4M3', and only F32, F16, BF16, F64"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","data_offsets":[0,16]}})"), "has no shape"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}})"), "whole numbers"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4.0],"data_offsets":[0,16]}})"), "whole numbers"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,4],"data_offsets":[0,16]}})"), "9 dimensions"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4]}})"), "data_offsets"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0]}})"), "data_offsets"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}})"), "rising"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}})"), "rising"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}})"), "disagrees with its shape"));
    CHECK(contains(said(R"({"__metadata__":{"a":1}})"), "'a' is not a text"));
    CHECK(contains(said(R"({"__metadata__":[]})"), "not an object of texts"));
}

TEST_CASE("safetensors: sizes whose product overflows") {
    // 2^31-1 to the third is beyond 64 bits; 65536^4 * 4 is 0 modulo 2^64.
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}})"),
                   "disagrees with its shape"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}})", {}),
                   "disagrees with its shape"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[18446744073709551600,16]}})"), "rising"));
}

TEST_CASE("safetensors: offsets beyond the data, overlaps, holes, leftovers") {
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}})"),
                   "ends at byte 32 of the data, but the file has only 16"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},)"
                        R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})"),
                   "tensor 'b' overlaps"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                        R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})"),
                   "hole of 4 bytes before tensor 'b'"));
    CHECK(contains(said(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})"), "4 bytes at the end"));
    CHECK(contains(said(R"({})"), "16 bytes at the end"));
}

TEST_CASE("safetensors: a file cut anywhere is refused") {
    io::Safetensors content;
    content.tensors["a"] = {{4}, {1, 2, 3, 4}};
    const Bytes whole = io::write_safetensors(content);
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(
            io::parse_safetensors(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))).ok());
}

TEST_CASE("safetensors: a message stays one short line, whatever the names") {
    const std::string message = said("{\"" + std::string(5000, 'x') + "\\n\":{\"dtype\":\"\\u0007\"}}");
    CHECK(message.size() < 300);
    CHECK_FALSE(contains(message, "\n"));
    CHECK_FALSE(contains(message, "\a"));
}

namespace {

/// One tensor of so many numbers of this type.
base::Result<io::Safetensors> one_tensor(const std::string& dtype, std::size_t count, const Bytes& data) {
    return io::parse_safetensors(safetensors_file("{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[" +
                                                      std::to_string(count) + "],\"data_offsets\":[0," +
                                                      std::to_string(data.size()) + "]}}",
                                                  data));
}

Bytes halves(const std::vector<unsigned>& bits) {
    Bytes out;
    for (const unsigned half : bits) {
        out.push_back(static_cast<std::uint8_t>(half));
        out.push_back(static_cast<std::uint8_t>(half >> 8));
    }
    return out;
}

Bytes doubles(const std::vector<double>& values) {
    Bytes out(values.size() * 8);
    std::memcpy(out.data(), values.data(), out.size());
    return out;
}

std::vector<float> numbers(const base::Result<io::Safetensors>& read) {
    REQUIRE_MESSAGE(read.ok(), message_of(read));
    return read.value().tensors.at("a").data;
}

}  // namespace

TEST_CASE("safetensors: F16, its zeros, subnormals, infinities and NaN") {
    const std::vector<float> read = numbers(one_tensor(
        "F16", 12,
        halves({0x0000, 0x8000, 0x0001, 0x83ff, 0x0400, 0x3c00, 0xc000, 0x3555, 0x7bff, 0x7c00, 0xfc00, 0x7e01})));
    CHECK(floats({read[0], read[1]}) == floats({0.0f, -0.0f}));
    CHECK(read[2] == 0x1p-24f);
    CHECK(read[3] == -1023 * 0x1p-24f);
    CHECK(read[4] == 0x1p-14f);
    CHECK(read[5] == 1.0f);
    CHECK(read[6] == -2.0f);
    CHECK(read[7] == 1365 * 0x1p-12f);
    CHECK(read[8] == 65504.0f);
    CHECK(read[9] == INFINITY);
    CHECK(read[10] == -INFINITY);
    CHECK(std::isnan(read[11]));
}

TEST_CASE("safetensors: every F16 is what its bits say") {
    std::vector<unsigned> all(65536);
    for (unsigned i = 0; i < all.size(); ++i) all[i] = i;
    const std::vector<float> read = numbers(one_tensor("F16", all.size(), halves(all)));
    for (unsigned i = 0; i < all.size(); ++i) {
        const int exponent = static_cast<int>(i >> 10 & 31), fraction = static_cast<int>(i & 1023);
        if (exponent == 31) continue;
        const double size = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        if (static_cast<double>(read[i]) != ((i & 0x8000) != 0 ? -size : size))
            FAIL("half ", i, " is read as ", read[i]);
    }
}

TEST_CASE("safetensors: BF16 is the upper half of a float") {
    const std::vector<float> read =
        numbers(one_tensor("BF16", 6, halves({0x3f80, 0xc049, 0x0001, 0x7f7f, 0xff80, 0x7fc0})));
    CHECK(read[0] == 1.0f);
    CHECK(read[1] == -3.140625f);
    CHECK(read[2] == 0x1p-133f);
    CHECK(read[3] == 0x1.fep127f);
    CHECK(read[4] == -INFINITY);
    CHECK(std::isnan(read[5]));
}

TEST_CASE("safetensors: F64 is rounded, and refused where float32 ends") {
    const std::vector<float> read = numbers(one_tensor("F64", 5, doubles({0.1, -1e-300, 3.4028234e38, INFINITY, NAN})));
    CHECK(read[0] == 0.1f);
    CHECK(read[1] == 0.0f);
    CHECK(read[2] == 3.4028234e38f);
    CHECK(read[3] == INFINITY);
    CHECK(std::isnan(read[4]));
    CHECK_SAYS(one_tensor("F64", 2, doubles({1, -1e39})),
               "tensor 'a' holds -1e+39, which is beyond what float32 can hold");
}

TEST_CASE("safetensors: types and sizes must agree") {
    for (const char* dtype : {"F16", "BF16"}) CHECK_SAYS(one_tensor(dtype, 2, Bytes(8)), "disagrees with its shape");
    CHECK_SAYS(one_tensor("F64", 2, Bytes(8)), "disagrees with its shape");
}

TEST_CASE("safetensors: so many entries and so much metadata, and no more") {
    std::string many = "{";
    for (int i = 0; i < 65'537; ++i)
        many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
    CHECK(contains(said(many + "}", {}), "has 65537 entries, and at most 65536 are read"));
    std::string card = "{\"__metadata__\":{";
    for (int i = 0; i < 1025; ++i) card += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"\"";
    CHECK(contains(said(card + "}}", {}), "1025 entries, and at most 1024 are read"));
    CHECK(contains(said("{\"__metadata__\":{\"a\":\"" + std::string(1'000'000, 'x') + "\"}}", {}),
                   "more than 1000000 bytes of text"));
}
