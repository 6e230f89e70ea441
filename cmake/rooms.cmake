# The rooms: src/<room> is the static library unpool_<room> and the namespace <room>.
#
# The lists below are the whole layering: a room may use the rooms and libraries of its row and nothing else.
# tests/layers_test.mjs reads them from here.
#
# Files named *_web.cpp, or in a folder web/, are compiled for the page only; *_native.cpp and native/ only natively.
# main.cpp, main_web.cpp, main_native.cpp and engine/exports.cpp belong to the programs (cmake/programs.cmake), not to
# the libraries.

set(UNPOOL_ROOMS base nn explain image hand figure probe io recipe engine app gpu ui platform cli)

set(UNPOOL_USES_base)
set(UNPOOL_USES_nn base)
set(UNPOOL_USES_explain base nn)
set(UNPOOL_USES_image base)
set(UNPOOL_USES_hand base nn image)
set(UNPOOL_USES_figure base image)
set(UNPOOL_USES_probe base nn explain image figure)
set(UNPOOL_USES_io base nn image)
set(UNPOOL_USES_recipe base nn hand io)
set(UNPOOL_USES_engine base nn explain image io recipe)
set(UNPOOL_USES_app base nn explain image hand figure probe io)
set(UNPOOL_USES_gpu base image)
set(UNPOOL_USES_ui base nn explain image figure probe app gpu)
set(UNPOOL_USES_platform base nn explain image figure probe io recipe app gpu ui)
set(UNPOOL_USES_cli base nn explain image hand figure probe io recipe app)

set(UNPOOL_LIBRARIES_nn unpool::eigen)
set(UNPOOL_LIBRARIES_explain unpool::eigen)
set(UNPOOL_LIBRARIES_image unpool::stb)
set(UNPOOL_LIBRARIES_figure unpool::stb unpool::json unpool::assets)
set(UNPOOL_LIBRARIES_probe)
set(UNPOOL_LIBRARIES_io unpool::json)
set(UNPOOL_LIBRARIES_recipe unpool::json)
set(UNPOOL_LIBRARIES_engine unpool::json)
set(UNPOOL_LIBRARIES_app unpool::json unpool::assets)
set(UNPOOL_LIBRARIES_gpu unpool::gl unpool::imgui)
set(UNPOOL_LIBRARIES_ui unpool::imgui unpool::assets)
set(UNPOOL_LIBRARIES_platform unpool::imgui unpool::sdl unpool::gl unpool::json unpool::assets)
if(NOT EMSCRIPTEN)
  list(APPEND UNPOOL_LIBRARIES_platform unpool::threads)
  list(APPEND UNPOOL_LIBRARIES_nn unpool::threads)  # the page trains without
endif()
set(UNPOOL_LIBRARIES_cli unpool::json unpool::cli11 unpool::assets unpool::threads)

# Rooms that need a display are built for the page and, natively, where SDL2 and OpenGL are there.
set(UNPOOL_DISPLAY_ROOMS gpu ui platform)
# Kernels are built for speed; the rest of the page's program for size: whole rooms, and files that do not run at every
# frame.
set(UNPOOL_SMALL_FILES explain/checkpoints explain/evolution explain/correspondence
  explain/deconvnet explain/feeders explain/gradient explain/inside
  explain/invariance explain/lesion explain/mistakes explain/overfit explain/quantiles explain/sanity explain/self_check
  explain/similarity explain/saliency explain/transform explain/transposed
  image/animated_png image/atlas_page image/erase image/fit_picture image/grouping image/ink image/on_paper image/photo
  image/paper image/pieces image/png image/reading_order image/resample image/ruling image/ruling_removal
  image/split image/stb
  nn/class_names nn/classifier nn/cost nn/digits nn/finite nn/identity nn/layer_kinds nn/layout nn/loss nn/network
  nn/train_checks)
set(UNPOOL_SMALL_ROOMS base figure probe app gpu ui platform io recipe engine)
# Natively these are optimised a little only: they call kernels and compute nothing themselves, and they compile in half
# the time.
set(UNPOOL_LIGHT_ROOMS probe app gpu ui platform cli)

function(unpool_room_sources room out)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${room}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main(_web|_native)?\\.cpp$|/engine/exports\\.cpp$")
  if(EMSCRIPTEN)
    list(FILTER sources EXCLUDE REGEX "(_native\\.cpp|/native/[^/]*\\.cpp)$")
  else()
    list(FILTER sources EXCLUDE REGEX "(_web\\.cpp|/web/[^/]*\\.cpp)$")
  endif()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

function(unpool_add_room room)
  unpool_room_sources(${room} sources)
  list(TRANSFORM UNPOOL_USES_${room} PREPEND unpool_ OUTPUT_VARIABLE uses)
  set(target unpool_${room})
  if(NOT sources)
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${target} INTERFACE ${uses})
    return()
  endif()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${uses} PRIVATE unpool_options ${UNPOOL_LIBRARIES_${room}})
  if(EMSCRIPTEN AND room IN_LIST UNPOOL_SMALL_ROOMS AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(${target} PRIVATE -Oz)
  elseif(NOT EMSCRIPTEN AND room IN_LIST UNPOOL_LIGHT_ROOMS AND CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE -O1)
  elseif(UNPOOL_SANITIZE AND room STREQUAL "cli")
    target_compile_options(${target} PRIVATE -O0)  # two fifths of its time went into optimising CLI11
  endif()
endfunction()

if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  foreach(file IN LISTS UNPOOL_SMALL_FILES)
    set_source_files_properties("${PROJECT_SOURCE_DIR}/src/${file}.cpp" PROPERTIES COMPILE_OPTIONS -Oz)
  endforeach()
endif()

# A product and a sum in one rounding would give other random numbers natively than in the page.
set_source_files_properties("${PROJECT_SOURCE_DIR}/src/nn/random.cpp" PROPERTIES COMPILE_OPTIONS -ffp-contract=off)

foreach(room IN LISTS UNPOOL_ROOMS)
  if(room IN_LIST UNPOOL_DISPLAY_ROOMS AND NOT UNPOOL_HAS_DISPLAY)
    continue()
  endif()
  if(room STREQUAL "cli" AND EMSCRIPTEN)
    continue()
  endif()
  unpool_add_room(${room})
endforeach()

if(TARGET unpool_cli)
  unpool_precompile(unpool_cli <CLI/CLI.hpp> <nlohmann/json.hpp>)
endif()
if(EMSCRIPTEN)
  target_compile_definitions(unpool_figure PRIVATE UNPOOL_LENDS_STB_TRUETYPE)
endif()
