// The one place where stb's PNG reader and writer are compiled.  A damaged or hostile file may ask for any amount of
// memory: no single request above what a 4096 x 4096 picture needs is granted.
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::size_t kMaxRequest = std::size_t{160} << 20;

[[maybe_unused]] void* limited_malloc(std::size_t size) { return size > kMaxRequest ? nullptr : std::malloc(size); }
[[maybe_unused]] void* limited_realloc(void* old, std::size_t size) {
    return size > kMaxRequest ? nullptr : std::realloc(old, size);
}

/// An empty chunk makes stb copy nothing to nowhere, which memcpy forbids.
[[maybe_unused]] void* lenient_copy(void* to, const void* from, std::size_t size) {
    return size == 0 ? to : std::memcpy(to, from, size);
}

}  // namespace

#include <math.h>
#include <string.h>  // before memcpy gets another name

#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_NO_FAILURE_STRINGS
#define STBI_MAX_DIMENSIONS 4096
#define STBI_ASSERT(x) ((void)0)  // stb reports what it finds; nothing it asserts is our mistake
#define STBI_MALLOC(size) limited_malloc(size)
#define STBI_REALLOC(old, size) limited_realloc(old, size)
#define STBI_FREE(old) std::free(old)
#define STB_IMAGE_IMPLEMENTATION
#define memcpy lenient_copy
#include <stb/stb_image.h>
#undef memcpy

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>
