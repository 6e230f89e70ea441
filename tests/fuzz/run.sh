#!/bin/sh
# Builds the libFuzzer programs (clang, ASan + UBSan) and runs each for some seconds from its seeds.
#   tests/fuzz/run.sh [seconds, default 10]
# What they find is kept in build/fuzz/corpus and used the next time; a crash is left there and ends the run with an error.
set -eu
seconds=${1:-10}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build="$root/build/fuzz"
targets="model_fuzz idx_fuzz strokes_fuzz png_fuzz architecture_fuzz"

command -v clang++ >/dev/null || { echo "tests/fuzz/run.sh: clang++ is missing: apt-get install clang libclang-rt-14-dev" >&2; exit 1; }
cd "$root"
cmake --preset fuzz >"$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
# shellcheck disable=SC2086
cmake --build --preset fuzz --target $targets >"$build.log" 2>&1 || { tail -n 40 "$build.log" >&2; exit 1; }

for target in $targets; do
    name=${target%_fuzz}
    corpus="$build/corpus/$name"
    mkdir -p "$corpus"
    echo "fuzz: $name, $seconds s"
    "$build/bin/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="$corpus-" "$corpus" "$here/seeds/$name" 2>"$corpus.log" || { tail -n 60 "$corpus.log" >&2; echo "fuzz: $name failed; the input is beside $corpus" >&2; exit 1; }
    grep -E "number_of_executed_units" "$corpus.log" || true
done
