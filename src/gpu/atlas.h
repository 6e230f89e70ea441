// Atlas: many small pictures in one texture, so that a frame is one upload and few draw calls.
//
// A copy of everything stays in memory (image/atlas_page.h): a lost graphics context is restored from it.
#pragma once

#include <cstdint>
#include <string>

#include "image/atlas_page.h"

namespace gpu {

/// Where a picture lies in the texture, 0..1.
struct Region {
    float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
    std::uint64_t content = 0;  ///< differs when other pixels are there
    bool opaque = false;        ///< all of them are
    bool empty() const { return u1 <= u0; }
};

class Atlas {
public:
    Atlas();
    ~Atlas();
    Atlas(const Atlas&) = delete;
    Atlas& operator=(const Atlas&) = delete;

    /// Once a frame, before anything is put.
    void begin_frame() { page_.begin_frame(); }

    /// The stamp that the picture called `id` was last put with; 0 if it is not here.
    std::uint64_t stamp(const std::string& id) const { return page_.stamp(id); }

    /// Stores or replaces a picture.  Sampling is nearest neighbour; each picture has a border of its own edge pixels.
    /// When the texture is full it starts over empty: who draws looks at `stamp` each frame and puts again what is
    /// gone.
    void put(const std::string& id, const image::Rgba& picture, std::uint64_t stamp) { page_.put(id, picture, stamp); }

    /// Region of a picture that was put; empty if it is not here, or no room is left for it.
    Region find(const std::string& id) const;

    /// Once a frame, before rendering: sends changed rows to the texture.
    void upload();

    /// Grows each time it starts over.
    unsigned generation() const { return page_.generation(); }

    /// The texture's name for the renderer.
    unsigned texture() const { return texture_; }

    void device_lost() { texture_ = 0; }
    void device_restored();

private:
    image::AtlasPage page_;
    int side_ = 0;  ///< of the texture
    unsigned texture_ = 0;
};

}  // namespace gpu
