// The seam between the program and what it runs in.  Two twins implement it, native/ and web/; the linker chooses.
#pragma once

#include <SDL.h>

#include "app/effects.h"
#include "app/state.h"

namespace platform {

class MainLoop;

/// Asks SDL for the OpenGL context that there is here; before the window is made.
void request_context();

/// First line of every shader.
const char* shader_version();

/// Whether the window still holds a frame's pixels when the next one is painted.
bool window_keeps_frames();

/// After the window exists: what this host wants changed about it.
void adopt_window(SDL_Window* window);

/// Carries out one wish of the application.
void perform(MainLoop& loop, const app::Effect& effect);

/// One SDL event that is not the window's own; the page takes its input from the browser and ignores them.
void handle_event(MainLoop& loop, const SDL_Event& event);

}  // namespace platform
