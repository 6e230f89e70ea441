// See items.h.
#include "gpu/items.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gpu {
namespace {

constexpr ImTextureID kIsPicture = 1u << 31, kIsOpaque = 1u << 30, kName = kIsOpaque - 1;

void mix(std::uint64_t& hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    hash ^= hash >> 29;
}

std::uint64_t bits(float a, float b) {
    std::uint32_t first = 0, second = 0;
    std::memcpy(&first, &a, sizeof first);
    std::memcpy(&second, &b, sizeof second);
    return std::uint64_t{first} << 32 | second;
}

constexpr float kFar = 1e6f;  ///< pixels; beyond all screens
int whole(float value) { return static_cast<int>(std::fmax(-kFar, std::fmin(kFar, value))); }

/// As Dear ImGui's own renderer rounds: from the lower edge.
Box clip_of(const ImVec4& clip, ImVec2 scale, const Box& screen) {
    const float left = clip.x * scale.x, top = clip.y * scale.y, right = clip.z * scale.x, bottom = clip.w * scale.y;
    const int x = whole(left), below = whole(static_cast<float>(screen.bottom) - bottom);
    const int width = whole(right - left), height = whole(bottom - top);
    return both({x, screen.bottom - below - height, x + width, screen.bottom - below}, screen);
}

/// Four corners of an upright rectangle, as ImDrawList makes them: clockwise from the one at the top left.
bool is_rectangle(const Item& item) {
    if (item.vertex_count != 4 || item.index_count != 6) return false;
    const ImDrawVert* v = item.vertices;
    return v[0].pos.y == v[1].pos.y && v[1].pos.x == v[2].pos.x && v[2].pos.y == v[3].pos.y &&
           v[3].pos.x == v[0].pos.x && v[0].pos.x < v[1].pos.x && v[0].pos.y < v[3].pos.y;
}

/// The largest rectangle inside a convex shape that Dear ImGui filled with smooth edges, which it makes of pairs of an
/// opaque corner and one that shines through; empty for any other shape.  A card with round corners is one.
ImVec4 inside_smooth_fill(const Item& item) {
    const unsigned corners = item.vertex_count / 2;
    if (corners < 4 || item.vertex_count % 2 != 0 || item.index_count != (corners - 2) * 3 + corners * 6) return {};
    for (unsigned i = 2; i < corners; ++i) {  // a fan from its first corner
        const ImDrawIdx* t = item.indices + (i - 2) * 3;
        if (t[0] - item.first_vertex != 0 || t[1] - item.first_vertex != 2 * (i - 1) ||
            t[2] - item.first_vertex != 2 * i)
            return {};
    }
    const ImDrawVert* v = item.vertices;
    ImVec2 least = v[0].pos, most = least;
    for (unsigned i = 0; i < item.vertex_count; i += 2) {
        if (v[i].col != v[0].col || (v[i].col >> IM_COL32_A_SHIFT) != 255 || v[i + 1].col >> IM_COL32_A_SHIFT != 0)
            return {};
        least = {std::fmin(least.x, v[i].pos.x), std::fmin(least.y, v[i].pos.y)};
        most = {std::fmax(most.x, v[i].pos.x), std::fmax(most.y, v[i].pos.y)};
    }
    // From the left side to the right, as high as both are straight; and from top to bottom.
    ImVec2 left{most.y, least.y}, right = left, top{most.x, least.x}, bottom = top;
    const auto extend = [](ImVec2& range, float at) { range = {std::fmin(range.x, at), std::fmax(range.y, at)}; };
    for (unsigned i = 0; i < item.vertex_count; i += 2) {
        const ImVec2 at = v[i].pos;
        if (at.x == least.x) extend(left, at.y);
        if (at.x == most.x) extend(right, at.y);
        if (at.y == least.y) extend(top, at.x);
        if (at.y == most.y) extend(bottom, at.x);
    }
    const ImVec4 across{least.x, std::fmax(left.x, right.x), most.x, std::fmin(left.y, right.y)},
        down{std::fmax(top.x, bottom.x), least.y, std::fmin(top.y, bottom.y), most.y};
    const auto area = [](const ImVec4& r) { return std::fmax(0.0f, r.z - r.x) * std::fmax(0.0f, r.w - r.y); };
    const ImVec4 larger = area(across) > area(down) ? across : down;
    return area(larger) > 0 ? larger : ImVec4{};
}

/// Pixels whose middles are inside.
Box pixels_inside(const ImVec4& part, ImVec2 scale) {
    return {whole(std::ceil(part.x * scale.x - 0.5f)), whole(std::ceil(part.y * scale.y - 0.5f)),
            whole(std::ceil(part.z * scale.x - 0.5f)), whole(std::ceil(part.w * scale.y - 0.5f))};
}

/// Fills in everything but the vertices, indices and the clip.
void describe(Item& item, ImTextureID id, ImVec2 white, ImVec2 scale) {
    bool is_fill = (id & kIsPicture) == 0, opaque = true, one_colour = true;
    ImVec2 least = item.vertices[0].pos, most = least;
    std::uint64_t places = 0, textures = id;
    for (unsigned i = 0; i < item.vertex_count; ++i) {
        const ImDrawVert& v = item.vertices[i];
        least = {std::fmin(least.x, v.pos.x), std::fmin(least.y, v.pos.y)};
        most = {std::fmax(most.x, v.pos.x), std::fmax(most.y, v.pos.y)};
        is_fill = is_fill && v.uv.x == white.x && v.uv.y == white.y;
        opaque = opaque && (v.col >> IM_COL32_A_SHIFT) == 255;
        one_colour = one_colour && v.col == item.vertices[0].col;
        mix(places, bits(v.pos.x, v.pos.y));
        mix(places, v.col);
        mix(textures, bits(v.uv.x, v.uv.y));
    }
    for (unsigned i = 0; i < item.index_count; ++i) mix(places, item.indices[i] - item.first_vertex);
    item.kind = is_fill ? Kind::fill : (id & kIsPicture) ? Kind::picture : Kind::glyph;
    item.texture = is_fill ? 0 : texture_name(id);
    item.colour = item.vertices[0].col;
    const Box extent{whole(std::floor(least.x * scale.x)), whole(std::floor(least.y * scale.y)),
                     whole(std::ceil(most.x * scale.x)), whole(std::ceil(most.y * scale.y))};
    item.is_cut = !item.clip.holds(extent);
    item.box = both(extent, item.clip);
    // The edges of other shapes are made of corners that shine through.
    item.opaque = opaque && (is_fill || (item.kind == Kind::picture && (id & kIsOpaque) != 0));
    if (item.opaque && is_rectangle(item))
        item.solid = both(pixels_inside({least.x, least.y, most.x, most.y}, scale), item.clip);
    else if (is_fill && !opaque) {
        item.solid = both(pixels_inside(inside_smooth_fill(item), scale), item.clip);
        one_colour = one_colour || !item.solid.empty();
    }
    item.one_colour = one_colour;
    if (!is_fill) mix(places, textures);
    if (item.is_cut) {
        mix(places, static_cast<std::uint64_t>(item.clip.left) << 32 | static_cast<std::uint32_t>(item.clip.top));
        mix(places, static_cast<std::uint64_t>(item.clip.right) << 32 | static_cast<std::uint32_t>(item.clip.bottom));
    }
    item.hash = places;
}

/// The triangles from `at` on that share vertices; new primitives begin with vertices of their own.
Item take(const ImDrawList& list, unsigned at, unsigned end) {
    const ImDrawIdx* indices = list.IdxBuffer.Data + at;
    ImDrawIdx least = indices[0], most = indices[0];
    unsigned count = 0;
    while (at + count + 3 <= end) {
        const ImDrawIdx* t = indices + count;
        const ImDrawIdx low = std::min({t[0], t[1], t[2]}), high = std::max({t[0], t[1], t[2]});
        if (count > 0 && low > most) break;
        least = std::min(least, low);
        most = std::max(most, high);
        count += 3;
    }
    Item item;
    item.indices = indices;
    item.index_count = count;
    item.first_vertex = least;
    item.vertices = list.VtxBuffer.Data + least;
    item.vertex_count = most - least + 1;
    return item;
}

}  // namespace

ImTextureID picture_id(unsigned texture, bool opaque, std::uint64_t stamp) {
    return (texture & kName) | kIsPicture | (opaque ? kIsOpaque : 0) | (stamp ^ stamp >> 32) << 32;
}

unsigned texture_name(ImTextureID id) { return static_cast<unsigned>(id & kName); }

void collect(const ImDrawData& frame, ImVec2 white, int width, int height, std::vector<Item>& items) {
    items.clear();
    for (const ImDrawList* list : frame.CmdLists)
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const Box clip = clip_of(command.ClipRect, frame.FramebufferScale, {0, 0, width, height});
            if (clip.empty() || command.UserCallback) continue;
            const unsigned end = command.IdxOffset + command.ElemCount;
            for (unsigned at = command.IdxOffset; at + 3 <= end;) {
                Item item = take(*list, at, end);
                at += item.index_count;
                item.clip = clip;
                describe(item, command.GetTexID(), white, frame.FramebufferScale);
                if (!item.box.empty()) items.push_back(item);
            }
        }
}

}  // namespace gpu
