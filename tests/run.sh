#!/bin/bash
# Sets up, builds and runs every test.
#
#   tests/run.sh                       everything
#   tests/run.sh --only native,page    some stages: native asan wasm page desktop fuzz
#   tests/run.sh --fuzz-seconds N      for each parser (15 unless told)
#
# Leaves build/release/bin/unpool and unpool-desktop, dist/, and the page's screenshots in build/screenshots/.
# The last line counts the tests: `N passed, N failed`; the exit status is 0 only when none failed.
. "$(dirname "${BASH_SOURCE[0]}")/../cmake/setup.sh"

stages="native asan wasm page desktop fuzz"
fuzz_seconds=15
while [ $# -gt 0 ]; do
    case $1 in
        --only) stages=${2//,/ }; shift ;;
        --fuzz-seconds) fuzz_seconds=$2; shift ;;
        -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) die "unknown option $1; try --help" ;;
    esac
    shift
done

passed=0
failed=0
report=()
logs="$project/build/test-logs"
mkdir -p "$logs"

# tally FILE: adds up doctest's and the Node runners' counts of a log; the number of failures found is left in `found`.
tally() {
    local counts
    counts=$(awk '
        /^([0-9]+: )?\[doctest\] test cases:/ { for (i = 1; i <= NF; i++) { if ($i == "passed") p += $(i - 1); if ($i == "failed") f += $(i - 1) } }
        /^([0-9]+: )?[0-9]+ passed, [0-9]+ failed/ { sub(/^[0-9]+: /, ""); p += $1; f += $3 }
        /^([0-9]+: )?(#|ℹ) pass [0-9]+$/ { p += $NF }
        /^([0-9]+: )?(#|ℹ) fail [0-9]+$/ { f += $NF }
        END { print p + 0, f + 0 }' "$1")
    passed=$((passed + ${counts% *}))
    found=${counts#* }
    failed=$((failed + found))
    [ "$counts" != "0 0" ]
}

# run_logged NAME COMMAND...: shows the output, keeps it, counts it.  A command without counts is one test.
run_logged() {
    local name=$1 status=0
    shift
    "$@" >"$logs/$name.log" 2>&1 || status=$?
    if [ $status -ne 0 ]; then
        tail -n 60 "$logs/$name.log"
        say "$name failed (status $status); all of its output: build/test-logs/$name.log"
    else
        tail -n 2 "$logs/$name.log"
    fi
    if tally "$logs/$name.log"; then
        [ $status -eq 0 ] || [ "$found" -gt 0 ] || failed=$((failed + 1))
    elif [ $status -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

under_display() { xvfb-run -a -s "-screen 0 1920x1200x24 +extension GLX" env LIBGL_ALWAYS_SOFTWARE=1 "$@"; }

# ctest -V, so that doctest's own counts are in the log.
run_ctest() { run_logged "$1" ctest --test-dir "$project/build/$2" -V --no-tests=error; }

stage_native() {
    need_packages "${packages_native[@]}"
    need_npm
    configure release
    make_gallery
    build release
    run_ctest native release
}

stage_asan() {
    need_packages "${packages_native[@]}"
    configure asan -DUNPOOL_DESKTOP=OFF
    build asan
    run_ctest asan asan
}

stage_wasm() {
    need_packages "${packages_web[@]}"
    need_emcc
    need_npm
    configure web
    build web unpool_tests
    run_ctest wasm web
}

stage_page() {
    need_packages "${packages_page[@]}"
    build_site
    mkdir -p "$project/build/screenshots"
    local test count=0
    for test in "$project"/tests/page/*_test.mjs; do
        [ -e "$test" ] || continue
        count=$((count + 1))
        say "page: $(basename "$test")"
        UNPOOL_DIST="$project/dist" UNPOOL_SCREENSHOTS="$project/build/screenshots" \
            run_logged "page-$(basename "$test" .mjs)" under_display node "$test"
    done
    [ $count -gt 0 ] || say "there are no page tests"
}

stage_desktop() {
    need_packages "${packages_native[@]}" "${packages_desktop[@]}"
    need_npm
    configure release
    build release
    [ -x "$project/build/release/bin/unpool-desktop" ] || die "unpool-desktop was not built"
    local test
    for test in "$project"/tests/desktop/*_test.mjs; do
        [ -e "$test" ] || continue
        say "desktop: $(basename "$test")"
        UNPOOL_DESKTOP="$project/build/release/bin/unpool-desktop" UNPOOL_SCREENSHOTS="$project/build/screenshots" \
            run_logged "desktop-$(basename "$test" .mjs)" under_display node "$test"
    done
}

stage_fuzz() {
    need_packages "${packages_native[@]}" "${packages_fuzz[@]}"
    configure fuzz
    local sources=("$project"/tests/fuzz/*_fuzz.cpp) names=() name program corpus
    for name in "${sources[@]}"; do names+=("$(basename "$name" .cpp)"); done
    build fuzz "${names[@]}"
    for name in "${names[@]}"; do
        program="$project/build/fuzz/bin/$name"
        corpus="$project/build/fuzz/corpus/$name"
        mkdir -p "$corpus"
        local seeds=()
        [ ! -d "$project/tests/fuzz/seeds/${name%_fuzz}" ] || seeds+=("$project/tests/fuzz/seeds/${name%_fuzz}")
        run_logged "fuzz-$name" "$program" -max_total_time="$fuzz_seconds" -rss_limit_mb=4096 -timeout=10 -max_len=4096 \
            -artifact_prefix="$logs/$name-" -print_final_stats=1 "$corpus" "${seeds[@]}"
    done
}

# The last line is the count, however the run ends.
finish() {
    local status=$?
    printf '%s\n' "${report[@]:-}"
    # A run that was interrupted has failed, whatever it had counted.
    [ $status -eq 0 ] && [ "$completed" = yes ] || failed=$((failed + 1))
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit 0
    exit 1
}
completed=no
trap finish EXIT

for stage in $stages; do
    declare -F "stage_$stage" >/dev/null || die "there is no stage $stage; stages: native asan wasm page desktop fuzz"
    say "stage $stage"
    begin=$SECONDS before_passed=$passed before_failed=$failed
    "stage_$stage"
    report+=("$(printf '%-8s %4d s  %4d passed  %d failed' "$stage" $((SECONDS - begin)) $((passed - before_passed)) $((failed - before_failed)))")
done
completed=yes
