"""The locked screen before there is a terminal under it: who, and their PIN, remembered until there is."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.operators import PIN_DIGITS, Begun, LockedFace
from app.ui.shell.measures import BOTTOM, MARGIN, MARGIN_RIGHT, TOP
from app.ui.shell.reading_order import step
from app.ui.shell.wedge import WedgeGuard
from app.ui.widgets.signing_in import People, PinEntry

GAP, FOOT = 12, 44
"""Between the parts of a screen, and how high the choice of a language is below the people."""
MEANT_FOR_MS = 10_000
"""Who typed a PIN longer ago may have gone: nobody is signed in behind their back."""


class EarlySignIn(QWidget):
    """Tiles and pad as the last locked screen had them, where the next one has them too; GUI thread.

    What a scanner types is left out: a badge's digits are no PIN.
    """

    def __init__(
        self, face: LockedFace, parent: QWidget, wedge_prefix: str = "", meant_for_ms: int = MEANT_FOR_MS
    ) -> None:
        """`wedge_prefix`: what every code of a scanner that types slowly begins with."""
        super().__init__(parent)
        self._face, self._begun = face, Begun()
        self._meant = QTimer(self)
        self._meant.setSingleShot(True)
        self._meant.setInterval(meant_for_ms)
        self._meant.timeout.connect(self._clear)
        self._people, self._pin, self.panel = People(), PinEntry(), QWidget()
        self._lay_out()
        self._people.chosen.connect(self._choose)
        pad = self._pin.pad
        pad.digit.connect(self._digit)
        pad.deleted.connect(self._delete)
        pad.cleared.connect(self._clear)
        self._wedge = WedgeGuard(self)
        self._wedge.expect(wedge_prefix)
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
        left.setSpacing(GAP)
        left.addWidget(self._people, 1)
        left.addSpacing(FOOT)
        right = QVBoxLayout(self.panel)
        right.setContentsMargins(MARGIN, TOP, MARGIN, TOP)
        right.addWidget(self._pin)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    @property
    def begun(self) -> Begun:
        """Who was chosen, and what of their PIN was typed just now."""
        # Its time may be over without that anybody came to say so: the loop is busy while a terminal opens.
        return self._begun if self._meant.remainingTime() > 0 else Begun(self._begun.number)

    @property
    def is_typed_into(self) -> bool:
        """Whether keys came of which it is not clear yet whose they are, or a code is on its way."""
        return self._wedge.is_waiting

    def end(self) -> Begun:
        """What was begun; nothing of it stays here, and nothing more is taken."""
        begun = self.begun
        self._keep(Begun())
        self.hide()
        return begun

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
        self._keep(replace(self.begun, pin=self.begun.pin[:-1]))

    def _clear(self) -> None:
        self._keep(Begun(self._begun.number))

    def _keep(self, begun: Begun) -> None:
        self._begun = begun
        if begun.pin:
            self._meant.start()
        else:
            self._meant.stop()
        self._draw()

    def _draw(self) -> None:
        face, begun = self._face, self._begun
        self._people.show_people(face.question, face.group, face.tiles(begun.number))
        self._pin.show_pin(face.asks(begun.number), len(begun.pin), face.pad, is_wrong=False)
