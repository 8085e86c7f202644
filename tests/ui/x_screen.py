"""A screen of X that nobody looks at, for windows that run on the real platform."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1366x768x24"


@contextmanager
def x_screen() -> Iterator[str]:
    """Its name, as DISPLAY wants it; the screen's number is one that is free."""
    reading, writing = os.pipe()
    # Without -noreset the layout of the keyboard goes when the client that set it does.
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def set_layout(display: str, layout: str) -> None:
    """The keyboard's layout, by its name in XKB."""
    subprocess.run(["setxkbmap", "-display", display, "-layout", layout], check=True, capture_output=True)
