// Photos: averaged while they are read, turned upright.
#include "image/photo.h"

#include <algorithm>
#include <cassert>

namespace image {
namespace {

Gray upright(const Gray& picture, int orientation) {
    if (picture.empty() || orientation <= 1 || orientation > 8) return picture;
    const bool lies = orientation >= 5;  // rows of the file are columns of what is seen
    const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Gray out(lies ? picture.height : picture.width, lies ? picture.width : picture.height);
    for (int row = 0; row < out.height; ++row) {
        for (int column = 0; column < out.width; ++column) {
            const int y = lies ? column : row, x = lies ? row : column;
            out.at(row, column) =
                picture.at(from_below ? picture.height - 1 - y : y, from_right ? picture.width - 1 - x : x);
        }
    }
    return out;
}

}  // namespace

Shrinking::Shrinking(int width, int height)
    : full_width_(width),
      full_height_(height),
      factor_((std::max(width, height) + kMostSide - 1) / kMostSide),
      width_((width + factor_ - 1) / factor_),
      height_((height + factor_ - 1) / factor_) {
    assert(width > 0 && height > 0 && factor_ <= 32);
    const std::size_t count = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
    light_.resize(count);
    opacity_.resize(count);
}

Photo Shrinking::finish() const {
    Photo photo{Gray(width_, height_), Gray(width_, height_)};
    bool opaque = true;
    for (int row = 0; row < height_; ++row) {
        const int high = std::min(factor_, full_height_ - row * factor_);
        for (int column = 0; column < width_; ++column) {
            const int wide = std::min(factor_, full_width_ - column * factor_);
            const std::size_t at =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(column);
            const auto light = static_cast<float>(light_[at]), opacity = static_cast<float>(opacity_[at]);
            const auto full = static_cast<std::uint32_t>(255 * wide * high);
            opaque = opaque && opacity_[at] == full;
            photo.luminance.pixels[at] = opacity_[at] > 0 ? light / opacity / 255.0f : 1.0f;
            photo.alpha.pixels[at] = opacity / static_cast<float>(full);
        }
    }
    if (opaque) photo.alpha = {};
    return photo;
}

Photo photo_of(const std::uint8_t* rgba, int width, int height) {
    Shrinking photo(width, height);
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column, rgba += 4)
            photo.add(row, column, luminance_of(rgba[0], rgba[1], rgba[2]), rgba[3]);
    }
    return photo.finish();
}

Photo upright(const Photo& photo, int orientation) {
    return {upright(photo.luminance, orientation), upright(photo.alpha, orientation)};
}

}  // namespace image
