#!/bin/bash
# Sets up, builds and runs every test.
#
#   tests/run.sh                       everything
#   tests/run.sh --only native,page    some stages: style native asan fuzz wasm page desktop
#   tests/run.sh --only tidy           every check of clang-tidy over src/ (many minutes; not part of everything)
#   tests/run.sh --fuzz-seconds N      for each parser (15 unless told)
#
# Leaves build/release/bin/unpool and unpool-desktop, dist/, and the page's screenshots in build/screenshots/.
# Before the end: a table of what took the time.  The last line counts the tests: `N passed, N failed`; the exit status
# is 0 only when none failed.
. "$(dirname "${BASH_SOURCE[0]}")/../cmake/setup.sh"
. "$project/tests/counting.sh"

stages="style native asan fuzz wasm page desktop"
fuzz_seconds=15
while [ $# -gt 0 ]; do
    case $1 in
        --only) stages=${2//,/ }; shift ;;
        --fuzz-seconds) fuzz_seconds=$2; shift ;;
        -h | --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) die "unknown option $1; try --help" ;;
    esac
    shift
done

# Each display number is looked for from another beginning, so that two that start at once do not take the same.
under_display() {
    xvfb-run -a -n "$((100 + 50 * ${lane:-0}))" -s "-screen 0 1920x1200x24 +extension GLX" \
        env LIBGL_ALWAYS_SOFTWARE=1 "$@"
}

# ctest -V, so that doctest's own counts are in the log.
run_ctest() {
    run_logged "$1" ctest --test-dir "$project/build/$2" -V --no-tests=error -j "$jobs"
    note_ctest "$1"
}

stage_style() {
    need_packages "${packages_style[@]}"
    run_logged style "$project/tests/style.sh"
    need_packages "${packages_native[@]}" "${packages_sanitised[@]}" "${packages_tidy[@]}"
    configure asan -DUNPOOL_DESKTOP=OFF
    run_logged tidy "$project/tests/tidy.sh" quick
}

stage_tidy() {
    need_packages "${packages_native[@]}" "${packages_sanitised[@]}" "${packages_tidy[@]}"
    configure asan -DUNPOOL_DESKTOP=OFF
    timed "generated headers" build asan unpool_assets
    run_logged tidy-all "$project/tests/tidy.sh" all
}

stage_native() {
    need_packages "${packages_native[@]}"
    need_npm
    configure release
    make_gallery
    make_mnist
    timed "build" build release
    run_ctest native release
}

# One sanitised build for the tests and for the fuzzers.
build_sanitised() {
    need_packages "${packages_native[@]}" "${packages_sanitised[@]}"
    need_npm
    configure asan -DUNPOOL_DESKTOP=OFF
    make_mnist
    timed "build" build asan
}

stage_asan() {
    build_sanitised
    run_ctest asan asan
}

stage_fuzz() {
    build_sanitised
    for_each_together fuzz_one "$project"/tests/fuzz/*_fuzz.cpp
}

fuzz_one() {
    local name corpus seeds=()
    name=$(basename "$1" .cpp)
    corpus="$project/build/asan/corpus/$name"
    mkdir -p "$corpus"
    [ ! -d "$project/tests/fuzz/seeds/${name%_fuzz}" ] || seeds+=("$project/tests/fuzz/seeds/${name%_fuzz}")
    run_alone "fuzz-$name" "$project/build/asan/bin/$name" -max_total_time="$fuzz_seconds" -rss_limit_mb=4096 \
        -timeout=60 -max_len=4096 -artifact_prefix="$logs/fuzz-$name-" -print_final_stats=1 "$corpus" \
        ${seeds[@]+"${seeds[@]}"}
}

stage_wasm() {
    need_packages "${packages_web[@]}"
    need_emcc
    need_npm
    configure web
    make_mnist
    timed "build" build web unpool_tests unpool-engine
    run_ctest wasm web
}

stage_page() {
    need_packages "${packages_native[@]}" "${packages_page[@]}"
    timed "build and assemble" build_site
    configure release
    timed "the command line, which must agree with the page" build release unpool
    mkdir -p "$project/build/screenshots"
    for_each_together page_one "$project"/tests/page/*_test.mjs
}

page_one() {
    UNPOOL_DIST="$project/dist" UNPOOL_SCREENSHOTS="$project/build/screenshots" \
        run_alone "page-$(basename "$1" .mjs)" under_display node "$1"
}

stage_desktop() {
    need_packages "${packages_native[@]}" "${packages_desktop[@]}"
    need_npm
    configure release
    timed "build" build release
    [ -x "$project/build/release/bin/unpool-desktop" ] || die "unpool-desktop was not built"
    local test
    for test in "$project"/tests/desktop/*_test.mjs; do
        UNPOOL_DESKTOP="$project/build/release/bin/unpool-desktop" UNPOOL_SCREENSHOTS="$project/build/screenshots" \
            run_logged "desktop-$(basename "$test" .mjs)" under_display node "$test"
    done
}

completed=no
trap finish EXIT

for stage in $stages; do
    declare -F "stage_$stage" >/dev/null ||
        die "there is no stage $stage; stages: style native asan fuzz wasm page desktop, and tidy"
    say "stage $stage"
    begin=$SECONDS begin_processor=$(processor_seconds) before_passed=$passed before_failed=$failed
    "stage_$stage"
    note_stage
done
completed=yes
