"""A customer's consents: what was answered, since when and to which text, and one press for each answer."""

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.customers import ConsentPurpose
from app.presentation.consent_words import ConsentRow
from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import SURE_MS, WordButton
from app.ui.widgets.chip import IconView
from app.ui.widgets.text import ElidedText, Text

YES_NO = 2


class ConsentLine(QWidget):
    """One purpose. Yes and no cost the same press. `answered(purpose, is_given)`."""

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._shown: ConsentRow | None = None
        self._turned = QElapsedTimer()
        self.setFixedHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._icon = IconView(Glyph.CIRCLE_X, 16)
        self._words, self._answer = Text("", Type.SMALL), Text("", Type.SMALL, 600)
        self._line = ElidedText("", Type.CAPTION, 400, "muted", is_tabular=True)
        said, words = QHBoxLayout(), QVBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._words)
        said.addWidget(self._answer)
        said.addStretch(1)
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(said)
        words.addWidget(self._line)
        words.addStretch(1)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self._acts = [self._button(row) for _ in range(YES_NO)]

    def _button(self, row: QHBoxLayout) -> WordButton:
        made = WordButton()
        made.clicked.connect(self._say)
        row.addWidget(made)
        return made

    def show_consent(self, consent: ConsentRow) -> None:
        """Another answer."""
        if self._shown is not None and self._shown.acts != consent.acts:
            self._turned.start()
        self._shown = consent
        glyph = Glyph.CIRCLE_CHECK if consent.is_given else Glyph.CIRCLE_X
        if consent.is_given is None:
            glyph = Glyph.CIRCLE
        role = Role.SUCCESS_TEXT if consent.is_given else Role.TEXT_MUTED
        if consent.is_waiting:
            glyph, role = Glyph.CLOUD_UPLOAD, Role.WARNING_TEXT
        self._icon.show_icon(glyph, role)
        self._words.setText(consent.words)
        self._answer.show_words(consent.answer)
        self._line.setText(consent.line)
        self._line.set_tone("warning" if consent.is_waiting else "muted")
        self._show_acts(consent)

    def _show_acts(self, consent: ConsentRow) -> None:
        had_focus = any(button.hasFocus() for button in self._acts)
        for button, act in zip(self._acts, consent.acts, strict=False):
            button.setText(act.words)
            button.setAccessibleName(act.spoken)
            button.setAccessibleDescription(", ".join(part for part in (consent.answer, consent.line) if part))
            button.updateGeometry()
        if had_focus and len(consent.acts) < YES_NO:
            self._acts[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for number, button in enumerate(self._acts):
            button.setVisible(number < len(consent.acts))

    def _say(self) -> None:
        """A press that was meant for the answer that stood here a moment ago asks for nothing."""
        shown = self._shown
        if shown is None or (self._turned.isValid() and not self._turned.hasExpired(SURE_MS)):
            return
        for button, act in zip(self._acts, shown.acts, strict=False):
            if button is self.sender():
                self.answered.emit(shown.id, act.is_given)


class Consents(QWidget):
    """Every purpose. `answered(purpose, is_given)`."""

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 0)
        column.setSpacing(0)
        self._lines = [ConsentLine() for _ in ConsentPurpose]
        for line in self._lines:
            line.answered.connect(self.answered)
            column.addWidget(line)
        column.addStretch(1)

    def show_consents(self, consents: tuple[ConsentRow, ...]) -> None:
        """None before the profile is here."""
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(consents))
            if number < len(consents):
                line.show_consent(consents[number])
