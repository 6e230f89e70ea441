#include "ui/widgets.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

ImVec2 top_left(const Rect& r) { return {r.x, r.y}; }
ImVec2 bottom_right(const Rect& r) { return {r.x + r.width, r.y + r.height}; }

void fill(const Rect& r, ImU32 colour, float rounding, ImDrawFlags corners = 0) {
    ImGui::GetWindowDrawList()->AddRectFilled(top_left(r), bottom_right(r), colour, rounding, corners);
}

void border(const Rect& r, ImU32 colour, float rounding, float thickness = 1) {
    ImGui::GetWindowDrawList()->AddRect(top_left(r), bottom_right(r), colour, rounding, 0, thickness);
}

/// Ground and ink of a button.
struct Ink {
    ImU32 ground, ink;
};

Ink ink_of(const Context& c, Look look, bool hovered) {
    const Palette& p = c.colours;
    switch (look) {
        case Look::accent:
            return {hovered ? faded(p.accent, 0.88f) : p.accent, p.on_accent};
        case Look::raised:
            return {hovered ? p.hover : p.raised, p.text};
        case Look::link:
            return {0, p.accent};
        case Look::plain:
            break;
    }
    return {hovered ? p.raised : 0, hovered ? p.text : p.muted};
}

void maybe_tip(Context& c, const char* words) {
    if (words != nullptr) tip_at_rest(c, words);
}

/// Draws the focus ring where the keyboard is, and brings it into view.
bool is_focused(Context& c, const std::string& name, const Rect& where) {
    if (c.focus.empty() || c.focus != name) return false;
    if (c.layout != nullptr) c.layout->focused = true;
    border({where.x - 2, where.y - 2, where.width + 4, where.height + 4}, c.colours.accent, c.size.rounding + 1, 2);
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowSize().y;
    if (c.focus_moved && (where.y < top + 8 || where.y + where.height > bottom - 8)) ImGui::SetScrollHereY(0.5f);
    return true;
}

struct Press {
    bool clicked = false, hovered = false;
};

/// The part of a button that is not drawn.
Press press(Context& c, const std::string& name, const Rect& where, bool enabled, const char* tip_words) {
    Press found;
    ImGui::BeginDisabled(!enabled);
    found.clicked = hit(c, name, where, &found.hovered) && enabled;
    maybe_tip(c, tip_words);
    ImGui::EndDisabled();
    found.hovered = found.hovered && enabled;
    return found;
}

}  // namespace

void card(Context& c, const Rect& where) {
    fill(where, c.colours.panel, 8);
    border(where, c.colours.line, 8);
}

bool hit(Context& c, const std::string& name, const Rect& where, bool* hovered) {
    if (c.layout != nullptr) {
        c.layout->items[name] = where;
        c.layout->order.emplace_back(name, c.region);
    }
    ImGui::SetCursorScreenPos(top_left(where));
    const bool clicked =
        ImGui::InvisibleButton(name.c_str(), {std::max(where.width, 1.0f), std::max(where.height, 1.0f)});
    if (hovered != nullptr) *hovered = ImGui::IsItemHovered();
    return is_focused(c, name, where) && c.press ? true : clicked;
}

bool button(Context& c, const std::string& name, const Rect& where, std::string_view label, Look look, bool enabled,
            const char* tip_words) {
    const auto [clicked, hovered] = press(c, name, where, enabled, tip_words);
    const Ink ink = ink_of(c, look, hovered);
    const float alpha = enabled ? 1.0f : 0.4f;
    if (ink.ground != 0) fill(where, faded(ink.ground, alpha), c.size.rounding);
    if (look == Look::raised) border(where, c.colours.line, c.size.rounding);
    const bool link = look == Look::link;
    text(c, {where.x + (link ? 0 : 6), where.y, where.width - (link ? 0 : 12), where.height}, c.fonts.regular,
         c.size.text, faded(ink.ink, alpha), label, link ? Align::left : Align::centre);
    if (link && hovered) {
        const float wide = text_width(c.fonts.regular, c.size.text, label);
        const float y = where.y + where.height / 2 + c.size.text * 0.62f;
        ImGui::GetWindowDrawList()->AddLine({where.x, y}, {where.x + wide, y}, ink.ink, 1);
    }
    return clicked;
}

