#!/bin/bash
# Sees that the system has what the environment or the tests need, and installs it where that is allowed.
# usage: system-packages.sh venv | postgresql
set -euo pipefail

python=${PYTHON:-python3}

is_there() {
    case $1 in
    venv) "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    *) echo "system-packages.sh: unknown need '$1'" >&2; exit 2 ;;
    esac
}

package_of() {
    case $1 in
    venv) echo python3-venv ;;
    postgresql) echo postgresql ;;
    esac
}

"$python" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || {
    echo "Bancone needs Python 3.11, 3.12 or 3.13; '$python' is not one of them. Set PYTHON=python3.12, for example." >&2
    exit 1
}

missing=()
for need in "$@"; do
    is_there "$need" || missing+=("$(package_of "$need")")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The system lacks: ${missing[*]}. Type this, then the same make command again:" >&2
    echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi

# RUNLEVEL=1 keeps the package from starting a server of its own: the tests start theirs.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
echo "Installing from the system's packages: ${missing[*]}"
apt-get update -qq </dev/null
apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
for need in "$@"; do
    is_there "$need" || { echo "system-packages.sh: '$need' is still missing after the installation" >&2; exit 1; }
done
