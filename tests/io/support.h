// What the tests of io share: files built by hand, byte by byte, and the messages they must bring about.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/result.h"
#include "nn/network.h"

namespace io_test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

inline Bytes operator+(Bytes a, const Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline Bytes u64(std::uint64_t value) {
    Bytes out(8);
    for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return out;
}

inline Bytes be32(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

inline Bytes floats(const std::vector<float>& values) {
    Bytes out(values.size() * 4);
    if (!values.empty()) std::memcpy(out.data(), values.data(), out.size());
    return out;
}

/// A safetensors file with this header and this data.
inline Bytes safetensors_file(const std::string& header, const Bytes& data) {
    return u64(header.size()) + bytes_of(header) + data;
}

inline Bytes read_test_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The message of a result that must be an error, or "(accepted)".
template <class T>
std::string message_of(const base::Result<T>& result) {
    return result.ok() ? "(accepted)" : result.message();
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

#define CHECK_SAYS(result, part)                                                       \
    do {                                                                               \
        const std::string said = io_test::message_of(result);                          \
        CHECK_MESSAGE(io_test::contains(said, part), "said: ", said, "; not: ", part); \
    } while (false)

inline nn::Network random_lenet5() {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), 7);
    return network.value();
}

}  // namespace io_test
