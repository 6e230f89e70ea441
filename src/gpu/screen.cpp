// See screen.h.
#include "gpu/screen.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "gpu/font_texture.h"
#include "gpu/gl.h"

namespace gpu {
namespace {

float channel(ImU32 colour, int shift) { return static_cast<float>(colour >> shift & 255u) / 255.0f; }

void set_scissor(const Box& box, int height) { glScissor(box.left, height - box.bottom, box.width(), box.height()); }

const void* at_offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

/// Whether a triangle, `scale` pixels a point, may touch a pixel of the box.
bool touches(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, ImVec2 scale, const Box& box) {
    const auto [left, right] = std::minmax({a.pos.x, b.pos.x, c.pos.x});
    const auto [top, bottom] = std::minmax({a.pos.y, b.pos.y, c.pos.y});
    return right * scale.x > static_cast<float>(box.left) && left * scale.x < static_cast<float>(box.right) &&
           bottom * scale.y > static_cast<float>(box.top) && top * scale.y < static_cast<float>(box.bottom);
}

void point_to(unsigned part, int count, GLenum type, bool normalised, std::size_t offset) {
    glEnableVertexAttribArray(part);
    glVertexAttribPointer(part, count, type, normalised ? GL_TRUE : GL_FALSE, sizeof(ImDrawVert), at_offset(offset));
}

}  // namespace

bool Screen::open(const char* shader_version, bool window_keeps) {
    shader_version_ = shader_version;
    window_keeps_ = window_keeps;
    ImGuiIO& io = ImGui::GetIO();
    io.BackendRendererName = "unpool";
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.Fonts->TexDesiredFormat = ImTextureFormat_Alpha8;
    GLint side = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    ImGui::GetPlatformIO().Renderer_TextureMaxWidth = ImGui::GetPlatformIO().Renderer_TextureMaxHeight = side;
    return make_device_objects();
}

bool Screen::make_device_objects() {
    before_.clear();
    width_ = height_ = 0;
    if (!programs_.make(shader_version_)) return false;
    glGenVertexArrays(1, &array_);
    glBindVertexArray(array_);
    glGenBuffers(1, &vertex_buffer_);
    glGenBuffers(1, &index_buffer_);
    glBindBuffer(GL_ARRAY_BUFFER, vertex_buffer_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, index_buffer_);
    point_to(Programs::kPosition, 2, GL_FLOAT, false, offsetof(ImDrawVert, pos));
    point_to(Programs::kPlace, 2, GL_FLOAT, false, offsetof(ImDrawVert, uv));
    point_to(Programs::kColour, 4, GL_UNSIGNED_BYTE, true, offsetof(ImDrawVert, col));
    if (!window_keeps_) {
        glGenFramebuffers(1, &framebuffer_);
        glGenRenderbuffers(1, &renderbuffer_);
    }
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    return true;
}

void Screen::device_lost() {
    delete_font_textures();
    programs_.forget();
}

bool Screen::device_restored() { return make_device_objects(); }

void Screen::close() { delete_font_textures(); }

void Screen::keep_size(int width, int height) {
    if (width_ == width && height_ == height) return;
    width_ = width;
    height_ = height;
    before_.clear();
    glViewport(0, 0, width, height);
    if (window_keeps_) return;
    glBindRenderbuffer(GL_RENDERBUFFER, renderbuffer_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, renderbuffer_);
}

void Screen::paint(const ImDrawData& frame, int width, int height, ImU32 background) {
    if (frame.Textures)
        for (ImTextureData* texture : *frame.Textures)
            if (texture->Status != ImTextureStatus_OK) {
                if (texture->Status != ImTextureStatus_WantUpdates) before_.clear();
                follow(*texture);
            }
    if (width <= 0 || height <= 0) return;
    if (!window_keeps_) glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    keep_size(width, height);
    scale_ = frame.FramebufferScale;
    collect(frame, ImGui::GetFontTexUvWhitePixel(), width, height, items_);
    now_.clear();
    for (const Item& item : items_) now_.push_back({item.hash, item.box});

    parts_.clear();
    batches_.clear();
    vertices_.clear();
    indices_.clear();
    if (whole_ || before_.empty() || background != background_)
        prepare({0, 0, width, height}, background);
    else
        for (const Box& box : damage(before_, now_)) prepare(box, background);
    background_ = background;
    std::swap(before_, now_);
    if (!parts_.empty()) send(frame, height);
    if (window_keeps_) return;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

/// Begins with the last thing that covers the whole box, if there is one.
void Screen::prepare(const Box& box, ImU32 background) {
    std::size_t first = 0;
    Part part{box, background, true, batches_.size(), 0};
    for (std::size_t i = items_.size(); i-- > 0 && !whole_;) {
        if (!items_[i].solid.holds(box)) continue;
        part.clears = items_[i].kind == Kind::fill && items_[i].one_colour;
        part.colour = items_[i].colour;
        first = part.clears ? i + 1 : i;
        break;
    }
    for (std::size_t i = first; i < items_.size(); ++i)
        if (!both(items_[i].box, box).empty()) append(items_[i], box, part.first_batch);
    part.end_batch = batches_.size();
    parts_.push_back(part);
}

void Screen::append(const Item& item, const Box& box, std::size_t first_batch) {
    const Box clip = item.is_cut ? both(item.clip, box) : box;
    const auto index = static_cast<unsigned>(indices_.size());
    if (batches_.size() == first_batch || batches_.back().kind != item.kind || batches_.back().opaque != item.opaque ||
        batches_.back().texture != item.texture || !(batches_.back().clip == clip))
        batches_.push_back({item.kind, item.opaque, item.texture, clip, index, 0});
    // A frame around everything, or a long stroke, has few of its triangles here.
    const auto vertex = static_cast<unsigned>(vertices_.size());
    vertices_.insert(vertices_.end(), item.vertices, item.vertices + item.vertex_count);
    for (unsigned i = 0; i + 2 < item.index_count; i += 3) {
        const unsigned a = item.indices[i] - item.first_vertex, b = item.indices[i + 1] - item.first_vertex,
                       c = item.indices[i + 2] - item.first_vertex;
        if (touches(item.vertices[a], item.vertices[b], item.vertices[c], scale_, clip))
            indices_.insert(indices_.end(), {vertex + a, vertex + b, vertex + c});
    }
    batches_.back().count += static_cast<unsigned>(indices_.size()) - index;
}

void Screen::send(const ImDrawData& frame, int height) {
    glBindVertexArray(array_);
    glBindBuffer(GL_ARRAY_BUFFER, vertex_buffer_);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices_.size() * sizeof(ImDrawVert)), vertices_.data(),
                 GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices_.size() * sizeof(unsigned)), indices_.data(),
                 GL_STREAM_DRAW);
    glEnable(GL_SCISSOR_TEST);
    for (const Part& part : parts_) {
        if (part.clears) {
            set_scissor(part.box, height);
            glClearColor(channel(part.colour, IM_COL32_R_SHIFT), channel(part.colour, IM_COL32_G_SHIFT),
                         channel(part.colour, IM_COL32_B_SHIFT), 1.0f);
            glClear(GL_COLOR_BUFFER_BIT);
        }
        for (std::size_t i = part.first_batch; i < part.end_batch; ++i) {
            const Batch& batch = batches_[i];
            set_scissor(batch.clip, height);
            programs_.use(batch.kind, frame.DisplaySize.x, frame.DisplaySize.y);
            if (batch.texture != 0) glBindTexture(GL_TEXTURE_2D, batch.texture);
            batch.opaque ? glDisable(GL_BLEND) : glEnable(GL_BLEND);
            glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(batch.count), GL_UNSIGNED_INT,
                           at_offset(batch.first * sizeof(unsigned)));
        }
    }
    glDisable(GL_SCISSOR_TEST);
}

}  // namespace gpu
