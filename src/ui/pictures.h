// Pictures of tensors on the screen: painted when first seen or changed, kept in the atlas.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "app/state.h"
#include "gpu/atlas.h"
#include "image/colour_map.h"

namespace ui {

/// What to paint: values of one map and how to colour them.
struct Painting {
    std::span<const float> values;
    int width = 0, height = 0;
    image::Map map = image::Map::sequential;
    float scale = 1;  ///< value of the last colour
    float gamma = 1;
};

class Pictures {
public:
    Pictures();

    /// Starts a frame; `theme` is part of every stamp.
    void begin(image::Theme theme);

    /// Draws `painting` into `where` as crisp pixels.  `id` names the place in the interface, `revision` grows when its
    /// values change.
    void draw(const std::string& id, std::uint64_t revision, const Painting& painting, const app::Rect& where);

    /// The same for a picture that is colours already.
    void draw(const std::string& id, std::uint64_t revision, const image::Rgba& picture, const app::Rect& where);

    /// Sends what changed to the graphics card.
    void end() { atlas_->upload(); }

    /// True once after the atlas started over: this frame may show stale pixels, draw another.
    bool started_over();

    gpu::Atlas& atlas() { return *atlas_; }

private:
    void place(const std::string& id, const app::Rect& where);

    std::unique_ptr<gpu::Atlas> atlas_;
    image::Theme theme_ = image::Theme::dark;
    unsigned generation_ = 0;
};

}  // namespace ui
