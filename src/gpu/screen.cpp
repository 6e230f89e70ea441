// See screen.h.
#include "gpu/screen.h"

#include "gpu/gl.h"

namespace gpu {

void begin_frame(int width, int height, const float rgb[3]) {
    glViewport(0, 0, width, height);
    glClearColor(rgb[0], rgb[1], rgb[2], 1.0f);
    glClear(GL_COLOR_BUFFER_BIT);
}

const char* renderer_name() {
    const GLubyte* name = glGetString(GL_RENDERER);
    return name ? reinterpret_cast<const char*>(name) : "unknown";
}

}  // namespace gpu
