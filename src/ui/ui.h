// The user interface: ImGui and nothing else.  One call a frame.
#pragma once

#include <memory>

#include "app/state.h"

namespace ui {

/// Fonts, theme, textures.  Make one after the ImGui context and its renderer exist.
class Ui {
public:
    Ui();
    ~Ui();

    /// Draws one frame into the current ImGui frame (between NewFrame and Render) and uploads what changed.
    void draw(app::State& state);

    /// The graphics context was lost / is there again: textures are made anew from their copies in memory.
    void device_lost();
    void device_restored();

    /// Background of the window, 0..1.
    void background(const app::State& state, float rgb[3]) const;

    /// How many frames the interface still wants without input (a tooltip's delay, a fade).
    bool wants_frame() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Keyboard: true if the key was one of ours.  `key` is a lower-case name: "z", "0".."9", "left", "escape", "?"...
bool handle_key(app::State& state, const char* key, bool ctrl_or_cmd, bool shift);

}  // namespace ui
