"""The locked screen before there is a terminal under it: who, and their PIN, remembered until there is."""

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.operators import PIN_DIGITS, Begun, LockedFace
from app.ui.shell.measures import BOTTOM, MARGIN, MARGIN_RIGHT, TOP
from app.ui.shell.reading_order import step
from app.ui.shell.wedge import WedgeGuard
from app.ui.widgets.signing_in import People, PinEntry

MEANT_FOR_MS = 10_000
"""Who typed a PIN longer ago may have gone: nobody is signed in behind their back."""


class EarlySignIn(QWidget):
    """Tiles and pad as the last locked screen had them, where the next one has them too; GUI thread.

    What a scanner types is left out: a badge's digits are no PIN.
    """

    def __init__(self, face: LockedFace, parent: QWidget, meant_for_ms: int = MEANT_FOR_MS) -> None:
        super().__init__(parent)
        self._face, self._meant_for_ms = face, meant_for_ms
        self._begun, self._touched = Begun(), QElapsedTimer()
        self._people, self._pin, self.panel = People(), PinEntry(), QWidget()
        self._lay_out()
        self._people.chosen.connect(self._choose)
        pad = self._pin.pad
        pad.digit.connect(self._digit)
        pad.deleted.connect(self._delete)
        pad.cleared.connect(self._clear)
        self._wedge = WedgeGuard(self)
        self._wedge.typed.connect(self._digit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._draw()

    def _lay_out(self) -> None:
        """As a screen and its panel are."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(MARGIN, TOP, MARGIN_RIGHT, BOTTOM)
        left.addWidget(self._people)
        left.addStretch(1)
        right = QVBoxLayout(self.panel)
        right.setContentsMargins(MARGIN, TOP, MARGIN, TOP)
        right.addWidget(self._pin)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    @property
    def begun(self) -> Begun:
        """Who was chosen, and what of their PIN was typed just now."""
        is_meant = self._touched.isValid() and not self._touched.hasExpired(self._meant_for_ms)
        return self._begun if is_meant else Begun(self._begun.number)

    def give_up(self) -> None:
        """It takes longer, and something else is to be read here: nothing that was typed stays."""
        self._keep(Begun())
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Hear keys where they enter the window."""
        super().showEvent(event)
        handle = self.window().windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits of the PIN, from any keyboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.isHidden():
            return False
        if self._wedge.take(event):
            return True
        if event.text().isdigit():
            self._wedge.hold(event.text())
            return True
        return False

    def focusNextPrevChild(self, is_next: bool) -> bool:  # Qt's signature
        """Tab reads: people, then the pad."""
        return step((self._people, self.panel), is_next=is_next)

    def _choose(self, number: str) -> None:
        self._keep(Begun(number))

    def _digit(self, digit: str) -> None:
        begun = self.begun
        if begun.number and len(begun.pin) < PIN_DIGITS:
            self._keep(replace(begun, pin=begun.pin + digit))

    def _delete(self) -> None:
        self._keep(replace(self._begun, pin=self._begun.pin[:-1]))

    def _clear(self) -> None:
        self._keep(replace(self._begun, pin=""))

    def _keep(self, begun: Begun) -> None:
        self._begun = begun
        self._touched.start()
        self._draw()

    def _draw(self) -> None:
        face, begun = self._face, self._begun
        self._people.show_people(face.question, face.group, face.tiles(begun.number))
        self._pin.show_pin(face.asks(begun.number), len(begun.pin), face.pad, is_wrong=False)