bool icon_button(Context& c, const std::string& name, const Rect& where, Icon icon, bool enabled, const char* tip_words,
                 Look look, std::string_view label) {
    const auto [clicked, hovered] = press(c, name, where, enabled, tip_words);
    const Ink ink = ink_of(c, look, hovered);
    if (ink.ground != 0) fill(where, ink.ground, c.size.rounding);
    if (look == Look::raised) border(where, c.colours.line, c.size.rounding);
    const ImU32 colour = look == Look::raised ? c.colours.muted : ink.ink;
    const float alpha = enabled ? 1.0f : 0.4f, x = where.x + (label.empty() ? where.width / 2 : 18);
    draw_icon(icon, {x, where.y + where.height / 2}, c.size.text * 1.15f,
              faded(hovered ? c.colours.text : colour, alpha));
    if (!label.empty())
        text(c, {where.x + 32, where.y, where.width - 34, where.height}, c.fonts.regular, c.size.text,
             faded(c.colours.text, alpha), label);
    return clicked;
}

bool menu_button(Context& c, const std::string& name, const Rect& where, std::string_view label,
                 const char* tip_words) {
    const bool clicked = button(c, name, where, "", Look::raised, true, tip_words);
    text(c, {where.x + 10, where.y, where.width - 28, where.height}, c.fonts.regular, c.size.text, c.colours.text,
         label);
    const float x = where.x + where.width - 14, y = where.y + where.height / 2;
    ImGui::GetWindowDrawList()->AddTriangleFilled({x - 4, y - 2}, {x + 4, y - 2}, {x, y + 3}, c.colours.muted);
    return clicked;
}

int segmented(Context& c, const std::string& name, const Rect& where, std::span<const Choice> choices, int chosen) {
    fill(where, c.colours.raised, c.size.rounding);
    const float least = c.fingers ? 44.0f : 0.0f;
    const auto width_of = [&](const Choice& choice) {
        return std::max(text_width(c.fonts.regular, c.size.text, choice.label), least);
    };
    float natural = 0;
    for (const Choice& choice : choices) natural += width_of(choice);
    const float spare = std::max(0.0f, (where.width - natural) / static_cast<float>(choices.size()));
    const float squeeze = std::min(1.0f, where.width / std::max(natural, 1.0f));
    int clicked = -1;
    float x = where.x;
    for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
        const Choice& choice = choices[static_cast<std::size_t>(i)];
        const Rect part{x, where.y, width_of(choice) * squeeze + spare, where.height};
        bool hovered = false;
        ImGui::BeginDisabled(!choice.enabled);
        if (hit(c, name + " " + choice.label, part, &hovered)) clicked = i;
        maybe_tip(c, choice.tip);
        ImGui::EndDisabled();
        const bool on = i == chosen;
        if (on)
            fill(part, c.colours.accent, c.size.rounding);
        else if (hovered && choice.enabled)
            fill(part, c.colours.hover, c.size.rounding);
        const ImU32 ink = on ? c.colours.on_accent : hovered ? c.colours.text : c.colours.muted;
        text(c, {part.x + 2, part.y, part.width - 4, part.height}, c.fonts.regular, c.size.text,
             faded(ink, choice.enabled ? 1.0f : 0.4f), choice.label, Align::centre);
        x += part.width;
    }
    border(where, c.colours.line, c.size.rounding);
    return clicked;
}

bool slider(Context& c, const std::string& name, const Rect& where, float& value, float low, float high,
            const char* tip_words, float step) {
    bool hovered = false;
    hit(c, name, where, &hovered);
    maybe_tip(c, tip_words);
    const float radius = c.fingers ? 10.0f : 7.0f;
    const float left = where.x + radius, span = where.width - 2 * radius, middle = where.y + where.height / 2;
    float wanted = value;
    if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
        wanted = low + (high - low) * std::clamp((ImGui::GetIO().MousePos.x - left) / span, 0.0f, 1.0f);
    if (c.focus == name) {
        if (c.layout != nullptr) c.layout->slider_focused = true;
        if (c.nudge != 0)
            wanted = std::clamp(value + static_cast<float>(c.nudge) * (step > 0 ? step : (high - low) / 20), low, high);
    }
    const float at = left + span * (std::clamp(wanted, low, high) - low) / (high - low);
    fill({where.x, middle - 1.5f, where.width, 3}, c.colours.hover, 1.5f);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddCircleFilled({at, middle}, radius, hovered || ImGui::IsItemActive() ? c.colours.text : c.colours.muted);
    draw->AddCircleFilled({at, middle}, radius - 2, c.colours.panel);
    const bool moved = wanted != value;
    value = wanted;
    return moved;
}

