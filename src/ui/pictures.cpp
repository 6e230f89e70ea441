#include "ui/pictures.h"

#include <cstring>

#include <imgui.h>

#include "gpu/items.h"

namespace ui {
namespace {

/// Mixes what a picture depends on besides its values into one stamp; never 0.
std::uint64_t stamp_of(std::uint64_t revision, image::Theme theme, const Painting& painting) {
    std::uint32_t scale = 0, gamma = 0;
    std::memcpy(&scale, &painting.scale, sizeof scale);
    std::memcpy(&gamma, &painting.gamma, sizeof gamma);
    std::uint64_t stamp = 0x9e3779b97f4a7c15ull;
    for (std::uint64_t part : {revision, static_cast<std::uint64_t>(theme), static_cast<std::uint64_t>(painting.map),
                               static_cast<std::uint64_t>(scale), static_cast<std::uint64_t>(gamma)})
        stamp = (stamp ^ part) * 0xff51afd7ed558ccdull + (stamp >> 29);
    return stamp | 1;
}

}  // namespace

Pictures::Pictures() : atlas_(std::make_unique<gpu::Atlas>()) {}

void Pictures::begin(image::Theme theme) {
    theme_ = theme;
    atlas_->begin_frame();
}

bool Pictures::started_over() {
    const bool over = generation_ != atlas_->generation();
    generation_ = atlas_->generation();
    return over;
}

void Pictures::place(const std::string& id, const app::Rect& where) {
    const gpu::Region r = atlas_->find(id);
    if (r.empty())  // too many at once: a plain tile
        return ImGui::GetWindowDrawList()->AddRectFilled(
            {where.x, where.y}, {where.x + where.width, where.y + where.height}, IM_COL32(128, 128, 128, 96));
    const ImTextureID texture = gpu::picture_id(atlas_->texture(), r.opaque, r.content);
    ImGui::GetWindowDrawList()->AddImage(texture, {where.x, where.y}, {where.x + where.width, where.y + where.height},
                                         {r.u0, r.v0}, {r.u1, r.v1});
}

void Pictures::draw(const std::string& id, std::uint64_t revision, const Painting& painting, const app::Rect& where) {
    if (!ImGui::IsRectVisible({where.x, where.y}, {where.x + where.width, where.y + where.height})) return;
    const std::uint64_t stamp = stamp_of(revision, theme_, painting);
    if (atlas_->stamp(id) != stamp)
        atlas_->put(id,
                    image::paint(painting.values, painting.width, painting.height, painting.map, theme_, painting.scale,
                                 painting.gamma),
                    stamp);
    place(id, where);
}

void Pictures::draw(const std::string& id, std::uint64_t revision, const image::Rgba& picture, const app::Rect& where) {
    if (!ImGui::IsRectVisible({where.x, where.y}, {where.x + where.width, where.y + where.height})) return;
    const std::uint64_t stamp = stamp_of(revision, theme_, {});
    if (atlas_->stamp(id) != stamp) atlas_->put(id, picture, stamp);
    place(id, where);
}

}  // namespace ui
