// Pictures on the CPU: Gray (floats, ink 0..1) and Rgba (bytes).  Knows nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace image {

/// width * height floats, row-major.  Ink is 1, paper is 0, unless said otherwise.
struct Gray {
    int width = 0, height = 0;
    std::vector<float> pixels;

    Gray() = default;
    Gray(int w, int h, float value = 0.0f)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
    float& at(int row, int column) {
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(column)];
    }
    float at(int row, int column) const {
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(column)];
    }
    bool empty() const { return pixels.empty(); }
};

/// 8 bits a channel, not premultiplied.
struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
};

/// width * height colours, row-major.
struct Rgba {
    int width = 0, height = 0;
    std::vector<Colour> pixels;

    Rgba() = default;
    Rgba(int w, int h, Colour value = {})
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
    Colour& at(int row, int column) {
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(column)];
    }
    const Colour& at(int row, int column) const {
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(column)];
    }
};

}  // namespace image
