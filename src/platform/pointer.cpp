// See pointer.h.
#include "platform/pointer.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

#include "app/actions.h"

namespace platform {
namespace {

constexpr float kDragDistance = 8.0f;  // points; less is an unsteady finger
constexpr int kHoldFrames =
    15;  // longer is a press, not the start of scrolling; frames, so that a slow machine does not guess
constexpr float kSlowest = 20.0f;  // points a second; slower glides stand still
constexpr float kFriction = 4.0f;  // a second; speed falls to 1/e in a quarter of a second

/// The innermost window at a place that can scroll up and down; 0 if none can.
unsigned scrollable_at(float x, float y) {
    ImGuiWindow* window = nullptr;
    ImGuiWindow* under = nullptr;
    ImGui::FindHoveredWindowEx(ImVec2(x, y), false, &window, &under);
    while (window && window->ScrollMax.y <= 0.0f)
        window = (window->Flags & ImGuiWindowFlags_ChildWindow) ? window->ParentWindow : nullptr;
    return window ? window->ID : 0;
}

bool popup_is_open() { return ImGui::GetCurrentContext()->OpenPopupStack.Size > 0; }

void tell_source(PointerKind kind) {
    constexpr ImGuiMouseSource kSources[] = {ImGuiMouseSource_Mouse, ImGuiMouseSource_TouchScreen,
                                             ImGuiMouseSource_Pen};
    ImGui::GetIO().AddMouseSourceEvent(kSources[static_cast<int>(kind)]);
}

}  // namespace

bool Pointers::on_pad(float x, float y) const {
    return state_.layout.pad_reachable && state_.layout.pad.contains(x, y) && !popup_is_open();
}

/// A picture that is dragged claims the finger: nothing scrolls under it.
bool Pointers::on_draggable(float x, float y) const {
    const std::vector<app::Rect>& all = state_.layout.draggable;
    return state_.sheet == app::Sheet::none && !popup_is_open() &&
           std::any_of(all.begin(), all.end(), [&](const app::Rect& r) { return r.contains(x, y); });
}

void Pointers::pen_at(float x, float y, bool down) {
    const app::Rect& pad = state_.layout.pad;
    if (pad.width <= 0 || pad.height <= 0) return;
    const image::Point point{(x - pad.x) / pad.width, (y - pad.y) / pad.height};
    if (down)
        app::pen_down(state_, point);
    else
        app::pen_move(state_, point);
}

void Pointers::down(int id, PointerKind kind, float x, float y) {
    if (role_ != Role::none) return;
    id_ = id;
    kind_ = kind;
    x_ = start_x_ = x;
    y_ = start_y_ = y;
    held_frames_ = 0;
    velocity_ = 0;
    state_.touch = kind == PointerKind::touch;
    tell_source(kind);
    app::touch_introduction(state_, x, y);
    if (on_pad(x, y)) {
        role_ = Role::pen;
        ImGui::GetIO().AddMousePosEvent(x, y);
        pen_at(x, y, true);
    } else if (kind == PointerKind::touch && !on_draggable(x, y)) {
        role_ = Role::undecided;
    } else {
        press(x, y);
    }
}

void Pointers::press(float x, float y) {
    role_ = Role::press;
    ImGui::GetIO().AddMousePosEvent(x, y);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
}

void Pointers::move(int id, PointerKind kind, float x, float y) {
    if (role_ != Role::none && id != id_) return;
    x_ = x;
    y_ = y;
    switch (role_) {
        case Role::none:
            state_.touch = kind == PointerKind::touch;
            tell_source(kind);
            ImGui::GetIO().AddMousePosEvent(x, y);
            break;
        case Role::pen:
            pen_at(x, y, false);
            ImGui::GetIO().AddMousePosEvent(x, y);
            break;
        case Role::press:
            ImGui::GetIO().AddMousePosEvent(x, y);
            break;
        case Role::undecided:
            decide(x, y);
            break;
        case Role::scroll:
            scroll_to(y);
            break;
    }
}

void Pointers::decide(float x, float y) {
    const float dx = std::abs(x - start_x_), dy = std::abs(y - start_y_);
    if (std::max(dx, dy) < kDragDistance) return;
    const unsigned window = dy > dx ? scrollable_at(start_x_, start_y_) : 0;
    if (window) {
        start_scroll(window);
        scroll_to(y);
    } else {
        press(start_x_, start_y_);
        ImGui::GetIO().AddMousePosEvent(x, y);
    }
}

void Pointers::start_scroll(unsigned window) {
    role_ = Role::scroll;
    scrolled_ = window;
    const ImGuiWindow* found = ImGui::FindWindowByID(window);
    scroll_ = last_scroll_ = scroll_start_ = found ? found->Scroll.y : 0.0f;
}

void Pointers::scroll_to(float y) {
    ImGuiWindow* window = ImGui::FindWindowByID(scrolled_);
    if (!window) return;
    scroll_ = std::clamp(scroll_start_ + start_y_ - y, 0.0f, window->ScrollMax.y);
    ImGui::SetScrollY(window, scroll_);
}

void Pointers::up(int id, float x, float y) {
    if (id != id_ || role_ == Role::none) return;
    x_ = x;
    y_ = y;
    if (role_ == Role::pen) {
        pen_at(x, y, false);
        app::pen_up(state_);
    } else if (role_ == Role::undecided) {
        press(start_x_, start_y_);
        release(true);
    } else if (role_ == Role::press) {
        ImGui::GetIO().AddMousePosEvent(x, y);
        release(true);
    }
    const bool scrolled = role_ == Role::scroll;
    role_ = Role::none;
    if (!scrolled || state_.reduced_motion) velocity_ = 0;
    // A finger that is gone hovers over nothing.
    if (kind_ == PointerKind::touch) ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void Pointers::release(bool click) {
    ImGuiIO& io = ImGui::GetIO();
    if (!click) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    io.AddMouseButtonEvent(0, false);
}

void Pointers::cancel(int id) {
    if (id == id_ && role_ != Role::none) cancel_all();
}

void Pointers::cancel_all() {
    if (role_ == Role::pen) app::pen_up(state_);
    if (role_ == Role::press) release(false);
    role_ = Role::none;
    velocity_ = 0;
}

void Pointers::leave() {
    if (role_ == Role::none) ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void Pointers::wheel(float x, float y) {
    velocity_ = 0;
    ImGui::GetIO().AddMouseWheelEvent(x, y);
}

void Pointers::repeat_position() {
    if (kind_ != PointerKind::touch || role_ == Role::press) ImGui::GetIO().AddMousePosEvent(x_, y_);
}

bool Pointers::animate(double now) {
    const double seconds = std::clamp(now - last_frame_, 0.001, 0.1);
    last_frame_ = now;
    if (role_ == Role::undecided && ++held_frames_ > kHoldFrames) press(start_x_, start_y_);
    if (role_ == Role::scroll) {
        const float speed = (scroll_ - last_scroll_) / static_cast<float>(seconds);
        velocity_ = 0.6f * speed + 0.4f * velocity_;
        last_scroll_ = scroll_;
        return true;
    }
    return glide(seconds) || role_ == Role::undecided;
}

bool Pointers::glide(double seconds) {
    ImGuiWindow* window = velocity_ != 0 ? ImGui::FindWindowByID(scrolled_) : nullptr;
    if (!window || std::abs(velocity_) < kSlowest) {
        velocity_ = 0;
        return false;
    }
    const auto step = static_cast<float>(seconds);
    scroll_ = std::clamp(scroll_ + velocity_ * step, 0.0f, window->ScrollMax.y);
    velocity_ *= std::exp(-kFriction * step);
    if (scroll_ <= 0.0f || scroll_ >= window->ScrollMax.y) velocity_ = 0;
    ImGui::SetScrollY(window, scroll_);
    return true;
}

}  // namespace platform
