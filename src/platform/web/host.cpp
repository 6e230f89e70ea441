// The page's twin of host.h: the browser's events come in through web/exports.cpp, wishes go out to Module.unpoolHost.
#include "platform/host.h"

#include <emscripten.h>

namespace platform {
namespace {

// shell/js/60-files.js has the other end, a function for each kind's name.
EM_JS(void, host_effect, (const char* kind, const char* text, const char* name, const unsigned char* bytes, int size), {
    Module['unpoolHost'](UTF8ToString(kind), UTF8ToString(text), UTF8ToString(name), HEAPU8.slice(bytes, bytes + size));
})

}  // namespace

void request_context() {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
}

const char* shader_version() { return "#version 300 es"; }

/// The shell asks for a context that does (preserveDrawingBuffer).
bool window_keeps_frames() { return true; }

/// SDL keeps the window, its size and the cursor; input comes from the shell (cmake/sdl_for_the_page.c).
void adopt_window(SDL_Window*) {}

void perform(MainLoop&, const app::Effect& effect) {
    host_effect(app::effect_name(effect.kind), effect.text.c_str(), effect.name.c_str(), effect.bytes.data(),
                static_cast<int>(effect.bytes.size()));
}

void handle_event(MainLoop&, const SDL_Event&) {}

}  // namespace platform
