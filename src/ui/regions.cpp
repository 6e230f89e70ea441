// Regions of the screen as windows without decoration, and the lines between them.
#include <algorithm>

#include <imgui_internal.h>

#include "ui/widgets.h"

namespace ui {

bool splitter(Context& c, const std::string& name, const Rect& where, float& position, float low, float high,
              float direction) {
    bool hovered = false;
    hit(c, name, where, &hovered);
    const bool active = ImGui::IsItemActive();
    if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    const float middle = where.x + where.width / 2;
    ImGui::GetWindowDrawList()->AddLine({middle, where.y}, {middle, where.y + where.height},
                                        active || hovered ? c.colours.muted : c.colours.line,
                                        active || hovered ? 2.0f : 1.0f);
    if (c.focus == name) {
        if (c.layout != nullptr) c.layout->slider_focused = true;
        if (c.nudge != 0) position = std::clamp(position + direction * 16.0f * static_cast<float>(c.nudge), low, high);
        return c.nudge != 0;
    }
    if (!active || !ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::GetIO().MouseDelta.x == 0) return false;
    position = std::clamp(position + direction * ImGui::GetIO().MouseDelta.x, low, high);
    return true;
}

bool begin_region(Context& c, const char* name, const Rect& where, ImU32 ground, bool scrolls) {
    ++c.region;
    ImGui::SetNextWindowPos({where.x, where.y});
    ImGui::SetNextWindowSize({where.width, where.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ground);
    const ImGuiWindowFlags still = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoBringToFrontOnFocus;
    const ImGuiWindowFlags fixed = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    const bool open = ImGui::Begin(name, nullptr, still | (scrolls ? 0 : fixed));
    ImGui::PopStyleColor();
    if (c.layout != nullptr) c.layout->regions.push_back(where);
    return open;
}

bool begin_overlay(Context& c, const char* name, const Rect& where, ImU32 ground, bool scrolls) {
    const bool open = begin_region(c, name, where, ground, scrolls);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    return open;
}

void end_region(float content_bottom) {
    // One last item tells ImGui how tall the content is.
    ImGui::SetCursorScreenPos({ImGui::GetWindowPos().x, std::max(content_bottom - 1, ImGui::GetWindowPos().y)});
    ImGui::Dummy({1, 1});
    ImGui::End();
}

}  // namespace ui
