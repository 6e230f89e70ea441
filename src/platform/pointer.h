// Pointers: what mouse, pen and fingers do, told apart into strokes on the pad, clicks, and scrolling.
//
// The first pointer that touches down is the one that counts until it lifts; others are ignored.  Inside the pad it is
// the pen, and the interface sees it pass but never press.  Elsewhere a mouse is ImGui's.  A finger is undecided at
// first: lifted soon it is a click, dragged along something that scrolls it scrolls, held or dragged otherwise it is a
// press.
#pragma once

#include "app/state.h"

namespace platform {

enum class PointerKind { mouse, touch, pen };

/// Positions are in points, from the window's top left corner.
class Pointers {
public:
    explicit Pointers(app::State& state) : state_(state) {}

    void down(int id, PointerKind kind, float x, float y);
    void move(int id, PointerKind kind, float x, float y);
    void up(int id, float x, float y);

    /// The system took the pointer away, or the window lost the focus: a stroke ends, a press is let go without a
    /// click.
    void cancel(int id);
    void cancel_all();

    /// The mouse left the window.
    void leave();

    /// In ImGui's units: 1 is a notch; positive is up, and left.
    void wheel(float x, float y);

    /// Says again where the pointer is, after a backend that counts in other units did.
    void repeat_position();

    /// Once a frame: fingers held, scrolling that glides out.  True if it wants another frame.
    bool animate(double now);

private:
    enum class Role { none, pen, press, undecided, scroll };

    void pen_at(float x, float y, bool down);
    void press(float x, float y);
    void release(bool click);
    void start_scroll(unsigned window);
    void scroll_to(float y);
    void decide(float x, float y);
    bool glide(double seconds);
    bool on_pad(float x, float y) const;
    bool on_draggable(float x, float y) const;

    app::State& state_;
    Role role_ = Role::none;
    PointerKind kind_ = PointerKind::mouse;
    int id_ = 0;
    float x_ = 0, y_ = 0;              ///< where the pointer is
    float start_x_ = 0, start_y_ = 0;  ///< where it touched down
    int held_frames_ = 0;              ///< drawn since touch down, while undecided
    unsigned scrolled_ = 0;            ///< ImGui's id of the window that scrolls
    float scroll_ = 0, scroll_start_ = 0;
    float velocity_ = 0;     ///< points a second, of the scroll position
    float last_scroll_ = 0;  ///< at the last frame
    double last_frame_ = 0;
};

}  // namespace platform
