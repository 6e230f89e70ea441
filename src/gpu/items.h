// A frame as a list of things: rectangles, glyphs, lines, pictures, in the order in which Dear ImGui drew them.  No
// graphics card here.
#pragma once

#include <cstdint>
#include <vector>

#include <imgui.h>

#include "gpu/box.h"

namespace gpu {

/// What a thing's pixels are made of.
enum class Kind : std::uint8_t {
    fill,    ///< colours of its corners; samples nothing
    glyph,   ///< colours of its corners, as much of them as the font's texture says
    picture  ///< a region of a texture of pictures, each of its pixels a square
};

/// One primitive of a frame, in pixels of the screen.
struct Item {
    std::uint64_t hash = 0;   ///< of all that its pixels depend on
    Box box;                  ///< no pixel outside changes
    Box solid;                ///< these pixels are covered wholly by opaque colour; may be empty
    Box clip;                 ///< it is cut here
    bool is_cut = false;      ///< a part of it lies outside `clip`
    bool opaque = false;      ///< nothing shines through where it is
    bool one_colour = false;  ///< `colour`, wherever it is opaque
    Kind kind = Kind::fill;
    unsigned texture = 0;  ///< its OpenGL name; 0 for fills
    ImU32 colour = 0;      ///< of its first corner
    const ImDrawVert* vertices = nullptr;
    const ImDrawIdx* indices = nullptr;
    unsigned vertex_count = 0, index_count = 0;
    unsigned first_vertex = 0;  ///< what `indices` count from
};

/// What Dear ImGui carries for a picture's texture.  `stamp` differs when the picture does; `opaque` says that all its
/// pixels are.
ImTextureID picture_id(unsigned texture, bool opaque, std::uint64_t stamp);

/// The OpenGL name in what Dear ImGui carries.
unsigned texture_name(ImTextureID id);

/// All that `frame` shows on a screen of width x height pixels, replacing `items`; `white` is the place of the font's
/// texture that fills point to.  The items point into `frame`.
void collect(const ImDrawData& frame, ImVec2 white, int width, int height, std::vector<Item>& items);

}  // namespace gpu
