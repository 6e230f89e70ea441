// Many small pictures on one square page, which a graphics card has as one texture (gpu/atlas.h).  No screen here, so
// that what happens when the page is full can be tested.
//
// Pictures stand on shelves.  When the page is full it starts over empty, and whoever draws puts again what it still
// shows.  When that is full as well, the page grows up to kMostSide; from then on pictures are stored at a half, a
// quarter ... of their sides, so that any number of them comes to rest.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "image/picture.h"

namespace image {

class AtlasPage {
public:
    static constexpr int kLeastSide = 1024;
    static constexpr int kMostSide = 2048;  ///< pixels; every WebGL2 device has textures of this size
    static constexpr int kLargest = 512;    ///< side of a stored picture; larger ones are stored smaller
    static constexpr int kMostShrink = 64;

    AtlasPage();

    /// Once a frame, before anything is put.
    void begin_frame() { ++frame_; }

    /// The stamp that the picture called `id` was last put with; 0 if it is not here.
    std::uint64_t stamp(const std::string& id) const;

    /// Stores or replaces a picture, with a border of its own edge pixels.
    void put(const std::string& id, const Rgba& picture, std::uint64_t stamp);

    /// Where the picture lies, in pixels; all zero where it is not here or there was no room for it at any size.
    struct Place {
        int x = 0, y = 0, width = 0, height = 0;
        std::uint64_t stamp = 0;
        std::uint64_t content = 0;  ///< a hash of the picture
        bool opaque = false;        ///< nothing shines through any of its pixels
    };
    Place find(const std::string& id) const;

    int side() const { return side_; }
    /// Sides of pictures are stored divided by this.
    int shrink() const { return shrink_; }
    /// Grows each time the page starts over.
    unsigned generation() const { return generation_; }
    const std::vector<Colour>& pixels() const { return pixels_; }

    /// Rows [top, bottom) changed since `clean`.
    int dirty_top() const { return dirty_top_; }
    int dirty_bottom() const { return dirty_bottom_; }
    void clean();

private:
    bool reserve(Place& place);
    bool start_over();
    void write(const Place& there, const Rgba& picture);

    std::unordered_map<std::string, Place> places_;
    std::vector<Colour> pixels_;
    int side_ = kLeastSide, shrink_ = 1;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
    int dirty_top_ = 0, dirty_bottom_ = 0;
    unsigned generation_ = 0;
    long frame_ = 0, started_over_in_ = -2;
};

}  // namespace image
