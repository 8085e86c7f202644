"""The terminal on a device that was enrolled as curbside, looked at once, then closed; not a test itself."""

import argparse
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import terminal
from app.ui.curb.window import CurbWindow

LOOK_MS = 50


def look(app: QApplication, timer: QTimer) -> None:
    """Say which page is shown, in which look, with how many cars; and close it."""
    for window in app.topLevelWidgets():
        if isinstance(window, CurbWindow) and window.isVisible() and window.model.desk.link().is_up:
            timer.stop()
            state = window.model.state
            sys.stdout.write(f"{state.page} {state.look} {len(state.cards)}\n")
            sys.stdout.flush()
            window.close()


def main(folder: str, url: str) -> int:
    """The program's status."""
    app = QApplication(["bancone"])
    timer = QTimer(app)
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(lambda: look(app, timer))
    timer.start()
    parser = argparse.ArgumentParser()
    terminal.add_arguments(parser)
    return terminal.run(parser.parse_args(["--data", folder, "--edge", url]))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
