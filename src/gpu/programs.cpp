// See programs.h.
#include "gpu/programs.h"

#include "gpu/gl.h"

namespace gpu {
namespace {

constexpr const char* kVertices = R"(
precision highp float;
uniform vec2 Scale;
in vec2 Position;
in vec2 Place;
in vec4 Colour;
out vec2 place;
out vec4 colour;
void main() {
    place = Place;
    colour = Colour;
    gl_Position = vec4(Position * Scale + vec2(-1.0, 1.0), 0.0, 1.0);
}
)";

// By Kind.  The font's texture has one channel.
constexpr const char* kPixels[] = {R"(
precision mediump float;
in vec4 colour;
out vec4 pixel;
void main() { pixel = colour; }
)",
                                   R"(
precision highp float;
uniform sampler2D Texture;
in vec2 place;
in vec4 colour;
out vec4 pixel;
void main() { pixel = vec4(colour.rgb, colour.a * texture(Texture, place).r); }
)",
                                   R"(
precision highp float;
uniform sampler2D Texture;
in vec2 place;
in vec4 colour;
out vec4 pixel;
void main() { pixel = colour * texture(Texture, place); }
)"};

void attach(GLuint program, GLenum type, const char* version, const char* text) {
    const GLuint shader = glCreateShader(type);
    const char* parts[] = {version, text};
    glShaderSource(shader, 2, parts, nullptr);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
}

}  // namespace

/// All are begun before the first is asked about: asking waits for its compiler.
bool Programs::make(const char* version) {
    for (int kind = 0; kind < kKinds; ++kind) {
        const GLuint program = programs_[kind].name = glCreateProgram();
        attach(program, GL_VERTEX_SHADER, version, kVertices);
        attach(program, GL_FRAGMENT_SHADER, version, kPixels[kind]);
        glBindAttribLocation(program, kPosition, "Position");
        glBindAttribLocation(program, kPlace, "Place");
        glBindAttribLocation(program, kColour, "Colour");
        glLinkProgram(program);
    }
    for (Program& program : programs_) {
        GLint linked = GL_FALSE;
        glGetProgramiv(program.name, GL_LINK_STATUS, &linked);
        if (linked != GL_TRUE) return false;
        program.scale = glGetUniformLocation(program.name, "Scale");
    }
    return true;
}

void Programs::use(Kind kind, float width, float height) {
    Program& program = programs_[static_cast<int>(kind)];
    glUseProgram(program.name);
    if (program.width == width && program.height == height) return;
    program.width = width;
    program.height = height;
    glUniform2f(program.scale, 2.0f / width, -2.0f / height);
}

}  // namespace gpu
