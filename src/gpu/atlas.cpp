#include "gpu/atlas.h"

#include <algorithm>
#include <cassert>

#include "gpu/gl.h"

namespace gpu {
namespace {

constexpr int kBorder = 1;
#ifndef GL_CLAMP_TO_EDGE
#define GL_CLAMP_TO_EDGE 0x812F
#endif

}  // namespace

Atlas::Atlas() : pixels_(static_cast<std::size_t>(kSide) * kSide) { device_restored(); }

Atlas::~Atlas() {
    if (texture_ != 0) glDeleteTextures(1, &texture_);
}

void Atlas::device_restored() {
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, kSide, kSide, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels_.data());
    dirty_top_ = kSide;
    dirty_bottom_ = 0;
}

std::uint64_t Atlas::stamp(const std::string& id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? 0 : found->second.stamp;
}

/// Shelves from top to bottom; false when the texture is full.
bool Atlas::reserve(Place& place) {
    const int width = place.width + 2 * kBorder, height = place.height + 2 * kBorder;
    if (shelf_x_ + width > kSide || height > shelf_height_) {
        const bool opens_below = shelf_x_ + width > kSide || shelf_x_ > 0;
        if (opens_below) shelf_y_ += shelf_height_;
        shelf_x_ = 0;
        shelf_height_ = height;
    }
    if (shelf_y_ + shelf_height_ > kSide) return false;
    place.x = shelf_x_ + kBorder;
    place.y = shelf_y_ + kBorder;
    shelf_x_ += width;
    return true;
}

/// Starts over with an empty texture: what this frame still needs is put again by its owners (its stamp is gone).
void Atlas::evict() {
    ++generation_;
    places_.clear();
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
}

void Atlas::put(const std::string& id, const image::Rgba& picture, std::uint64_t stamp) {
    assert(picture.width <= 512 && picture.height <= 512);
    Place& place = places_[id];
    if (place.width != picture.width || place.height != picture.height) {
        place.width = picture.width;
        place.height = picture.height;
        if (!reserve(place)) {
            evict();
            Place fresh{0, 0, picture.width, picture.height, 0};
            reserve(fresh);
            places_[id] = fresh;
        }
    }
    Place& there = places_[id];
    there.stamp = stamp;
    for (int row = -kBorder; row < there.height + kBorder; ++row) {
        const int from = std::clamp(row, 0, there.height - 1);
        image::Colour* line = pixels_.data() + static_cast<std::ptrdiff_t>(there.y + row) * kSide + there.x;
        for (int column = -kBorder; column < there.width + kBorder; ++column)
            line[column] = picture.at(from, std::clamp(column, 0, there.width - 1));
    }
    dirty_top_ = std::min(dirty_top_, there.y - kBorder);
    dirty_bottom_ = std::max(dirty_bottom_, there.y + there.height + kBorder);
}

Region Atlas::find(const std::string& id) const {
    const auto found = places_.find(id);
    if (found == places_.end()) return {};
    const Place& place = found->second;
    constexpr float kScale = 1.0f / static_cast<float>(kSide);
    return {static_cast<float>(place.x) * kScale, static_cast<float>(place.y) * kScale,
            static_cast<float>(place.x + place.width) * kScale, static_cast<float>(place.y + place.height) * kScale};
}

void Atlas::upload() {
    if (texture_ == 0 || dirty_top_ >= dirty_bottom_) return;
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, dirty_top_, kSide, dirty_bottom_ - dirty_top_, GL_RGBA, GL_UNSIGNED_BYTE,
                    pixels_.data() + static_cast<std::ptrdiff_t>(dirty_top_) * kSide);
    dirty_top_ = kSide;
    dirty_bottom_ = 0;
}

}  // namespace gpu
