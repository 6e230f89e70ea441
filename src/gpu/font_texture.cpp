// See font_texture.h.
#include "gpu/font_texture.h"

#include <cstring>
#include <vector>

#include "gpu/gl.h"

namespace gpu {
namespace {

void make(ImTextureData& texture) {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, texture.Width, texture.Height, 0, GL_RED, GL_UNSIGNED_BYTE,
                 texture.GetPixels());
    texture.SetTexID(name);
}

void update(ImTextureData& texture) {
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture.TexID));
    std::vector<unsigned char> pixels;
    for (const ImTextureRect& part : texture.Updates) {
        pixels.resize(std::size_t{part.w} * part.h);
        for (int row = 0; row < part.h; ++row)
            std::memcpy(pixels.data() + std::size_t{part.w} * static_cast<std::size_t>(row),
                        texture.GetPixelsAt(part.x, part.y + row), part.w);
        glTexSubImage2D(GL_TEXTURE_2D, 0, part.x, part.y, part.w, part.h, GL_RED, GL_UNSIGNED_BYTE, pixels.data());
    }
}

void remove(ImTextureData& texture) {
    const GLuint name = static_cast<GLuint>(texture.TexID);
    glDeleteTextures(1, &name);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
}

}  // namespace

void follow(ImTextureData& texture) {
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (texture.Status == ImTextureStatus_WantCreate) make(texture);
    if (texture.Status == ImTextureStatus_WantUpdates) update(texture);
    if (texture.Status == ImTextureStatus_WantDestroy) {
        if (texture.UnusedFrames > 0) remove(texture);
    } else {
        texture.SetStatus(ImTextureStatus_OK);
    }
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void delete_font_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
        if (texture->RefCount == 1) remove(*texture);
}

}  // namespace gpu
