#!/bin/bash
# How the sources look: .clang-format's form, lines of at most 120 columns, the rooms' layering, no path of one machine.
# Says what it found; the last line counts the checks.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passed=0
failed=0
check() {
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "style: $what: not so, see above"
    fi
}

# Files of the project: those that git knows, and new ones that it does not ignore.
files() {
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done
}

clang_format() {
    local program
    program=$(command -v clang-format-14 || command -v clang-format) || { echo "clang-format is missing"; return 1; }
    files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h' | xargs "$program" --dry-run -Werror
}

# Columns, not bytes: a dash or an arrow is one.
short_lines() {
    files src tests shell/js cmake '*.sh' '*.cmake' '*CMakeLists.txt' | grep -E '\.(cpp|h|mjs|js|sh|cmake|txt)$' |
        xargs python3 -c '
import sys
long = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if len(line.rstrip("\n")) > 120:
                print(f"{name}:{number}: {len(line) - 1} columns, expected at most 120")
                long += 1
sys.exit(long > 0)'
}

no_machine_paths() {
    ! files . | grep -v -E '^package-lock.json$|\.(safetensors|png|ppm|pgm)$' |
        xargs grep -nE '(^|[^A-Za-z0-9_.])/(home|root|work|Users)/' -- | grep -v '^tests/style.sh:'
}

# macOS has bash 3.2 and BSD's tools.  What apt-get needs is Debian's anyway.
old_bash() {
    local bash='mapfile|readarray|(declare|local) -[An]|\$\{[a-z_]+(,|\^)|[|]&|&>>'
    local tools='nproc|sed -i|readlink -f|realpath|md5sum|xargs -r|grep -P|%N|stat -c|date -d|timeout '
    ! files '*.sh' .ci | grep -v -E '^(tests/style|cmake/debian-source)\.sh$' |
        xargs grep -nE "$bash|$tools" -- | grep -v _NPROCESSORS
}
# An array that may be empty, under set -u: ${name[@]+"${name[@]}"}.
guarded_arrays() {
    local names='root|options|targets|seeds|steps|report|checks'
    ! files '*.sh' .ci | grep -v -E '^(tests/style|cmake/debian-source)\.sh$' |
        xargs grep -nE "(^|[^+])\"\\$\{($names)\[@\]\}\"" --
}

layers() { node tests/layers_test.mjs; }

check "C++ files are as .clang-format says" clang_format
check "lines have at most 120 columns" short_lines
check "no file names a folder of one machine" no_machine_paths
check "scripts run in bash 3.2 and with the tools of macOS" old_bash
check "arrays that may be empty are guarded" guarded_arrays
check "rooms use what cmake/rooms.cmake lets them" layers
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
