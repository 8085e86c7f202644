"""The terminal on a device that was enrolled as a kiosk, with one visitor, then stopped; not a test itself."""

import argparse
import os
import signal
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import terminal
from app.presentation.kiosk.session import Page
from app.ui.kiosk.window import KioskWindow
from hardware.symbology.reading import scan_read

LOOK_MS = 50


class Visitor(QObject):
    """Shows a code, says *I am here*, goes, and tries to close the window; `code` is what the message says."""

    def __init__(self, app: QApplication, code: str) -> None:
        super().__init__(app)
        self._app, self._code, self._pressed = app, code, ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _windows(self) -> list[KioskWindow]:
        shown = (window for window in self._app.topLevelWidgets() if window.isVisible())
        return [window for window in shown if isinstance(window, KioskWindow)]

    def _look(self) -> None:
        for window in self._windows():
            self._go_on(window)

    def _go_on(self, window: KioskWindow) -> None:
        model = window.model
        page, checked = model.session.page, model.session.checked
        if page is Page.ATTRACT and model.desk.link().is_up and not self._pressed:
            self._pressed = "shown"
            window.heard(scan_read(self._code.encode(), "", model.desk.clock.now_at()))
        elif page is Page.FOUND and self._pressed == "shown":
            self._pressed = "next"
            model.pressed("next")
        elif page is Page.DONE and checked is not None:
            self._timer.stop()
            model.pressed("exit")
            self._app.closeAllWindows()
            sys.stdout.write(f"{checked.number} {checked.is_heard} {len(self._windows())}\n")
            sys.stdout.flush()
            QTimer.singleShot(LOOK_MS, lambda: os.kill(os.getpid(), signal.SIGTERM))


def main(folder: str, url: str, code: str) -> int:
    """The program's status."""
    visitor = Visitor(QApplication(["bancone"]), code)
    parser = argparse.ArgumentParser()
    terminal.add_arguments(parser)
    status = terminal.run(parser.parse_args(["--data", folder, "--edge", url]))
    del visitor
    return status


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
