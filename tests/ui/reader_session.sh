#!/bin/bash
# Inside a session bus of its own: the window, the bus of readers, and what a reader finds.
# usage: DISPLAY=SCREEN dbus-run-session -- reader_session.sh PYTHON
set -uo pipefail
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
/usr/libexec/at-spi-bus-launcher --launch-immediately &
bus=$!
mkfifo "$XDG_RUNTIME_DIR/in"
"$1" -m tests.ui.reader_window <"$XDG_RUNTIME_DIR/in" >"$XDG_RUNTIME_DIR/out" &
window=$!
exec 3>"$XDG_RUNTIME_DIR/in"
for _ in $(seq 150); do
    grep -q ready "$XDG_RUNTIME_DIR/out" && break
    sleep 0.2
done
for _ in $(seq 20); do
    /usr/bin/python3 tests/ui/reader.py Bancone && break
    sleep 0.5
done
found=$?
exec 3>&-
wait $window || found=$?
kill $bus
rm -rf "$XDG_RUNTIME_DIR"
exit $found
