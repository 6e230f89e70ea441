# What a picture on a screen needs: Dear ImGui, SDL2 and OpenGL.  Sets UNPOOL_HAS_DISPLAY.
#
#   unpool::imgui            the library and its STL helpers
#   unpool::sdl, unpool::gl  natively the installed ones; for the page SDL2 is compiled from source

set(IMGUI_DIR "" CACHE PATH "Folder with Dear ImGui 1.92's sources")
set(UNPOOL_HAS_DISPLAY OFF)

if(EMSCRIPTEN)
  include("${CMAKE_CURRENT_LIST_DIR}/web.cmake")
else()
  if(NOT UNPOOL_DESKTOP)
    return()
  endif()
  set(OpenGL_GL_PREFERENCE GLVND)
  find_package(SDL2 CONFIG QUIET)
  find_package(OpenGL QUIET)
  if(NOT SDL2_FOUND OR NOT OpenGL_FOUND)
    message(STATUS "No SDL2 or OpenGL: the desktop program is not built (apt-get install libsdl2-dev libgl-dev)")
    return()
  endif()
  add_library(unpool_sdl INTERFACE)
  target_include_directories(unpool_sdl SYSTEM INTERFACE ${SDL2_INCLUDE_DIRS})
  target_link_libraries(unpool_sdl INTERFACE SDL2::SDL2)
  add_library(unpool_gl INTERFACE)
  target_link_libraries(unpool_gl INTERFACE OpenGL::GL ${CMAKE_DL_LIBS})
endif()
add_library(unpool::sdl ALIAS unpool_sdl)
add_library(unpool::gl ALIAS unpool_gl)

# Dear ImGui: given folder, Debian's source package, FetchContent.
set(imgui_source "${IMGUI_DIR}")
if(NOT imgui_source)
  unpool_debian_source(imgui imgui_source)
endif()
if(NOT imgui_source)
  unpool_fetch(imgui imgui_source)
endif()
if(NOT EXISTS "${imgui_source}/imgui.h")
  message(FATAL_ERROR "${imgui_source} has no Dear ImGui; give one with -DIMGUI_DIR=")
endif()
file(STRINGS "${imgui_source}/imgui.h" imgui_version REGEX "#define IMGUI_VERSION_NUM")
string(REGEX REPLACE "[^0-9]" "" imgui_version "${imgui_version}")
if(imgui_version LESS 19200 OR NOT imgui_version LESS 19300)
  message(FATAL_ERROR "Dear ImGui 1.92 is needed (IMGUI_VERSION_NUM 192xx), ${imgui_source} has ${imgui_version}")
endif()
message(STATUS "Dear ImGui ${imgui_version}: ${imgui_source}")

add_library(unpool_imgui STATIC
  "${imgui_source}/imgui.cpp" "${imgui_source}/imgui_draw.cpp"
  "${imgui_source}/imgui_widgets.cpp" "${imgui_source}/misc/cpp/imgui_stdlib.cpp"
  "${CMAKE_CURRENT_LIST_DIR}/imgui_without_tables.cpp")
if(EMSCRIPTEN)
  target_compile_options(unpool_imgui PRIVATE -Oz)
  # src/figure/glyphs.cpp has it
  target_compile_definitions(unpool_imgui PRIVATE IMGUI_DISABLE_STB_TRUETYPE_IMPLEMENTATION)
endif()
target_include_directories(unpool_imgui SYSTEM PUBLIC "${imgui_source}" "${imgui_source}/misc/cpp")
target_compile_definitions(unpool_imgui PUBLIC
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_DISABLE_DEFAULT_FONT
  "ImDrawIdx=unsigned int")  # WebGL has no base vertex: with 16 bits a list of more than 65,536 vertices would shatter

target_compile_options(unpool_imgui PRIVATE -w)
if(NOT EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(unpool_imgui PRIVATE -O1)
endif()
add_library(unpool::imgui ALIAS unpool_imgui)
set(UNPOOL_HAS_DISPLAY ON)
