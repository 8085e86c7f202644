"""One start, measured from outside to what is painted: a bare window of the toolkit, or the terminal's own.

Run as a process of its own. Only the toolkit is imported here; what else a start needs is part of it.
"""

import argparse
import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

BARE, TERMINAL = "bare", "terminal"
FIRST, FILLED = ("BareWindow", "OpeningWindow"), ("BareWindow", "OperatorButton")
READY = ("BareWindow", "CounterWindow")


class BareWindow(QWidget):
    """The toolkit and nothing else."""


class Stopwatch(QObject):
    """Notes when the first window, what fills it, and the window somebody works in are painted, then closes
    that; GUI thread."""

    def __init__(self, app: QApplication, started_s: float) -> None:
        super().__init__(app)
        self._app, self._started_s = app, started_s
        self.first_s = self.filled_s = self.ready_s = 0.0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every paint; the next turn of the loop comes when it is on screen."""
        if event.type() == QEvent.Type.Paint:
            kind = type(watched).__name__
            if kind in FIRST and not self.first_s:
                QTimer.singleShot(0, self._note_first)
            if kind in FILLED and not self.filled_s:
                QTimer.singleShot(0, self._note_filled)
            if kind in READY and not self.ready_s:
                QTimer.singleShot(0, self._note_ready)
        return False

    def _note_first(self) -> None:
        self.first_s = self.first_s or time.monotonic() - self._started_s

    def _note_filled(self) -> None:
        self.filled_s = self.filled_s or time.monotonic() - self._started_s

    def _note_ready(self) -> None:
        self.ready_s = self.ready_s or time.monotonic() - self._started_s
        self._app.closeAllWindows()


def main(kind: str, started_s: float, folder: str = "", url: str = "") -> int:
    """`started_s`: the monotonic clock of this machine when the process was begun. Says in seconds what it saw."""
    app = QApplication(["bancone"])
    watch = Stopwatch(app, started_s)
    status = 0
    if kind == BARE:
        window = BareWindow()
        window.showMaximized()
        app.exec()
    else:
        from app.bootstrap import terminal

        parser = argparse.ArgumentParser()
        terminal.add_arguments(parser)
        status = terminal.run(parser.parse_args(["--data", folder, "--edge", url]))
    ended_s = time.monotonic() - started_s
    seen = {"first_s": watch.first_s, "filled_s": watch.filled_s, "ready_s": watch.ready_s, "ended_s": ended_s}
    sys.stdout.write(json.dumps(seen) + "\n")
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], float(sys.argv[2]), *sys.argv[3:]))
