// See window.h.
#include "platform/window.h"

#include <algorithm>

#include <imgui.h>

namespace platform {
namespace {

constexpr float kShortestStep = 1e-4f, kLongestStep = 0.1f;  // seconds; a tab that was hidden comes back gently

SDL_SystemCursor system_cursor(ImGuiMouseCursor cursor) {
    switch (cursor) {
        case ImGuiMouseCursor_TextInput:
            return SDL_SYSTEM_CURSOR_IBEAM;
        case ImGuiMouseCursor_ResizeAll:
            return SDL_SYSTEM_CURSOR_SIZEALL;
        case ImGuiMouseCursor_ResizeNS:
            return SDL_SYSTEM_CURSOR_SIZENS;
        case ImGuiMouseCursor_ResizeEW:
            return SDL_SYSTEM_CURSOR_SIZEWE;
        case ImGuiMouseCursor_ResizeNESW:
            return SDL_SYSTEM_CURSOR_SIZENESW;
        case ImGuiMouseCursor_ResizeNWSE:
            return SDL_SYSTEM_CURSOR_SIZENWSE;
        case ImGuiMouseCursor_Hand:
            return SDL_SYSTEM_CURSOR_HAND;
        case ImGuiMouseCursor_Wait:
            return SDL_SYSTEM_CURSOR_WAIT;
        case ImGuiMouseCursor_Progress:
            return SDL_SYSTEM_CURSOR_WAITARROW;
        case ImGuiMouseCursor_NotAllowed:
            return SDL_SYSTEM_CURSOR_NO;
        default:
            return SDL_SYSTEM_CURSOR_ARROW;
    }
}

}  // namespace

void Window::begin_frame(SDL_Window* window) {
    ImGuiIO& io = ImGui::GetIO();
    int width = 0, height = 0, pixels_wide = 0, pixels_high = 0;
    SDL_GetWindowSize(window, &width, &height);
    SDL_GL_GetDrawableSize(window, &pixels_wide, &pixels_high);
    if ((SDL_GetWindowFlags(window) & SDL_WINDOW_MINIMIZED) != 0) width = height = 0;
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    if (width > 0 && height > 0)
        io.DisplayFramebufferScale = ImVec2(static_cast<float>(pixels_wide) / io.DisplaySize.x,
                                            static_cast<float>(pixels_high) / io.DisplaySize.y);
    const Uint64 now = SDL_GetPerformanceCounter();
    const auto passed = static_cast<double>(now - last_) / static_cast<double>(SDL_GetPerformanceFrequency());
    io.DeltaTime = std::clamp(static_cast<float>(passed), kShortestStep, kLongestStep);
    last_ = now;
}

void Window::show_cursor() {
    const int wanted = std::clamp(static_cast<int>(ImGui::GetMouseCursor()), 0, kCursors - 1);
    if (cursor_ == wanted) return;
    cursor_ = wanted;
    SDL_Cursor*& cursor = cursors_[wanted];
    if (!cursor) cursor = SDL_CreateSystemCursor(system_cursor(wanted));
    if (cursor) SDL_SetCursor(cursor);
}

}  // namespace platform