bool toggle(Context& c, const std::string& name, const Rect& where, bool& value, std::string_view label,
            const char* tip_words) {
    bool hovered = false;
    const bool clicked = hit(c, name, where, &hovered);
    maybe_tip(c, tip_words);
    if (clicked) value = !value;
    const float height = std::round(c.size.text * 1.3f), width = std::round(height * 1.75f);
    const Rect track{where.x, where.y + (where.height - height) / 2, width, height};
    fill(track, value ? c.colours.accent : c.colours.hover, height / 2);
    const float knob = track.x + (value ? width - height / 2 : height / 2);
    ImGui::GetWindowDrawList()->AddCircleFilled({knob, track.y + height / 2}, height / 2 - 2.5f,
                                                value ? c.colours.on_accent : c.colours.muted);
    text(c, {where.x + width + 8, where.y, where.width - width - 8, where.height}, c.fonts.regular, c.size.text,
         hovered ? c.colours.text : c.colours.muted, label);
    return clicked;
}

void class_bar(Context& c, const Rect& where, std::string_view name, float probability, bool known, bool best,
               bool truth, float label) {
    const ImU32 ink = best ? c.colours.text : c.colours.muted;
    ImFont* font = best ? c.fonts.semibold : c.fonts.regular;
    const float value_width = text_width(c.fonts.regular, c.size.text, "99.9 %") + 2;
    text(c, {where.x, where.y, label, where.height}, best ? c.fonts.semibold : c.fonts.regular, c.size.text, ink, name);
    if (truth)
        ImGui::GetWindowDrawList()->AddCircle({where.x + label, where.y + where.height / 2}, 3, c.colours.muted, 0,
                                              1.5f);
    const Rect track{where.x + label + 8, where.y + where.height / 2 - 4, where.width - value_width - label - 16, 8};
    fill(track, c.colours.raised, 4);
    const float length = known ? track.width * std::clamp(probability, 0.0f, 1.0f) : 0;
    if (length > 0.5f) {
        const float shown = std::max(length, 4.0f);
        fill({track.x, track.y, shown, track.height}, best ? c.colours.accent : c.colours.muted,
             std::min(4.0f, shown / 2));
    }
    text(c, {where.x + where.width - value_width, where.y, value_width, where.height}, font, c.size.text, ink,
         known ? percent(probability) : "\xE2\x80\x93", Align::right);
}

void colour_bar(Context& c, const Rect& where, image::Map map, bool vertical) {
    constexpr int kSteps = 24;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float low = map == image::Map::diverging ? -1.0f : 0.0f;
    const auto colour = [&](int i) {
        const image::Colour k = image::colour_at(map, c.theme, low + (1 - low) * static_cast<float>(i) / kSteps);
        return IM_COL32(k.r, k.g, k.b, 255);
    };
    for (int i = 0; i < kSteps; ++i) {
        const float a = static_cast<float>(i) / kSteps, b = static_cast<float>(i + 1) / kSteps;
        const ImU32 from = colour(i), to = colour(i + 1);
        if (vertical) {
            const float bottom = where.y + where.height;
            draw->AddRectFilledMultiColor({where.x, bottom - b * where.height},
                                          {where.x + where.width, bottom - a * where.height}, to, to, from, from);
        } else {
            draw->AddRectFilledMultiColor({where.x + a * where.width, where.y},
                                          {where.x + b * where.width, where.y + where.height}, from, to, to, from);
        }
    }
    border(where, c.colours.line, 0);
}

void selection_frame(Context& c, const Rect& where) { border(where, c.colours.accent, 6, 2); }

void tip(Context& c, std::string_view words) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {10, 8});
    if (ImGui::BeginTooltip()) {
        if (ImGui::IsWindowAppearing()) c.wants_frame = true;  // it is measured now and shown in the next frame
        ImGui::PushFont(c.fonts.regular, c.size.text);
        ImGui::PushTextWrapPos(320);
        ImGui::TextUnformatted(words.data(), words.data() + words.size());
        ImGui::PopTextWrapPos();
        ImGui::PopFont();
        ImGui::EndTooltip();
    }
    ImGui::PopStyleVar();
}

void tip_at_rest(Context& c, std::string_view words) {
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal))
        tip(c, words);
    else if (ImGui::IsItemHovered())
        c.wants_frame = true;  // no input comes from a pointer that stays, and the delay passes in frames only
}

}  // namespace ui
