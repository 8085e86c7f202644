"""A customer's consents: what was answered, since when and to which text, and one press to answer otherwise."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.consent_words import ConsentRow
from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import WordButton
from app.ui.widgets.chip import IconView
from app.ui.widgets.text import ElidedText, Text

PURPOSES = 3


class ConsentLine(QWidget):
    """One purpose. Yes and no cost the same press."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._id = ""
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
        self._act = WordButton()
        self._act.clicked.connect(self._say)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._act)

    def show_consent(self, consent: ConsentRow) -> None:
        """Another answer."""
        self._id = consent.id
        glyph = Glyph.CIRCLE_CHECK if consent.is_given else Glyph.CIRCLE_X
        role = Role.SUCCESS_TEXT if consent.is_given else Role.TEXT_MUTED
        if consent.is_waiting:
            glyph, role = Glyph.CLOUD_UPLOAD, Role.WARNING_TEXT
        self._icon.show_icon(glyph, role)
        self._words.setText(consent.words)
        self._answer.setText(consent.answer)
        self._line.setText(consent.line)
        self._line.set_tone("warning" if consent.is_waiting else "muted")
        self._act.setText(consent.act)
        self._act.setAccessibleName(consent.spoken)
        self._act.setAccessibleDescription(f"{consent.answer}, {consent.line}")
        self._act.updateGeometry()

    def _say(self) -> None:
        self.answered.emit(self._id)


class Consents(QWidget):
    """Every purpose."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 0)
        column.setSpacing(0)
        self._lines = [ConsentLine() for _ in range(PURPOSES)]
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
