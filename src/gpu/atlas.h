// Atlas: many small pictures in one texture, so that a frame is one upload and few draw calls.
//
// A copy of everything stays in memory: a lost graphics context is restored from it.  The only gl* calls we write are
// in atlas.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "image/picture.h"

namespace gpu {

/// Where a picture lies in the texture, 0..1.
struct Region {
    float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
};

class Atlas {
public:
    static constexpr int kSide = 1024;  ///< pixels; every WebGL2 device has 2048

    Atlas();
    ~Atlas();
    Atlas(const Atlas&) = delete;
    Atlas& operator=(const Atlas&) = delete;

    /// The stamp that the picture called `id` was last put with; 0 if it is not here.
    std::uint64_t stamp(const std::string& id) const;

    /// Stores or replaces a picture of at most 512 x 512.  Sampling is nearest neighbour; each picture has a border of
    /// its own edge pixels.  When the texture is full it starts over empty: who draws looks at `stamp` each frame and
    /// puts again what is gone.
    void put(const std::string& id, const image::Rgba& picture, std::uint64_t stamp);

    /// Region of a picture that was put; zeros if it is not here.
    Region find(const std::string& id) const;

    /// Once a frame, before rendering: sends changed rows to the texture.
    void upload();

    /// Grows each time it starts over.
    unsigned generation() const { return generation_; }

    /// The texture's name for the renderer.
    unsigned texture() const { return texture_; }

    void device_lost() { texture_ = 0; }
    void device_restored();

private:
    struct Place {
        int x = 0, y = 0, width = 0, height = 0;
        std::uint64_t stamp = 0;
    };
    bool reserve(Place& place);
    void evict();

    std::unordered_map<std::string, Place> places_;
    std::vector<image::Colour> pixels_;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
    int dirty_top_ = kSide, dirty_bottom_ = 0;
    unsigned generation_ = 0;
    unsigned texture_ = 0;
};

}  // namespace gpu
