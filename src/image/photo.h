// A picture as a file holds it: brightness and opacity, and the way of such a picture onto paper.
#pragma once

#include <cstdint>
#include <vector>

#include "image/picture.h"

namespace image {

/// Brightness (0 black, 1 white) and opacity (0 clear, 1 opaque) of each pixel; no opacity where all is opaque.
struct Photo {
    Gray luminance, alpha;
};

/// Pixels go in one by one and are averaged in squares, so that a picture of any size takes bounded memory.
class Shrinking {
public:
    static constexpr int kMostSide = 2048;  ///< pixels of the result at most, along its longer side

    Shrinking(int width, int height);

    /// Channels 0..255.
    void add(int row, int column, std::uint8_t luminance, std::uint8_t alpha) {
        const std::size_t at = static_cast<std::size_t>(row / factor_) * static_cast<std::size_t>(width_) +
                               static_cast<std::size_t>(column / factor_);
        light_[at] += static_cast<std::uint32_t>(luminance) * alpha;
        opacity_[at] += alpha;
    }

    Photo finish() const;

private:
    int full_width_, full_height_, factor_, width_, height_;
    std::vector<std::uint32_t> light_, opacity_;  ///< sums over squares of at most 32 x 32 pixels
};

/// Brightness of a colour as the eye weighs it, 0..255.
inline std::uint8_t luminance_of(int red, int green, int blue) {
    return static_cast<std::uint8_t>((red * 77 + green * 150 + blue * 29) >> 8);
}

/// Width x height pixels of red, green, blue, alpha (not premultiplied), as a canvas gives them.
Photo photo_of(const std::uint8_t* rgba, int width, int height);

/// Turned and mirrored as Exif's orientation (1..8) says that the picture is to be seen.
Photo upright(const Photo& photo, int orientation);

/// The picture on paper.  Where parts are clear, either the opaque part is the ink, whatever its colour (dark ink on
/// white paper comes back), or it is a sheet with ink of its own, which is laid on more of the same paper.
Gray on_paper(const Photo& photo);

}  // namespace image
