// The input as text: run-length code, base64url (RFC 4648, section 5, without padding).
#include <algorithm>

#include "app/link.h"

namespace app {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
        unsigned word = 0;
        for (std::size_t k = 0; k < 3; ++k) word = word << 8 | (k < left ? bytes[i + k] : 0u);
        for (std::size_t k = 0; k <= left; ++k) text += kAlphabet[(word >> (18 - 6 * k)) & 63];
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    unsigned word = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        word = (word << 6 | static_cast<unsigned>(digit)) & 0xffffffu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(word >> bits));
    }
    return bytes;
}

}  // namespace

std::string encode_pixels(std::span<const std::uint8_t> pixels) {
    std::vector<std::uint8_t> code;
    for (std::size_t i = 0; i < pixels.size();) {
        code.push_back(pixels[i]);
        if (pixels[i++] != 0) continue;
        std::size_t run = 1;
        while (run < 255 && i < pixels.size() && pixels[i] == 0) ++run, ++i;
        code.push_back(static_cast<std::uint8_t>(run));
    }
    return to_base64(code);
}

std::optional<std::vector<std::uint8_t>> decode_pixels(std::string_view text, std::size_t count) {
    const auto code = from_base64(text);
    if (!code) return std::nullopt;
    std::vector<std::uint8_t> pixels;
    for (std::size_t i = 0; i < code->size(); ++i) {
        if ((*code)[i] != 0) {
            pixels.push_back((*code)[i]);
        } else {
            if (++i == code->size() || (*code)[i] == 0) return std::nullopt;
            pixels.insert(pixels.end(), (*code)[i], std::uint8_t{0});
        }
        if (pixels.size() > count) return std::nullopt;
    }
    if (pixels.size() != count) return std::nullopt;
    return pixels;
}

}  // namespace app
