# Fonts, texts and weights as arrays inside the programs: unpool::assets, headers in <build>/generated/assets/.
#
#   assets/fonts.h     inter_regular, inter_semibold: subsets made from the installed fonts
#   assets/texts.h     text("name"): assets/text/name.md; text("measures"): weights/measures.csv
#   assets/reference.h reference_model, reference_tensors: tests/reference (native programs only)
#   assets/weights.h   weights("name"): weights/name.safetensors (native programs only: the page fetches them)
# Each array comes with `<array>_size`.

set(generated "${CMAKE_BINARY_DIR}/generated")
set(assets_cmake "${CMAKE_CURRENT_LIST_DIR}")

# --- Fonts ------------------------------------------------------------------------------------------------------------
set(UNPOOL_FONT_DIRS "/usr/share/fonts/opentype/inter" CACHE STRING
  "Folders with Inter-Regular and Inter-SemiBold (.otf or .ttf)")

find_program(UNPOOL_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
find_program(UNPOOL_PYTHON NAMES python3 python NO_CMAKE_FIND_ROOT_PATH)
set(subset_tool "${assets_cmake}/subset-font.py")
set(font_arrays)
foreach(pair inter_regular:Inter-Regular inter_semibold:Inter-SemiBold)
  string(REPLACE ":" ";" pair "${pair}")
  list(GET pair 0 array)
  list(GET pair 1 face)
  find_file(UNPOOL_FONT_${array} NAMES ${face}.otf ${face}.ttf PATHS ${UNPOOL_FONT_DIRS} NO_DEFAULT_PATH
    NO_CMAKE_FIND_ROOT_PATH)
  if(NOT UNPOOL_FONT_${array})
    message(FATAL_ERROR
      "The font ${face} was not found in ${UNPOOL_FONT_DIRS}; "
      "apt-get install fonts-inter, or give its folder with -DUNPOOL_FONT_DIRS=")
  endif()
  set(subset "${generated}/fonts/${face}.otf")
  add_custom_command(OUTPUT "${subset}"
    COMMAND "${UNPOOL_PYTHON}" "${subset_tool}" "${UNPOOL_FONT_${array}}" "${PROJECT_SOURCE_DIR}/assets/glyphs.txt"
      "${subset}"
    DEPENDS "${subset_tool}" "${PROJECT_SOURCE_DIR}/assets/glyphs.txt" "${UNPOOL_FONT_${array}}"
    COMMENT "Subsetting ${face}" VERBATIM)
  list(APPEND font_arrays "${array}=${subset}")
endforeach()

# --- Texts and weights ------------------------------------------------------------------------------------------------
file(GLOB text_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/assets/text/*.md")
set(text_arrays)
foreach(file IN LISTS text_files)
  get_filename_component(name "${file}" NAME_WE)
  list(APPEND text_arrays "${name}=${file}")
endforeach()
list(APPEND text_arrays "measures=${PROJECT_SOURCE_DIR}/weights/measures.csv")  # of the networks that ship

set(UNPOOL_WEIGHTS "${PROJECT_SOURCE_DIR}/weights/lenet5.safetensors" CACHE FILEPATH "The model inside the programs")
if(NOT EXISTS "${UNPOOL_WEIGHTS}")
  message(FATAL_ERROR "${UNPOOL_WEIGHTS} is missing; give a model with -DUNPOOL_WEIGHTS=")
endif()

# --- Arrays -----------------------------------------------------------------------------------------------------------
# unpool_embed(<header name> <arrays|texts> name=file...)
function(unpool_embed header kind)
  set(files ${ARGN})
  list(TRANSFORM files REPLACE "^[^=]*=" "")
  string(REPLACE ";" "|" list "${ARGN}")
  add_custom_command(OUTPUT "${generated}/assets/${header}.h" "${generated}/assets/${header}.cpp"
    COMMAND "${CMAKE_COMMAND}" "-DNAME=${header}" "-DKIND=${kind}" "-DFILES=${list}" "-DOUT=${generated}/assets"
      -P "${assets_cmake}/embed.cmake"
    DEPENDS ${files} "${assets_cmake}/embed.cmake"
    COMMENT "Embedding ${header}" VERBATIM)
endfunction()

unpool_embed(fonts arrays ${font_arrays})
unpool_embed(texts texts ${text_arrays})
set(weight_files "lenet5=${UNPOOL_WEIGHTS}")
file(GLOB shipped CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/weights/*.safetensors")
foreach(file IN LISTS shipped)
  get_filename_component(name "${file}" NAME_WE)
  if(NOT name STREQUAL "lenet5")
    list(APPEND weight_files "${name}=${file}")
  endif()
endforeach()

add_library(unpool_assets STATIC
  "${generated}/assets/fonts.cpp" "${generated}/assets/texts.cpp")
if(NOT EMSCRIPTEN)  # the page fetches them when somebody asks for them
  unpool_embed(weights files ${weight_files})
  target_sources(unpool_assets PRIVATE "${generated}/assets/weights.cpp")
  set(reference "${PROJECT_SOURCE_DIR}/tests/reference")
  unpool_embed(reference arrays "reference_model=${reference}/lenet5_reference.safetensors"
    "reference_tensors=${reference}/reference_explanations.safetensors")
  target_sources(unpool_assets PRIVATE "${generated}/assets/reference.cpp")
endif()
add_library(unpool::assets ALIAS unpool_assets)
target_include_directories(unpool_assets PUBLIC "${generated}")
