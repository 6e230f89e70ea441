// The page's twin of host.h: the browser's events come in through web/exports.cpp, wishes go out to Module.unpoolHost.
#include "platform/host.h"

#include <emscripten.h>
#include <emscripten/html5.h>

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

/// SDL would stop the browser's own keys, round positions to whole pixels, lose strokes that leave the canvas, trip
/// over events without the fields it reads, and keep the page out of the back-forward cache: input comes from the shell
/// instead.  SDL keeps the window, its size and the cursor.
void adopt_window(SDL_Window*) {
    constexpr const char* kCanvas = "#canvas";
    emscripten_set_keydown_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_keyup_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_keypress_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_mousedown_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_mouseup_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
    emscripten_set_mousemove_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_mouseenter_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_mouseleave_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_wheel_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_touchstart_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_touchmove_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_touchend_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_touchcancel_callback(kCanvas, nullptr, 0, nullptr);
    emscripten_set_focus_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, 0, nullptr);
    emscripten_set_blur_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, 0, nullptr);
    emscripten_set_pointerlockchange_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
    emscripten_set_fullscreenchange_callback(EMSCRIPTEN_EVENT_TARGET_DOCUMENT, nullptr, 0, nullptr);
    emscripten_set_visibilitychange_callback(nullptr, 0, nullptr);
    emscripten_set_beforeunload_callback(nullptr, nullptr);
}

void perform(MainLoop&, const app::Effect& effect) {
    host_effect(app::effect_name(effect.kind), effect.text.c_str(), effect.name.c_str(), effect.bytes.data(),
                static_cast<int>(effect.bytes.size()));
}

void handle_event(MainLoop&, const SDL_Event&) {}

}  // namespace platform
