// The input as text: run-length code, base64url.
#include <algorithm>

#include "app/base64.h"
#include "app/link.h"

namespace app {

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
