#include "ui/theme.h"

#include <cstdio>

#include "assets/fonts.h"
#include "figure/layout.h"

namespace ui {
namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u); }

ImU32 to_imgui(image::Colour colour) { return IM_COL32(colour.r, colour.g, colour.b, 255); }

/// The colours that figures have too come from there; the others are the interface's own.
Palette with_figures(image::Theme theme, Palette own) {
    const figure::Look look = figure::look(theme, false);
    own.background = to_imgui(look.background);
    own.panel = to_imgui(look.panel);
    own.line = to_imgui(look.line);
    own.text = to_imgui(look.text);
    own.muted = to_imgui(look.muted);
    own.accent = to_imgui(look.accent);
    own.error = to_imgui(look.error);
    return own;
}

constexpr Palette kDark{.raised = rgb(0x1c232d),
                        .hover = rgb(0x262f3b),
                        .on_accent = rgb(0x1a1206),
                        .pad = rgb(0x000000),
                        .pad_ink = rgb(0xffffff),
                        .series = rgb(0x58b4f5)};
constexpr Palette kLight{.raised = rgb(0xf3f5f8),
                         .hover = rgb(0xe6eaf0),
                         .on_accent = rgb(0xffffff),
                         .pad = rgb(0xffffff),
                         .pad_ink = rgb(0x000000),
                         .series = rgb(0x1f66b5)};

ImFont* add_font(const unsigned char* bytes, unsigned size, const char* name) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;  // it is part of the program
    config.OversampleH = 2;
    config.PixelSnapH = false;
    std::snprintf(config.Name, sizeof config.Name, "%s", name);
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 0.0f,
                                                      &config);
}

}  // namespace

const Palette& palette(image::Theme theme) {
    static const Palette dark = with_figures(image::Theme::dark, kDark),
                         light = with_figures(image::Theme::light, kLight);
    return theme == image::Theme::dark ? dark : light;
}

Sizes sizes(Screen screen) {
    Sizes size;
    if (screen == Screen::desk) return size;
    size.control = 44;
    size.rounding = 8;
    size.top_bar = 56;
    size.siblings = 48;
    if (screen == Screen::tablet) return size;
    size.text = 15;
    size.heading = 16;
    size.caption = 13;
    size.row = 30;
    size.gap = 10;
    size.siblings = 0;
    size.top_bar = screen == Screen::low ? 44 : 52;
    if (screen == Screen::low)
        size.rail = 76, size.moments = 44;
    else
        size.tabs = size.dock = 64;
    return size;
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
    const auto set = [&](ImGuiCol which, ImU32 colour) {
        style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour);
    };
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
