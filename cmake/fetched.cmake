# Sources that are fetched where no package has them.
#
# Debian: `apt-get source` with a sources list of its own (cmake/debian-source.sh), signatures checked by apt.
# Elsewhere: CMake's FetchContent, pinned.

set(UNPOOL_PIN_imgui  # v1.92.2b
  GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG 45acd5e0e82f4c954432533ae9985ff0e1aad6d5)

# unpool_fetch(<name> <out>): folder of the sources of <name>, as declared below.
function(unpool_fetch name out)
  if(NOT DEFINED UNPOOL_PIN_${name})
    message(FATAL_ERROR "${name} was not found and there is no pinned source for it; install its package (docs/dependencies.md)")
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
    execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/debian-source.sh" "${package}" "${UNPOOL_DEPS_DIR}" RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      set(folder "")
    endif()
  endif()
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()
