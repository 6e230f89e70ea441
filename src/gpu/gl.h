// OpenGL's names, wherever this is built: WebGL2 on the page, OpenGL on the desktop.
#pragma once

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <SDL2/SDL_opengl.h>
#endif
