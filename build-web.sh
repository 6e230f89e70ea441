#!/bin/bash
# Builds the page: installs what is missing, compiles, puts the static site together in dist/.
#
#   ./build-web.sh                     builds
#   ./build-web.sh --serve [--port N]  builds, then serves dist/ on 127.0.0.1 (port 8000 unless told; 0: a free one)
#
# On Debian 12 it needs nothing but git before; elsewhere see docs/dependencies.md.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cmake/setup.sh"

serve=no
port=8000
while [ $# -gt 0 ]; do
    case $1 in
        --serve) serve=yes ;;
        --port) [[ ${2:-} =~ ^[0-9]+$ ]] || die "--port needs a number"; port=$2; shift ;;
        -h | --help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) die "unknown option $1; try --help" ;;
    esac
    shift
done

build_site
if [ "$serve" = yes ]; then
    exec node "$project/cmake/serve.mjs" --port "$port"
fi
say "the site is in dist/; ./build-web.sh --serve shows it"
