// A 64-bit hash, eight bytes at a time: multiply, shift, multiply, so that each bit of a word reaches all of the state.
#include "nn/identity.h"

#include <string_view>
#include <utility>

#include "nn/network.h"

namespace nn {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    hash = ((hash ^ word) + 0x2545f4914f6cdd1dull) * 0x9e3779b97f4a7c15ull;  // the sum: zero must not stay zero
    hash ^= hash >> 32;
    return hash * 0xd6e8feb86659fd93ull;
}

std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
    hash = mixed(hash, text.size());
    for (const char c : text) hash = mixed(hash, static_cast<unsigned char>(c));
    return hash;
}

std::uint64_t mixed(std::uint64_t hash, const std::vector<float>& values) {
    hash = mixed(hash, values.size());
    for (const float value : values) hash = mixed(hash, __builtin_bit_cast(std::uint32_t, value));
    return hash;
}

/// What few layers have: those without keep the identity that they had before there was any.
std::uint64_t mixed_data(std::uint64_t hash, const LayerSpec& spec) {
    const LayerSpec plain;
    if (spec.scale != plain.scale || spec.slope != plain.slope || spec.offset != plain.offset ||
        spec.rubbish != plain.rubbish)
        for (const float number : {spec.scale, spec.slope, spec.offset, spec.rubbish})
            hash = mixed(hash, __builtin_bit_cast(std::uint32_t, number));
    if (spec.side != plain.side) hash = mixed(hash, static_cast<std::uint64_t>(spec.side));
    for (const std::vector<int>& row : spec.connections) {
        hash = mixed(hash, row.size());
        for (const int channel : row) hash = mixed(hash, static_cast<std::uint64_t>(channel));
    }
    for (const std::string& picture : spec.pictures) hash = mixed(hash, std::string_view(picture));
    return hash;
}

}  // namespace

std::uint64_t hash_bytes(std::span<const std::uint8_t> bytes, std::uint64_t seed) {
    std::uint64_t hash = mixed(mixed(0, seed), bytes.size());
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {  // a fixed order of bytes, whatever the machine's
        std::uint64_t word = 0;
        for (std::size_t k = 8; k-- > 0;) word = word << 8 | bytes[i + k];
        hash = mixed(hash, word);
    }
    for (; i < bytes.size(); ++i) hash = mixed(hash, bytes[i]);
    return hash;
}

std::uint64_t identity_of(const Network& network) {
    const Shape& input = network.architecture.input;
    std::uint64_t hash = 1;
    for (const int side : {input.channels, input.height, input.width})
        hash = mixed(hash, static_cast<std::uint64_t>(side));
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerSpec& spec = network.layer(i);
        hash = mixed(mixed(hash, kind_name(spec.kind)), spec.name);
        for (const int size : {spec.outputs, spec.kernel, spec.stride, spec.padding})
            hash = mixed(hash, static_cast<std::uint64_t>(size));
        hash = mixed(hash, __builtin_bit_cast(std::uint32_t, spec.rate));
        hash = mixed_data(hash, spec);
        const Parameters& parameters = network.parameters[static_cast<std::size_t>(i)];
        hash = mixed(mixed(hash, parameters.weight), parameters.bias);
    }
    return hash == 0 ? 1 : hash;
}

NetworkPtr publish(Network network) {
    network.id.value = identity_of(network);
    return std::make_shared<const Network>(std::move(network));
}

std::string identity_text(std::uint64_t identity) {
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; identity >>= 4) text[i] = "0123456789abcdef"[identity & 15];
    return text;
}

std::uint64_t read_identity(std::string_view text) {
    std::uint64_t value = 0;
    if (text.size() != 16) return 0;
    for (const char c : text) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return 0;
        value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    return value;
}

}  // namespace nn
