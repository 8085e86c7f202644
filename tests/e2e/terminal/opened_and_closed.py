"""The terminal's program, its window closed when it is painted so often; not a test itself."""

import argparse
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import terminal


class Impatience(QObject):
    """Closes every window a while after the first one was painted."""

    def __init__(self, app: QApplication, after_ms: int) -> None:
        super().__init__(app)
        self._app, self._after_ms = app, after_ms
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint and type(watched).__name__ == "OpeningWindow":
            self._app.removeEventFilter(self)
            QTimer.singleShot(self._after_ms, self._app.closeAllWindows)
        return False


def main(folder: str, url: str, after_ms: str) -> int:
    """The program's status."""
    impatience = Impatience(QApplication(["bancone"]), int(after_ms))
    parser = argparse.ArgumentParser()
    terminal.add_arguments(parser)
    status = terminal.run(parser.parse_args(["--data", folder, "--edge", url]))
    del impatience
    return status


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
