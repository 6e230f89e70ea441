# Libraries, each as a target unpool::<name>.  In this order: an installed package, a given folder
# (-DIMGUI_DIR=..., -DSDL2_DIR=...), a fetch.  docs/dependencies.md tells the versions and the ways.

include(FetchContent)
include("${CMAKE_CURRENT_LIST_DIR}/fetched.cmake")

set(UNPOOL_DEPS_DIR "${PROJECT_SOURCE_DIR}/build/deps" CACHE PATH "Where fetched sources are kept between builds")

# Declares INTERFACE target unpool::<name> with system include folders.
function(unpool_include_library name)
  add_library(unpool_${name}_headers INTERFACE)
  add_library(unpool::${name} ALIAS unpool_${name}_headers)
  target_include_directories(unpool_${name}_headers SYSTEM INTERFACE ${ARGN})
endfunction()

# A header-only library: found by `header` (installed), else fetched.  Under Emscripten the system's include folder
# would bring glibc's headers with it, so the library's own folder is linked into a folder of its own.
function(unpool_header_library name header)
  cmake_parse_arguments(arg "" "FETCHED" "SUFFIXES" ${ARGN})
  string(TOUPPER "${name}" upper)
  find_path(UNPOOL_${upper}_INCLUDE "${header}" PATHS /usr/include /usr/local/include PATH_SUFFIXES ${arg_SUFFIXES}
    NO_CMAKE_FIND_ROOT_PATH)
  if(UNPOOL_${upper}_INCLUDE)
    set(folder "${UNPOOL_${upper}_INCLUDE}")
    if(EMSCRIPTEN AND folder MATCHES "^/usr/(local/)?include$")
      string(REGEX REPLACE "/.*" "" top "${header}")
      file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/headers")
      file(CREATE_LINK "${folder}/${top}" "${CMAKE_BINARY_DIR}/headers/${top}" SYMBOLIC)
      set(folder "${CMAKE_BINARY_DIR}/headers")
    endif()
  else()
    unpool_fetch(${name} folder)
    set(folder "${folder}/${arg_FETCHED}")
  endif()
  if(EMSCRIPTEN OR NOT folder MATCHES "^/usr/(local/)?include$")
    unpool_include_library(${name} "${folder}")
  else()
    unpool_include_library(${name})
  endif()
endfunction()

unpool_header_library(eigen Eigen/Core SUFFIXES eigen3)
unpool_header_library(json nlohmann/json.hpp FETCHED include)
unpool_header_library(stb stb/stb_image.h FETCHED ..)
if(NOT EMSCRIPTEN)
  unpool_header_library(cli11 CLI/CLI.hpp FETCHED include)
endif()
if(UNPOOL_TESTS)
  unpool_header_library(doctest doctest/doctest.h)
endif()

include("${CMAKE_CURRENT_LIST_DIR}/display.cmake")

if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  add_library(unpool::threads ALIAS Threads::Threads)
endif()
