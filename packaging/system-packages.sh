#!/bin/bash
# Sees that the system has what the environment or the tests need, and installs it where that is allowed.
# usage: system-packages.sh venv | postgresql | windows | browser | cards | keys | readers ...
set -euo pipefail

python=${PYTHON:-python3}

# What Qt is linked with, on a screen of X and without any.
has_libraries() {
    local library known
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    for library in "$@"; do
        [[ $known == *"$library "* ]] || return 1
    done
}

has_commands() {
    local name
    for name in "$@"; do
        command -v "$name" >/dev/null || return 1
    done
}

is_there() {
    case $1 in
    venv) "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    # A reader of cards that is simulated, in the system's own service of such readers.
    cards) [ -x /usr/sbin/pcscd ] && [ -e /usr/lib/pcsc/drivers/serial/libifdvpcd.so ] ;;
    # For the pages of customers, tests/e2e/pages.
    browser) command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome-stable >/dev/null ;;
    # For tests/ui/test_real_keys.py and test_reader_tree.py.
    keys) has_commands Xvfb setxkbmap ;;
    readers) has_commands Xvfb dbus-run-session && /usr/bin/python3 -c 'import pyatspi' 2>/dev/null ;;
    windows) has_libraries libEGL.so.1 libGL.so.1 libglib-2.0.so.0 libdbus-1.so.3 libfontconfig.so.1 libxkbcommon.so.0 \
        libgssapi_krb5.so.2 libbrotlidec.so.1 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 \
        libxcb-shape.so.0 libxcb-xkb.so.1 libxkbcommon-x11.so.0 ;;
    *) echo "system-packages.sh: unknown need '$1'" >&2; exit 2 ;;
    esac
}

package_of() {
    case $1 in
    venv) echo python3-venv ;;
    postgresql) echo postgresql ;;
    cards) echo pcscd vsmartcard-vpcd ;;
    browser) echo chromium ;;
    keys) echo xvfb ;;
    readers) echo xvfb at-spi2-core dbus python3-pyatspi ;;
    windows) echo libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libgssapi-krb5-2 libbrotli1 \
        libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 ;;
    esac
}

"$python" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || {
    echo "Bancone needs Python 3.11, 3.12 or 3.13; '$python' is not one of them. Set PYTHON=python3.12, for example." >&2
    exit 1
}

missing=()
for need in "$@"; do
    # The names of packages are meant to be split.
    # shellcheck disable=SC2207
    is_there "$need" || missing+=($(package_of "$need"))
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
