#include "image/atlas_page.h"

#include <algorithm>
#include <cstddef>

namespace image {
namespace {

constexpr int kBorder = 1;

/// Means over squares of `factor` pixels.
Rgba shrunk(const Rgba& picture, int factor) {
    Rgba small((picture.width + factor - 1) / factor, (picture.height + factor - 1) / factor);
    for (int row = 0; row < small.height; ++row) {
        for (int column = 0; column < small.width; ++column) {
            std::uint64_t r = 0, g = 0, b = 0, a = 0, count = 0;
            for (int y = row * factor; y < std::min((row + 1) * factor, picture.height); ++y) {
                for (int x = column * factor; x < std::min((column + 1) * factor, picture.width); ++x, ++count) {
                    const Colour& c = picture.at(y, x);
                    r += c.r, g += c.g, b += c.b, a += c.a;
                }
            }
            const auto mean = [count](std::uint64_t sum) {
                return static_cast<std::uint8_t>((sum + count / 2) / count);
            };
            small.at(row, column) = {mean(r), mean(g), mean(b), mean(a)};
        }
    }
    return small;
}

std::uint64_t hash_of(const Rgba& picture) {
    std::uint64_t hash = static_cast<std::uint64_t>(picture.width);
    for (const Colour c : picture.pixels) {
        hash = (hash ^ (std::uint64_t{c.r} << 24 | std::uint64_t{c.g} << 16 | std::uint64_t{c.b} << 8 | c.a)) *
               0x9e3779b97f4a7c15ull;
        hash ^= hash >> 29;
    }
    return hash;
}

}  // namespace

AtlasPage::AtlasPage() : pixels_(static_cast<std::size_t>(kLeastSide) * static_cast<std::size_t>(kLeastSide)) {
    clean();
}

void AtlasPage::clean() {
    dirty_top_ = side_;
    dirty_bottom_ = 0;
}

std::uint64_t AtlasPage::stamp(const std::string& id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? 0 : found->second.stamp;
}

AtlasPage::Place AtlasPage::find(const std::string& id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? Place{} : found->second;
}

/// Shelves from top to bottom; false, and nothing changed, when the page is full.
bool AtlasPage::reserve(Place& place) {
    const int width = place.width + 2 * kBorder, height = place.height + 2 * kBorder;
    int x = shelf_x_, y = shelf_y_, tall = shelf_height_;
    if (x + width > side_ || height > tall) {
        if (x > 0) y += tall;
        x = 0;
        tall = height;
    }
    if (x + width > side_ || y + tall > side_) return false;
    place.x = x + kBorder;
    place.y = y + kBorder;
    shelf_x_ = x + width;
    shelf_y_ = y;
    shelf_height_ = tall;
    return true;
}

/// Empty, and with more room where an empty page was not enough; false where there is no more room to be had.
bool AtlasPage::start_over() {
    const bool again = frame_ - started_over_in_ <= 1;  // what is on show alone fills it
    if (again && side_ == kMostSide && shrink_ == kMostShrink) return false;
    if (!again) {
        shrink_ = 1;
    } else if (side_ < kMostSide) {
        side_ *= 2;
        pixels_.assign(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_), Colour{});
        dirty_top_ = 0;
        dirty_bottom_ = side_;
    } else {
        shrink_ *= 2;
    }
    started_over_in_ = frame_;
    ++generation_;
    places_.clear();
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    return true;
}

void AtlasPage::put(const std::string& id, const Rgba& picture, std::uint64_t stamp) {
    if (picture.width <= 0 || picture.height <= 0) return;
    for (;;) {
        const int larger = std::max(picture.width, picture.height);
        const int factor = std::max(shrink_, (larger + kLargest - 1) / kLargest);
        Place place = find(id);
        const int width = (picture.width + factor - 1) / factor, height = (picture.height + factor - 1) / factor;
        const bool fits = place.width == width && place.height == height;
        place.width = width;
        place.height = height;
        place.stamp = stamp;
        const std::uint64_t content = hash_of(picture);
        const bool same = fits && place.content == content;
        place.content = content;
        place.opaque = std::all_of(picture.pixels.begin(), picture.pixels.end(), [](Colour c) { return c.a == 255; });
        if (same) {
            places_[id] = place;
            return;
        }
        if (fits || reserve(place)) {
            places_[id] = place;
            return factor == 1 ? write(place, picture) : write(place, shrunk(picture, factor));
        }
        if (start_over()) continue;
        places_[id] = {0, 0, 0, 0, stamp, 0, false};  // known, so that it is not tried again in every frame
        return;
    }
}

void AtlasPage::write(const Place& there, const Rgba& picture) {
    for (int row = -kBorder; row < there.height + kBorder; ++row) {
        const int from = std::clamp(row, 0, there.height - 1);
        Colour* line = pixels_.data() + static_cast<std::ptrdiff_t>(there.y + row) * side_ + there.x;
        for (int column = -kBorder; column < there.width + kBorder; ++column)
            line[column] = picture.at(from, std::clamp(column, 0, there.width - 1));
    }
    dirty_top_ = std::min(dirty_top_, there.y - kBorder);
    dirty_bottom_ = std::max(dirty_bottom_, there.y + there.height + kBorder);
}

}  // namespace image
