// What of SDL2 the page does otherwise: linked with SDL2's sources in place of files that are left out (web.cmake).
#include <GLES3/gl3.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <string.h>

#include "SDL_internal.h"

#include "events/SDL_events_c.h"
#include "events/SDL_windowevents_c.h"
#include "video/SDL_sysvideo.h"
#include "video/emscripten/SDL_emscriptenevents.h"
#include "video/emscripten/SDL_emscriptenvideo.h"

// Emscripten's own knows every function of OpenGL by name, so that all of them would be in the page.  Those that are
// called by name are SDL2's, when it looks at a context.
__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char* name) {
    void* function = NULL;
    if (strcmp(name, "glGetString") == 0) function = (void*)glGetString;
    if (strcmp(name, "glGetStringi") == 0) function = (void*)glGetStringi;
    if (strcmp(name, "glGetIntegerv") == 0) function = (void*)glGetIntegerv;
    if (strcmp(name, "glGetError") == 0) function = (void*)glGetError;
    return (__eglMustCastToProperFunctionPointerType)function;
}

/// The canvas follows its size in the page and the screen's pixels.
static EM_BOOL follow_size(int type, const EmscriptenUiEvent* event, void* user) {
    SDL_WindowData* data = user;
    double width = data->window->w, height = data->window->h;
    const float ratio = (float)emscripten_get_device_pixel_ratio();
    (void)type, (void)event;
    if (data->external_size) emscripten_get_element_css_size(data->canvas_id, &width, &height);
    emscripten_set_canvas_element_size(data->canvas_id, (int)(width * ratio), (int)(height * ratio));
    if (data->pixel_ratio != ratio) data->window->w = 0;  // so that the event is sent although the size is the same
    data->pixel_ratio = ratio;
    SDL_SendWindowEvent(data->window, SDL_WINDOWEVENT_RESIZED, (int)width, (int)height);
    return 0;
}

// SDL's own would stop the browser's keys, round positions to whole pixels, lose strokes that leave the canvas, trip
// over events without the fields it reads, and keep the page out of the back-forward cache: pointers and keys come from
// the shell.
void Emscripten_RegisterEventHandlers(SDL_WindowData* data) {
    emscripten_set_resize_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, data, 0, follow_size);
}

EM_BOOL Emscripten_HandleCanvasResize(int type, const void* reserved, void* user) {
    (void)type, (void)reserved, (void)user;  // of SDL's fullscreen, which the page does not use
    return 0;
}

void Emscripten_UnregisterEventHandlers(SDL_WindowData* data) {
    (void)data;
    emscripten_set_resize_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, NULL, 0, NULL);
}
