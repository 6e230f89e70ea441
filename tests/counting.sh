# shellcheck shell=bash
# Functions of tests/run.sh: run something, keep its output, count its tests, note its time.  Sourced by bash.

passed=0
failed=0
report=()  # a line for each stage
steps=()   # "<seconds> <stage> <what>"
faults=()  # names of logs
logs="$project/build/test-logs"
mkdir -p "$logs"

# tally FILE: adds up doctest's and the Node runners' counts of a log; the number of failures found is left in `found`.
# A skipped test counts as failed: every test here has what it needs, and one that did not run has not passed.
tally() {
    local counts
    counts=$(awk '
        { sub(/^[0-9]+: /, "") }
        /^\[doctest\] test cases:/ {
            for (i = 1; i <= NF; i++) { if ($i == "passed") p += $(i - 1); if ($i == "failed") f += $(i - 1) }
        }
        /^[0-9]+ passed, [0-9]+ failed/ { p += $1; f += $3 }
        /^(#|ℹ) pass [0-9]+$/ { p += $NF }
        /^(#|ℹ) (fail|cancelled|skipped|todo) [0-9]+$/ { f += $NF }
        END { print p + 0, f + 0 }' "$1")
    passed=$((passed + ${counts% *}))
    found=${counts#* }
    failed=$((failed + found))
    [ "$counts" != "0 0" ]
}

# processor_seconds: of this script's children so far (user and system).
processor_seconds() {
    awk '{ gsub(/[ms]/, " ", $0); n = split($0, t, " ") } NR == 2 { print int(60 * t[1] + t[2] + 60 * t[3] + t[4]) }' \
        "$logs/times"
}

note_step() { steps+=("$(printf '%5d s  %-8s %s' "$1" "$stage" "$2")"); }

# timed WHAT COMMAND...: notes how long it took.
timed() {
    local what=$1 start=$SECONDS
    shift
    "$@"
    note_step $((SECONDS - start)) "$what"
}

# count_log NAME STATUS SECONDS: a command without counts is one test.
count_log() {
    local log="$logs/$1.log" status=$2
    note_step "$3" "$1"
    if [ "$status" -ne 0 ]; then
        faults+=("$1")
        tail -n 60 "$log"
        say "$1 failed (status $status); all of its output: build/test-logs/$1.log"
    else
        tail -n 2 "$log"
    fi
    if tally "$log"; then
        [ "$status" -eq 0 ] || [ "$found" -gt 0 ] || failed=$((failed + 1))
    elif [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

# run_alone NAME COMMAND...: keeps the output in a log, status and seconds beside it, for count_log.
run_alone() {
    local name=$1 status=0 start=$SECONDS
    shift
    "$@" >"$logs/$name.log" 2>&1 || status=$?
    echo "$name $status $((SECONDS - start))" >"$logs/$name.status"
    [ -z "${claim:-}" ] || echo "$name" >"$claim/name"
}

# run_logged NAME COMMAND...: runs, shows the end of the output, counts.
run_logged() {
    run_alone "$@"
    # shellcheck disable=SC2046
    count_log $(cat "$logs/$1.status")
}

# for_each_together FUNCTION FILE...: calls FUNCTION FILE for each, as many at once as there are cores (two at most, as
# each browser wants one).  FUNCTION ends in run_alone; what it ran is counted here, in order.
for_each_together() {
    local function=$1 claims
    shift
    [ -e "$1" ] || { say "there are no tests in $(dirname "$1")"; return 0; }
    claims=$(mktemp -d "$logs/claims-XXXXXX")
    local lane pids=()
    for ((lane = 0; lane < (jobs > 1 ? 2 : 1); ++lane)); do
        lane_of "$function" "$claims" "$@" &
        pids+=($!)
    done
    wait "${pids[@]}" || true
    local file name
    for file in "$@"; do
        if ! name=$(cat "$claims/$(basename "$file")/name" 2>/dev/null); then
            say "$(basename "$file") could not be run"
            failed=$((failed + 1))
            continue
        fi
        say "$stage: $name"
        # shellcheck disable=SC2046
        count_log $(cat "$logs/$name.status")
    done
    rm -rf "$claims"
}

# Takes the next file that nobody has claimed until none is left; a folder can be made once only.
lane_of() {
    local function=$1 claims=$2 file claim
    shift 2
    for file in "$@"; do
        claim="$claims/$(basename "$file")"
        mkdir "$claim" 2>/dev/null || continue
        "$function" "$file"
    done
}

# Each test's seconds from ctest's own lines.
note_ctest() {
    local line
    while IFS= read -r line; do steps+=("$line"); done < <(
        awk -v stage="$1" '/Test +#[0-9]+: .* +[0-9.]+ sec/ {
            for (i = 1; i <= NF; i++) { if ($i ~ /^#[0-9]+:$/) name = $(i + 1); if ($i == "sec") seconds = $(i - 1) }
            printf "%5d s  %-8s   tests of %s\n", seconds + 0.5, stage, name
        }' "$logs/$1.log")
}

note_stage() {
    times >"$logs/times"
    report+=("$(printf '%-8s %5d s %6d s %6d passed %4d failed' "$stage" $((SECONDS - begin)) \
        $(($(processor_seconds) - begin_processor)) $((passed - before_passed)) $((failed - before_failed)))")
}

# tell_fault NAME: what a log says of a failure, in a few lines, and the input that a fuzzer stumbled over.
tell_fault() {
    say "what failed in $1:"
    local signs='FAIL|\s*not ok|.*: (fatal )?error:|.*ERROR: |.*(SUMMARY|runtime error): |.* bytes took '
    { grep -E -A 6 "^([0-9]+: )?($signs)" "$logs/$1.log" || tail -n 8 "$logs/$1.log"; } | cut -c 1-240 | head -n 24
    local input
    for input in "$logs/$1-"*; do
        case $input in *.log | *.status) continue ;; esac
        [ ! -f "$input" ] ||
            say "$(basename "$input"), gzip and base64: $(gzip -9 <"$input" | base64 | tr -d "\n")"
    done
}

# The last line is the count, however the run ends.  What failed stands before it: the end is what one sees.
finish() {
    local status=$?
    say "what took the longest"
    printf '%s\n' ${steps[@]+"${steps[@]}"} | sort -rn | head -n 20
    say "stages: time by the clock, by the processors, tests"
    printf '%s\n' ${report[@]+"${report[@]}"}
    local name
    for name in ${faults[@]+"${faults[@]}"}; do tell_fault "$name"; done
    # A run that was interrupted has failed, whatever it had counted.
    [ $status -eq 0 ] && [ "$completed" = yes ] || failed=$((failed + 1))
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit 0
    exit 1
}
times >"$logs/times"
