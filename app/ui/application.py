"""The one application of a process; without asyncio, so that a first window can come before it is loaded."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

NEEDLESS = tuple(
    f"This plugin does not support {what}" for what in ("propagateSizeHints()", "raise()", "grabbing the keyboard")
)
"""What the platform without a screen remarks about every window and every menu that opens."""


def go_offscreen() -> None:
    """Before the application is made: windows nobody sees, without the platform's remark about each of them."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_hear)


def _hear(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    if message and message not in NEEDLESS:
        sys.stderr.write(f"{message}\n")


def application() -> QApplication:
    """The application of this process; it does not end with its last window, whoever runs it decides."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(["bancone"])
    app.setApplicationName("Bancone")
    app.setQuitOnLastWindowClosed(False)
    if app.platformName() == "offscreen":
        # The platform puts its pointer into the corner of every window: what lies there would look pointed at.
        QCursor.setPos(-1, -1)
    return app
