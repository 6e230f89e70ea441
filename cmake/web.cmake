# The page's toolchain: SDL2 and OpenGL targets, link options of the page's program and of the tests under Node.
#
# SDL2 is compiled from Debian's source (or -DSDL2_DIR=, a folder with SDL2's sources) by the list of files below: its
# own configure probes for minutes.  Sound, joysticks, haptics, sensors and SDL's own renderer are left out;
# sdl_for_the_page.c stands in for what others call.

set(SDL2_DIR "" CACHE PATH "Folder with SDL2's sources (include/, src/), 2.26 or later")

add_library(unpool_sdl INTERFACE)
add_library(unpool_gl INTERFACE)

set(sdl_source "${SDL2_DIR}")
if(NOT sdl_source)
  unpool_debian_source(libsdl2 sdl_source)
endif()
if(NOT sdl_source)
  unpool_fetch(sdl2 sdl_source)
endif()

file(GLOB sdl_files
  "${sdl_source}/src/*.c" "${sdl_source}/src/libm/*.c"
  "${sdl_source}/src/stdlib/*.c" "${sdl_source}/src/thread/*.c" "${sdl_source}/src/thread/generic/*.c"
  "${sdl_source}/src/events/*.c" "${sdl_source}/src/video/*.c" "${sdl_source}/src/video/emscripten/*.c"
  "${sdl_source}/src/video/yuv2rgb/yuv_rgb*.c")
foreach(file
    atomic/SDL_atomic.c atomic/SDL_spinlock.c cpuinfo/SDL_cpuinfo.c dynapi/SDL_dynapi.c file/SDL_rwops.c
    filesystem/emscripten/SDL_sysfilesystem.c loadso/dlopen/SDL_sysloadso.c locale/SDL_locale.c
    locale/emscripten/SDL_syslocale.c misc/SDL_url.c misc/emscripten/SDL_sysurl.c
    power/SDL_power.c power/emscripten/SDL_syspower.c
    render/SDL_render.c render/SDL_yuv_sw.c sensor/SDL_sensor.c sensor/dummy/SDL_dummysensor.c timer/SDL_timer.c
    timer/unix/SDL_systimer.c)
  if(EXISTS "${sdl_source}/src/${file}")
    list(APPEND sdl_files "${sdl_source}/src/${file}")
  endif()
endforeach()
list(FILTER sdl_files EXCLUDE REGEX
  "/SDL_mslibc\\.c$|/imKStoUCS\\.c$|/SDL_keysym_to_scancode\\.c$|/SDL_emscriptenevents\\.c$")
add_library(unpool_sdl_static STATIC ${sdl_files} "${CMAKE_CURRENT_LIST_DIR}/sdl_for_the_page.c")
target_include_directories(unpool_sdl_static SYSTEM PUBLIC "${sdl_source}/include" PRIVATE "${sdl_source}/src")
target_compile_options(unpool_sdl_static PRIVATE -Os -w)
target_compile_definitions(unpool_sdl_static PRIVATE
  SDL_LEAN_AND_MEAN=1  # no software blitters: OpenGL draws
  SDL_AUDIO_DISABLED=1 SDL_JOYSTICK_DISABLED=1 SDL_SENSOR_DISABLED=1 SDL_RENDER_DISABLED=1)
target_link_libraries(unpool_sdl INTERFACE unpool_sdl_static)
message(STATUS "SDL2 for the page: ${sdl_source}")

# The page's program: bin/unpool-web.js and bin/unpool-web.wasm.
function(unpool_page_link_options target)
  # SDL2 calls it from JavaScript.  In a file, because no two shells agree on dollars.
  file(WRITE "${CMAKE_BINARY_DIR}/library-functions.json" "[\"$dynCall\"]")
  target_link_options(${target} PRIVATE
    --profiling-funcs  # names of functions, for the split, which leaves them out
    -Oz  # of the link only: what is compiled for speed stays so
    # What only one function calls stays a function of its own: the split may be there, and it is smaller packed.
    -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=0
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
    -sFILESYSTEM=0
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=33554432
    -sMALLOC=emmalloc
    -sDYNAMIC_EXECUTION=0
    -sENVIRONMENT=web
    -sMODULARIZE=1 -sEXPORT_NAME=createUnpool
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAPF32,UTF8ToString,stringToUTF8,lengthBytesUTF8
    -sDEFAULT_LIBRARY_FUNCS_TO_INCLUDE=@${CMAKE_BINARY_DIR}/library-functions.json)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_link_options(${target} PRIVATE -O1 -sASSERTIONS=1)
  endif()
  # Optional: halves the JavaScript.  npm's package, because Debian's closure-compiler is too old for Debian's emcc; the
  # toolchain file says where it is (EM_CLOSURE_COMPILER).
  set(closure "${PROJECT_SOURCE_DIR}/node_modules/.bin/google-closure-compiler")
  if(EXISTS "${closure}" AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_link_options(${target} PRIVATE --closure 1)
  endif()
endfunction()

# The page's program in two parts: bin/unpool-first.wasm and bin/unpool-rest.wasm, by cmake/second-part.txt.
function(unpool_split_program target)
  find_program(UNPOOL_NODE node NO_CMAKE_FIND_ROOT_PATH)
  set(bin "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  set(script "${PROJECT_SOURCE_DIR}/cmake/split-program.mjs")
  set(list "${PROJECT_SOURCE_DIR}/cmake/second-part.txt")
  add_custom_command(OUTPUT "${bin}/unpool-first.wasm" "${bin}/unpool-rest.wasm"
    COMMAND "${UNPOOL_NODE}" "${script}" --program "${bin}/unpool-web.wasm" --list "${list}"
      --first "${bin}/unpool-first.wasm" --second "${bin}/unpool-rest.wasm" --doors "${bin}/doors.txt"
    DEPENDS ${target} "${script}" "${list}"
    COMMENT "Splitting the page's program" VERBATIM)
  add_custom_target(unpool-page ALL DEPENDS "${bin}/unpool-first.wasm" "${bin}/unpool-rest.wasm")
endfunction()

# The engine: bin/unpool-engine.wasm and no JavaScript; shell/engine/unpool-engine.mjs loads it.  Its functions are
# those that the header declares.
function(unpool_engine_link_options target header)
  file(STRINGS "${header}" lines REGEX "[ *]engine_[a-z]+\\(")
  set(functions _malloc _free)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "engine_[a-z]+" name "${line}")
    list(APPEND functions "_${name}")
  endforeach()
  list(REMOVE_DUPLICATES functions)
  list(JOIN functions "," functions)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
  target_link_options(${target} PRIVATE
    -O3 -sSTANDALONE_WASM=1 --no-entry
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16777216 -sMALLOC=emmalloc
    "-sEXPORTED_FUNCTIONS=${functions}")
endfunction()

# Tests under Node: one file with the wasm inside, files of the machine readable.
function(unpool_node_link_options target)
  target_link_options(${target} PRIVATE
    -O1 -sENVIRONMENT=node -sSINGLE_FILE=1 -sNODERAWFS=1 -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=67108864 -sASSERTIONS=1)
endfunction()
