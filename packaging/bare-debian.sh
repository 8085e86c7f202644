#!/bin/bash
# Proof that the two commands of the README work on a bare system: lays a Debian 12 with nothing but git,
# make and Python into a folder, clones the committed tree into it and runs make there.
# usage, as root with debootstrap installed: packaging/bare-debian.sh [TARGET...]      default: test demo
#   BARE_ROOT     folder of the system, kept and used again when it exists; default: a scratch one, removed
#   BARE_MIRROR   Debian mirror; default: debootstrap's own
#   BARE_PREPARE  program called with the folder before make: proxies, certificates, a local package index
#   BARE_ENV      NAME=VALUE words added to the otherwise empty environment
set -euo pipefail

if [ "${1:-}" = --inside ]; then
    # In a mount namespace of its own: whatever is mounted from here on is gone when this process is.
    root=$2
    shift 2
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    cp --remove-destination --dereference /etc/resolv.conf "$root/etc/resolv.conf"
    [ -z "${BARE_PREPARE:-}" ] || "$BARE_PREPARE" "$root"
    # The environment's words are meant to be split.
    # shellcheck disable=SC2086
    exec chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 CI=true \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin ${BARE_ENV:-} \
        make -C /srv/bancone "$@" </dev/null
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "$(id -u)" -eq 0 ] || { echo "bare-debian.sh needs root, for chroot" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "Type: apt-get install -y debootstrap" >&2; exit 1; }
[ $# -gt 0 ] || set -- test demo

root=${BARE_ROOT:-}
if [ -z "$root" ]; then
    root=$(mktemp -d)
    # --one-file-system: should a mount ever be left, it must not be emptied.
    trap 'rm -rf --one-file-system "$root"' EXIT
fi
[ -e "$root/etc/debian_version" ] ||
    debootstrap --variant=minbase --include=ca-certificates,git,make,python3 bookworm "$root" ${BARE_MIRROR:+"$BARE_MIRROR"}
rm -rf "$root/srv/bancone"
git clone --quiet --no-hardlinks . "$root/srv/bancone"
unshare --mount --propagation private packaging/bare-debian.sh --inside "$root" "$@"
