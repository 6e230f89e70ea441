#!/bin/bash
# The window's trainers under ThreadSanitizer: builds them and the rooms that train in build/threads, and runs
# tests/threads/.  Any race, lock that is taken in two orders or thread that is left behind ends it with an error.
#
#   tests/threads.sh      needs GCC or clang, SDL2 and Eigen, as the window does; some minutes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=build/threads
mkdir -p "$out"
export out
flags="-std=c++20 -O1 -g -fsanitize=thread -Wno-psabi -DJSON_NOEXCEPTION -Isrc -I. -isystem /usr/include/eigen3"
flags="$flags $(pkg-config --cflags sdl2)"
export flags
launcher=$(command -v ccache || true)
export launcher

compile() {
    local object
    object=$out/$(echo "$1" | tr / _).o
    [ "$object" -nt "$1" ] && [ -z "$(find src tests/threads -name '*.h' -newer "$object" -print -quit)" ] ||
        $launcher "${CXX:-c++}" $flags -c "$1" -o "$object"
    echo "$object"
}
export -f compile

objects=$({
    find src/base src/nn src/image src/hand src/io src/recipe -name '*.cpp'
    echo src/platform/native/trainer.cpp
    echo tests/threads/trainer_threads.cpp
} | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I {} bash -c 'compile {} || exit 255')
"${CXX:-c++}" -fsanitize=thread $objects $(pkg-config --libs sdl2) -o "$out/trainer_threads"
TSAN_OPTIONS="halt_on_error=1 second_deadlock_stack=1" SDL_VIDEODRIVER=dummy "$out/trainer_threads"
