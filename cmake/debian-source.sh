#!/bin/bash
# Fetches a Debian source package without touching the machine's apt configuration, and checks it.
#   debian-source.sh imgui|libsdl2 DEPS_FOLDER     ->   DEPS_FOLDER/src/<package>
# apt checks the archive's signatures; for the versions we pin, the upstream archive's SHA-256 is checked here as well.
set -euo pipefail

package=$1
deps=$(mkdir -p "$2" && cd "$2" && pwd)
folder="$deps/src/$package"
[ -e "$folder/.complete" ] && exit 0

die() { echo "debian-source: $*" >&2; exit 1; }

# package -> suite, pinned upstream version, SHA-256 of its orig archive, versions accepted otherwise
case $package in
    imgui)
        suite=sid pin=1.92.2b accept='^1\.92\.'
        sum=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48 ;;
    libsdl2)
        suite=bookworm pin=2.26.5 accept='^2\.26\.'
        sum=b3f2c822151804125d08db94c65852f711c2e5df2145a59da120748dc32eb9c3 ;;
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

version=$(apt-cache "${options[@]}" showsrc --only-source "$package" 2>/dev/null |
    sed -n 's/^Version: //p' | sort -V | tail -1)
upstream=${version%-*} upstream=${upstream%+*} upstream=${upstream#*:} upstream=${upstream%.dfsg}
[ -n "$version" ] || die "Debian $suite has no source package $package"
[[ $upstream =~ $accept ]] ||
    die "Debian $suite has $package $version, expected $pin; give a folder instead (docs/dependencies.md)"
[ "$upstream" = "$pin" ] || echo "debian-source: note: $package $version instead of the pinned $pin" >&2

work=$(mktemp -d "$deps/src/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "debian-source: fetching $package $version" >&2
(cd "$work" && apt-get "${options[@]}" source --only-source "$package=$version") >"$apt/$package.log" 2>&1 ||
    die "apt-get source $package=$version failed: $(tail -1 "$apt/$package.log")"
if [ "$upstream" = "$pin" ]; then
    orig=$(find "$work" -maxdepth 1 -name "*.orig.tar.*" ! -name '*.asc' | head -1)
    echo "$sum  $orig" | sha256sum --check --status ||
        die "$(basename "$orig") is not the pinned archive (SHA-256 differs)"
fi
rm -rf "$folder"
mv "$(find "$work" -mindepth 1 -maxdepth 1 -type d | head -1)" "$folder"
echo "$version" >"$folder/.complete"
echo "debian-source: $package $version is in $folder" >&2
