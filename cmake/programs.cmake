# The programs: unpool (command line), unpool-desktop, unpool-web (the page's program; the target unpool-page splits it
# in two, build-web.sh puts the site together), and unpool-engine (the same rooms without a screen, a WebAssembly module
# for workers, other pages and Node).

set(cli_main "${PROJECT_SOURCE_DIR}/src/cli/main.cpp")
file(GLOB desktop_main CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/platform/main.cpp"
  "${PROJECT_SOURCE_DIR}/src/platform/main_native.cpp")
file(GLOB web_main CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/platform/main.cpp"
  "${PROJECT_SOURCE_DIR}/src/platform/main_web.cpp")

if(NOT EMSCRIPTEN AND EXISTS "${cli_main}")
  add_executable(unpool "${cli_main}")
  target_compile_definitions(unpool PRIVATE UNPOOL_VERSION="${PROJECT_VERSION}")
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(unpool PRIVATE -O1)  # it reads options
  endif()
  target_link_libraries(unpool PRIVATE unpool_cli unpool_options unpool::cli11 unpool::json unpool::assets)
endif()

if(NOT EMSCRIPTEN AND UNPOOL_HAS_DISPLAY AND desktop_main)
  add_executable(unpool-desktop ${desktop_main})
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(unpool-desktop PRIVATE -O1)
  endif()
  target_link_libraries(unpool-desktop PRIVATE unpool_platform unpool_options unpool::cli11 unpool::sdl unpool::assets)
endif()

if(EMSCRIPTEN AND UNPOOL_HAS_DISPLAY AND web_main)
  add_executable(unpool-web ${web_main})
  target_link_libraries(unpool-web PRIVATE unpool_platform unpool_options unpool::sdl unpool::assets)
  unpool_page_link_options(unpool-web)
  unpool_split_program(unpool-web)
endif()

if(EMSCRIPTEN)
  add_executable(unpool-engine "${PROJECT_SOURCE_DIR}/src/engine/exports.cpp")
  set_target_properties(unpool-engine PROPERTIES SUFFIX .wasm)
  target_link_libraries(unpool-engine PRIVATE unpool_engine unpool_options unpool::json)
  unpool_engine_link_options(unpool-engine "${PROJECT_SOURCE_DIR}/src/engine/exports.h")
endif()
