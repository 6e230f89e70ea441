// Textures that Dear ImGui asks for: its fonts'.
#pragma once

#include <imgui.h>

namespace gpu {

/// Makes, fills or deletes what `texture` asks for.
void follow(ImTextureData& texture);

/// Deletes all of them.  Dear ImGui asks for them again when it next draws.
void delete_font_textures();

}  // namespace gpu
