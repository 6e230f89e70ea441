// What Dear ImGui must know of the window and what it wants of it: size, time, focus, the pointer's shape.
#pragma once

#include <SDL.h>

namespace platform {

class Window {
public:
    /// Before each of Dear ImGui's frames: the size in window units, pixels a unit, and the time since the last.
    void begin_frame(SDL_Window* window);

    /// After it: the pointer takes the shape that was asked for.
    void show_cursor();

private:
    static constexpr int kCursors = 16;  ///< more than Dear ImGui has
    Uint64 last_ = 0;
    int cursor_ = -1;  ///< the one on show
    SDL_Cursor* cursors_[kCursors] = {};
};

}  // namespace platform
