#!/bin/bash
# Fetches a Debian source package without touching the machine's apt configuration, and checks it.
#   debian-source.sh imgui|libsdl2 DEPS_FOLDER     ->   DEPS_FOLDER/src/<package>
# apt checks the archive's signatures, this script that the upstream archive is one that we pin, by its SHA-256.
set -euo pipefail

package=$1
deps=$(mkdir -p "$2" && cd "$2" && pwd)
folder="$deps/src/$package"
[ -e "$folder/.complete" ] && exit 0

die() { echo "debian-source: $*" >&2; exit 1; }

# package -> suite, and what is taken of it: upstream versions with the SHA-256 of their orig archives, the best first.
# Nothing else is, whatever the archive serves; a newer version is added here when it has been tried.
case $package in
    imgui)
        suite=sid
        pins="1.92.2b e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48" ;;
    libsdl2)
        suite=bookworm
        pins="2.26.5 b3f2c822151804125d08db94c65852f711c2e5df2145a59da120748dc32eb9c3" ;;
    *) die "knows no package $package" ;;
esac

command -v dpkg-source >/dev/null || die "dpkg-source is missing; get it with: apt-get install dpkg-dev"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keyring" ] || die "$keyring is missing; get it with: apt-get install debian-archive-keyring"

apt="$deps/apt/$suite"
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$deps/src"
echo "deb-src [signed-by=$keyring] http://deb.debian.org/debian $suite main" >"$apt/sources.list"
options=(-q -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
         -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User= -o Acquire::Languages=none
         -o Acquire::Retries=3)

echo "debian-source: reading Debian's list of $suite sources" >&2
apt-get "${options[@]}" update >"$apt/update.log" 2>&1 ||
    die "no list of $suite sources from deb.debian.org: $(tail -1 "$apt/update.log"); is there a network?"

versions=$(apt-cache "${options[@]}" showsrc --only-source "$package" 2>/dev/null |
    sed -n 's/^Version: //p' | sort -rV | uniq)
[ -n "$versions" ] || die "Debian $suite has no source package $package"

# upstream_of VERSION: without epoch, Debian's revision and what stands for a repacked archive.
upstream_of() { printf '%s\n' "$1" | sed -e 's/^[0-9]*://' -e 's/-[^-]*$//' -e 's/+[^+]*$//' -e 's/\.dfsg$//'; }

version='' sum=''
while read -r pin pin_sum; do
    for one in $versions; do
        [ -n "$version" ] || [ "$(upstream_of "$one")" != "$pin" ] || { version=$one sum=$pin_sum; }
    done
done <<<"$pins"
one_line() { printf '%s\n' "$1" | cut -d ' ' -f 1 | paste -sd, -; }
[ -n "$version" ] ||
    die "Debian $suite has $package $(one_line "$versions"), expected $(one_line "$pins"); give a folder instead," \
        "or add the version with its SHA-256 to cmake/debian-source.sh (docs/dependencies.md)"

work=$(mktemp -d "$deps/src/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "debian-source: fetching $package $version" >&2
(cd "$work" && apt-get "${options[@]}" source --only-source "$package=$version") >"$apt/$package.log" 2>&1 ||
    die "apt-get source $package=$version failed: $(tail -1 "$apt/$package.log")"
orig=$(find "$work" -maxdepth 1 -name "*.orig.tar.*" ! -name '*.asc' | head -1)
echo "$sum  $orig" | sha256sum --check --status ||
    die "$(basename "$orig") is not the pinned archive (SHA-256 differs)"
rm -rf "$folder"
mv "$(find "$work" -mindepth 1 -maxdepth 1 -type d | head -1)" "$folder"
echo "$version" >"$folder/.complete"
echo "debian-source: $package $version is in $folder" >&2
