// What SDL2 would bring into the page and nobody uses there, in a few lines: a part of SDL2's library for the page.
#include <GLES3/gl3.h>
#include <SDL_gamecontroller.h>
#include <string.h>

// Emscripten's own knows every function of OpenGL by name, so that all of them would be in the page.  Those that are
// called by name are SDL2's, when it looks at a context.
void* eglGetProcAddress(const char* name) {
    if (strcmp(name, "glGetString") == 0) return (void*)glGetString;
    if (strcmp(name, "glGetStringi") == 0) return (void*)glGetStringi;
    if (strcmp(name, "glGetIntegerv") == 0) return (void*)glGetIntegerv;
    if (strcmp(name, "glGetError") == 0) return (void*)glGetError;
    return NULL;
}

// Dear ImGui's backend could read gamepads; the page listens to none.
int SDL_NumJoysticks(void) { return 0; }
SDL_bool SDL_IsGameController(int index) {
    (void)index;
    return SDL_FALSE;
}
SDL_GameController* SDL_GameControllerOpen(int index) {
    (void)index;
    return NULL;
}
void SDL_GameControllerClose(SDL_GameController* pad) { (void)pad; }
Sint16 SDL_GameControllerGetAxis(SDL_GameController* pad, SDL_GameControllerAxis axis) {
    (void)pad;
    (void)axis;
    return 0;
}
Uint8 SDL_GameControllerGetButton(SDL_GameController* pad, SDL_GameControllerButton button) {
    (void)pad;
    (void)button;
    return 0;
}
