"""The computer's own beep, once, twice, three times or for a second: no sound file, no library for sound."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.presentation.beeps import Beep

TIMES = {Beep.GOOD: 1, Beep.QUESTION: 2, Beep.REFUSED: 3, Beep.ALERT: 7}
GAP_MS = 160


class HostBeep(QObject):
    """Counts the beeps of one answer; GUI thread. A newer answer ends an older one.

    Whether anything is heard is for the system to say: many leave the beep of the application off.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self._next)

    def sound(self, beep: Beep) -> None:
        """Begin."""
        self._left = TIMES[beep]
        self._timer.start()
        self._next()

    def _next(self) -> None:
        if not self._left:
            self._timer.stop()
            return
        self._left -= 1
        QApplication.beep()
