// See keyboard.h.
#include "platform/keyboard.h"

#include <string_view>

#include <imgui.h>

#include "ui/ui.h"

namespace platform {
namespace {

struct NavigationKey {
    std::string_view name;
    ImGuiKey key;
};

constexpr NavigationKey kNavigation[] = {
    {"left", ImGuiKey_LeftArrow}, {"right", ImGuiKey_RightArrow},  {"up", ImGuiKey_UpArrow},
    {"down", ImGuiKey_DownArrow}, {"space", ImGuiKey_Space},       {"enter", ImGuiKey_Enter},
    {"escape", ImGuiKey_Escape},  {"home", ImGuiKey_Home},         {"end", ImGuiKey_End},
    {"pageup", ImGuiKey_PageUp},  {"pagedown", ImGuiKey_PageDown},
};

ImGuiKey navigation_key(std::string_view name) {
    for (const NavigationKey& entry : kNavigation)
        if (entry.name == name) return entry.key;
    return ImGuiKey_None;
}

}  // namespace

bool key_down(app::State& state, const char* name, bool ctrl_or_cmd, bool shift) {
    app::touch_introduction(state, -1, -1);
    if (ui::handle_key(state, name, ctrl_or_cmd, shift)) return true;
    const ImGuiKey key = navigation_key(name);
    if (key == ImGuiKey_None || ctrl_or_cmd) return false;
    ImGui::GetIO().AddKeyEvent(key, true);
    return true;
}

void key_up(const char* name) {
    const ImGuiKey key = navigation_key(name);
    if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, false);
}

}  // namespace platform
