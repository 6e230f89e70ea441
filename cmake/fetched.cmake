# Sources that are fetched where no package has them.
#
# Debian: `apt-get source` with a sources list of its own (cmake/debian-source.sh), signatures checked by apt.
# Elsewhere: CMake's FetchContent, pinned.

set(UNPOOL_PIN_imgui  # v1.92.2b
  GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG 45acd5e0e82f4c954432533ae9985ff0e1aad6d5)
set(UNPOOL_PIN_sdl2  # 2.26.5
  GIT_REPOSITORY https://github.com/libsdl-org/SDL.git GIT_TAG ac13ca9ab691e13e8eebe9684740ddcb0d716203)
set(UNPOOL_PIN_eigen  # 3.4.0
  GIT_REPOSITORY https://gitlab.com/libeigen/eigen.git GIT_TAG 3147391d946bb4b6c68edd901f2add6ac1f31f8c)
set(UNPOOL_PIN_json  # v3.11.2
  GIT_REPOSITORY https://github.com/nlohmann/json.git GIT_TAG bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d)
set(UNPOOL_PIN_doctest  # v2.4.9
  GIT_REPOSITORY https://github.com/doctest/doctest.git GIT_TAG b7c21ec5ceeadb4951b00396fc1e4642dd347e5f)
set(UNPOOL_PIN_cli11
  URL https://github.com/CLIUtils/CLI11/archive/v2.1.2.tar.gz
  URL_HASH SHA256=26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb)
set(UNPOOL_PIN_stb  # 2022-09-08; its headers are included as <stb/...>
  GIT_REPOSITORY https://github.com/nothings/stb.git GIT_TAG 8b5f1f37b5b75829fc72d38e7b5d4bcbf8a26d55
  SOURCE_DIR "${CMAKE_BINARY_DIR}/_deps/stb-parent/stb")

# unpool_fetch(<name> <out>): folder of the sources of <name>, as declared below.
function(unpool_fetch name out)
  if(NOT DEFINED UNPOOL_PIN_${name})
    message(FATAL_ERROR
      "${name} was not found and there is no pinned source for it; install its package (docs/dependencies.md)")
  endif()
  message(STATUS "Fetching ${name}")
  FetchContent_Declare(${name} ${UNPOOL_PIN_${name}} SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(${name})
  set(${out} "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

# unpool_debian_source(<package> <out>): folder of the sources of a Debian source package, empty where there is no apt.
function(unpool_debian_source package out)
  set(folder "${UNPOOL_DEPS_DIR}/src/${package}")
  if(NOT EXISTS "${folder}/.complete")
    find_program(UNPOOL_APT_GET apt-get NO_CMAKE_FIND_ROOT_PATH)
    find_program(UNPOOL_DPKG_SOURCE dpkg-source NO_CMAKE_FIND_ROOT_PATH)
    if(NOT UNPOOL_APT_GET OR NOT UNPOOL_DPKG_SOURCE)
      set(${out} "" PARENT_SCOPE)
      return()
    endif()
    execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/debian-source.sh" "${package}" "${UNPOOL_DEPS_DIR}"
      RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      set(folder "")
    endif()
  endif()
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()
