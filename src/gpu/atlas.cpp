#include "gpu/atlas.h"

#include <cstddef>

#include "gpu/gl.h"

namespace gpu {
namespace {

#ifndef GL_CLAMP_TO_EDGE
#define GL_CLAMP_TO_EDGE 0x812F
#endif

}  // namespace

Atlas::Atlas() { device_restored(); }

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
    side_ = 0;
    upload();
}

Region Atlas::find(const std::string& id) const {
    const image::AtlasPage::Place place = page_.find(id);
    const float scale = 1.0f / static_cast<float>(page_.side());
    return {static_cast<float>(place.x) * scale,
            static_cast<float>(place.y) * scale,
            static_cast<float>(place.x + place.width) * scale,
            static_cast<float>(place.y + place.height) * scale,
            place.content + page_.generation() * 0x9e3779b97f4a7c15ull,
            place.opaque};
}

void Atlas::upload() {
    if (texture_ == 0) return;
    const int side = page_.side(), top = page_.dirty_top(), bottom = page_.dirty_bottom();
    if (side_ == side && top >= bottom) return;
    glBindTexture(GL_TEXTURE_2D, texture_);
    if (side_ != side)
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, side, side, 0, GL_RGBA, GL_UNSIGNED_BYTE, page_.pixels().data());
    else
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, top, side, bottom - top, GL_RGBA, GL_UNSIGNED_BYTE,
                        page_.pixels().data() + static_cast<std::ptrdiff_t>(top) * side);
    side_ = side;
    page_.clean();
}

}  // namespace gpu
