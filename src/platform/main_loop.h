// One window, one frame function.  The page calls `frame` when the browser is about to paint, the desktop program in a
// loop; both call it only while there is something to do.
#pragma once

#include <memory>
#include <string>

#include <SDL.h>

#include "app/state.h"
#include "base/result.h"
#include "platform/pointer.h"
#include "platform/window.h"
#include "ui/ui.h"

namespace gpu {
class Screen;
}

namespace platform {

struct WindowOptions {
    int width = 1280, height = 720;  ///< in points
    float scale = 1.0f;              ///< window units a point, where the system does not scale by itself
};

class MainLoop {
public:
    explicit MainLoop(app::State state);
    ~MainLoop();
    MainLoop(const MainLoop&) = delete;
    MainLoop& operator=(const MainLoop&) = delete;

    /// Errors: no window, no OpenGL context.
    base::Status open(const WindowOptions& options);

    /// Draws one frame; `now` in seconds.  True if another one is wanted without any input.
    bool frame(double now);

    /// Something happened: draw the next few frames (ImGui settles in three).
    void wake() { frames_wanted_ = kSettlingFrames; }

    /// Recomputes at once what a change left stale, for callers that read the state next.
    void refresh();

    /// Hands what the state wants of the world to the platform; every frame ends with it.
    void perform_effects();

    /// Fills the screen with the window, or gives it back.
    void change_full_screen();

    /// The graphics context was lost; there is a new one.  Between the two nothing is drawn.
    void device_lost();
    void device_restored();

    /// How frames come to the screen.
    gpu::Screen& screen() { return *screen_; }

    bool quit_wanted() const { return quit_; }
    void quit() { quit_ = true; }
    float scale() const { return scale_; }
    app::State& state() { return state_; }
    Pointers& pointers() { return pointers_; }

private:
    static constexpr int kSettlingFrames = 3;

    void handle_events();
    void handle_window_event(int event);
    void begin_frame();
    void render();

    app::State state_;
    Pointers pointers_;
    std::unique_ptr<ui::Ui> ui_;
    SDL_Window* window_ = nullptr;
    SDL_GLContext context_ = nullptr;
    Window shown_;
    std::unique_ptr<gpu::Screen> screen_;
    float scale_ = 1.0f;
    int frames_wanted_ = kSettlingFrames;
    bool device_ok_ = false;
    bool quit_ = false;
};

}  // namespace platform
