# What our own code is compiled with (target unpool_options), and what everything is compiled with.

# What was compiled before is taken from ccache where it is installed; a checkout's own folder does not matter to it.
# On the page's side emcc calls it itself (cmake/web-toolchain.cmake).  The two kinds of sloppiness are what it asks for
# before it touches precompiled headers.
find_program(UNPOOL_CCACHE ccache NO_CMAKE_FIND_ROOT_PATH)
if(UNPOOL_CCACHE AND NOT EMSCRIPTEN AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  foreach(language C CXX)
    set(CMAKE_${language}_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR};CCACHE_NOHASHDIR=1"
      "CCACHE_SLOPPINESS=pch_defines,time_macros;${UNPOOL_CCACHE}")
  endforeach()
endif()

add_library(unpool_options INTERFACE)
target_compile_options(unpool_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns of overlaps inside std::string's own operator+ (GCC bug 105651).
  target_compile_options(unpool_options INTERFACE -Wno-restrict)
endif()
if(UNPOOL_WERROR)
  target_compile_options(unpool_options INTERFACE -Werror)
endif()
# nlohmann-json must look the same in every file that includes it.
target_compile_definitions(unpool_options INTERFACE JSON_NOEXCEPTION)

# -O3 is CMake's own Release level for GCC and clang.  -ffast-math is never used: NaN checks must work.
if(EMSCRIPTEN)
  add_compile_options(-msimd128 -fno-exceptions $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
elseif(UNPOOL_ISA AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  add_compile_options(-march=${UNPOOL_ISA})
endif()

if(UNPOOL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  add_compile_definitions(UNPOOL_SANITIZED)  # tests of accuracy look at fewer digits
endif()
if(UNPOOL_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "UNPOOL_FUZZ needs clang (libFuzzer); use: cmake --preset asan")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# unpool_precompile(<target> <header>...): headers that most files of a target include, read once.  Only with GCC, so
# that the sanitised build (clang) and the page's still find a file that forgot an include line.
function(unpool_precompile target)
  if(UNPOOL_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)  # for ccache
  endif()
endfunction()
