# Emscripten, from Debian's package or from emsdk, with what Debian's 3.1.6 needs to work:
#   NODE_PATH    its optimiser needs acorn, which a node that is not Debian's does not find
#   EM_CACHE     a writable copy of its frozen cache, so that system libraries it lacks can be made
# Both must reach the compiler at build time too: hence the launchers.

find_program(UNPOOL_EMCC emcc HINTS "$ENV{EMSDK}/upstream/emscripten")
if(NOT UNPOOL_EMCC)
  message(FATAL_ERROR
    "Emscripten's emcc was not found; install it with `apt-get install emscripten`, "
    "or activate an emsdk (docs/dependencies.md)")
endif()
get_filename_component(emcc_real "${UNPOOL_EMCC}" REALPATH)
get_filename_component(emcc_folder "${emcc_real}" DIRECTORY)
find_file(UNPOOL_EMSCRIPTEN_TOOLCHAIN Emscripten.cmake
  PATHS "${emcc_folder}/cmake/Modules/Platform" /usr/share/emscripten/cmake/Modules/Platform
  NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(NOT UNPOOL_EMSCRIPTEN_TOOLCHAIN)
  message(FATAL_ERROR "Emscripten.cmake was not found beside ${emcc_real}; is Emscripten whole?")
endif()

set(web_environment)
if(EXISTS /usr/share/emscripten/cache AND NOT DEFINED ENV{EMSDK})
  get_filename_component(em_cache "${CMAKE_CURRENT_LIST_DIR}/../build/deps/em-cache" ABSOLUTE)
  if(NOT EXISTS "${em_cache}/sysroot")
    message(STATUS "Copying Emscripten's cache to ${em_cache}")
    file(COPY /usr/share/emscripten/cache/ DESTINATION "${em_cache}")
  endif()
  set(ENV{EM_CACHE} "${em_cache}")
  set(ENV{EM_FROZEN_CACHE} 0)
  set(ENV{NODE_PATH} "/usr/share/nodejs:/usr/lib/nodejs")
  get_filename_component(closure "${CMAKE_CURRENT_LIST_DIR}/../node_modules/.bin/google-closure-compiler" ABSOLUTE)
  set(web_environment
    "EM_CACHE=${em_cache};EM_FROZEN_CACHE=0;NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs;EM_CLOSURE_COMPILER=${closure}")
endif()

include("${UNPOOL_EMSCRIPTEN_TOOLCHAIN}")

find_program(UNPOOL_CCACHE ccache NO_CMAKE_FIND_ROOT_PATH)
if(UNPOOL_CCACHE)
  get_filename_component(project_folder "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
  list(APPEND web_environment "EM_COMPILER_WRAPPER=${UNPOOL_CCACHE}" "CCACHE_BASEDIR=${project_folder}"
    CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros)
endif()
if(web_environment)
  find_program(UNPOOL_ENV env NO_CMAKE_FIND_ROOT_PATH)
  foreach(language C CXX)
    set(CMAKE_${language}_COMPILER_LAUNCHER "${UNPOOL_ENV};${web_environment}")
    set(CMAKE_${language}_LINKER_LAUNCHER "${UNPOOL_ENV};${web_environment}")
  endforeach()
endif()

# Debian's toolchain file asks node for --experimental-wasm-threads, which node 20 refuses; and its programs would
# fetch() their wasm by path, which node 20 refuses too.
find_program(UNPOOL_NODE node NO_CMAKE_FIND_ROOT_PATH)
set(CMAKE_CROSSCOMPILING_EMULATOR "${UNPOOL_NODE};--no-experimental-fetch")
