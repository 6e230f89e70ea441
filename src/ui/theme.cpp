#include "ui/theme.h"

#include <cstdio>

#include "assets/fonts.h"

namespace ui {
namespace {

constexpr ImU32 rgb(unsigned hex) {
    return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u);
}

constexpr Palette kDark{
    .background = rgb(0x0e1116), .panel = rgb(0x151a21), .raised = rgb(0x1c232d), .hover = rgb(0x262f3b),
    .line = rgb(0x262f3b), .text = rgb(0xe7ebf1), .muted = rgb(0x8c98a9), .accent = rgb(0xffb648),
    .on_accent = rgb(0x1a1206), .error = rgb(0xff8a7a), .pad = rgb(0x000000), .pad_ink = rgb(0xffffff)};

constexpr Palette kLight{
    .background = rgb(0xf3f4f6), .panel = rgb(0xffffff), .raised = rgb(0xf3f5f8), .hover = rgb(0xe6eaf0),
    .line = rgb(0xdde2e9), .text = rgb(0x171b22), .muted = rgb(0x5d6877), .accent = rgb(0xc2570c),
    .on_accent = rgb(0xffffff), .error = rgb(0xb3261e), .pad = rgb(0xffffff), .pad_ink = rgb(0x000000)};

ImFont* add_font(const unsigned char* bytes, unsigned size, const char* name) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;  // it is part of the program
    config.OversampleH = 2;
    config.PixelSnapH = false;
    std::snprintf(config.Name, sizeof config.Name, "%s", name);
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 0.0f, &config);
}

}  // namespace

const Palette& palette(image::Theme theme) { return theme == image::Theme::dark ? kDark : kLight; }

Sizes sizes(bool phone) {
    if (!phone) return {};
    return {.text = 15, .heading = 16, .caption = 13, .large = 52, .control = 44, .row = 30, .gap = 10, .margin = 14,
            .rounding = 8, .top_bar = 52, .tab_bar = 60};
}

Fonts load_fonts() {
    return {add_font(assets::inter_regular, assets::inter_regular_size, "Inter"),
            add_font(assets::inter_semibold, assets::inter_semibold_size, "Inter SemiBold")};
}

void apply_style(const Palette& colours) {
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.ScrollbarSize = 10;
    style.ScrollbarRounding = 5;
    style.PopupRounding = 8;
    style.PopupBorderSize = 1;
    style.CircleTessellationMaxError = 0.1f;  // smooth at three device pixels a point, too
    style.DisabledAlpha = 0.45f;
    style.HoverDelayNormal = 0.25f;
    const auto set = [&](ImGuiCol which, ImU32 colour) { style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour); };
    set(ImGuiCol_WindowBg, colours.panel);
    set(ImGuiCol_PopupBg, colours.raised);
    set(ImGuiCol_Border, colours.line);
    set(ImGuiCol_Text, colours.text);
    set(ImGuiCol_TextDisabled, colours.muted);
    set(ImGuiCol_ScrollbarBg, faded(colours.panel, 0.0f));
    set(ImGuiCol_ScrollbarGrab, colours.hover);
    set(ImGuiCol_ScrollbarGrabHovered, faded(colours.muted, 0.6f));
    set(ImGuiCol_ScrollbarGrabActive, colours.muted);
    set(ImGuiCol_NavCursor, colours.accent);
}

ImU32 faded(ImU32 colour, float alpha) {
    ImVec4 value = ImGui::ColorConvertU32ToFloat4(colour);
    value.w *= alpha;
    return ImGui::ColorConvertFloat4ToU32(value);
}

}  // namespace ui
