#!/bin/bash
# clang-tidy over src/, as the sanitised build compiles it (tests/run.sh makes what it needs).
#
#   tests/tidy.sh quick        the rooms that compute and that read files, a few checks that find faults (a minute)
#   tests/tidy.sh all          every file that needs no display, every check of .clang-tidy (many minutes)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "clang-tidy is missing" >&2; exit 1; }
database=build/asan
[ -e $database/compile_commands.json ] || { echo "configure first: cmake --preset asan" >&2; exit 1; }

# What misuses a value or a size, and what copies in vain; none of them needs more than one look at a file.
fault_checks='-*,bugprone-use-after-move,bugprone-integer-division,bugprone-sizeof-expression,bugprone-suspicious-*,
    bugprone-too-small-loop-variable,bugprone-dangling-handle,
    bugprone-string-constructor,bugprone-undefined-memory-manipulation,bugprone-infinite-loop,misc-redundant-expression,
    performance-for-range-copy,performance-move-const-arg'

case ${1:-} in
    quick) folders=(nn explain image hand io) checks=(--checks="${fault_checks//[[:space:]]/}") ;;
    all) folders=("") checks=() ;;
    *) sed -n '4,5s/^# *//p' "$0"; exit 1 ;;
esac

compiled() { grep -q "/$1\"" $database/compile_commands.json; }
for folder in "${folders[@]}"; do
    git ls-files "src/${folder:+$folder/}*.cpp" | while read -r file; do compiled "$file" && echo "$file"; done
done | xargs -n 3 -P "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" \
    "$program" -p $database --quiet --warnings-as-errors='*' ${checks[@]+"${checks[@]}"}
