"""What the shop wrote about a customer: a field for one note more, and the notes with who wrote them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.profile_changes import MAX_NOTE
from app.presentation.consent_words import NoteRow
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import WordButton
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.text import ElidedText, Text


class NoteField(SearchField):
    """One line, written by Enter. What is typed is the model's to keep, and to empty once the note is written."""

    written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setMaxLength(MAX_NOTE)
        self.entered.connect(self._write)
        self.left.connect(self.clearFocus)

    def show_draft(self, hint: str, draft: str) -> None:
        """What to do with it and what was typed; nothing can be written before the profile is here."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setEnabled(bool(hint))
        if self.text() != draft:
            self.setText(draft)

    def _write(self) -> None:
        self.written.emit(self.text())


class NoteLine(QWidget):
    """A note, who wrote it when, and the word that takes it off."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._id = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._text = Text("", Type.SMALL, 400, is_wrapped=True)
        self._line = ElidedText("", Type.CAPTION, 400, "muted", is_tabular=True)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._line)
        words.addStretch(1)
        self._act = WordButton()
        self._act.clicked.connect(self._remove)
        row.addLayout(words, 1)
        row.addWidget(self._act, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(44)

    def show_note(self, note: NoteRow) -> None:
        """Another note."""
        self._id = note.id
        self._text.setText(note.text)
        self._line.setText(note.line)
        self._line.set_tone("warning" if note.is_waiting else "muted")
        self._act.setText(note.act)
        self._act.setAccessibleName(note.spoken)
        self._act.setVisible(bool(note.act))
        self._act.updateGeometry()

    def _remove(self) -> None:
        self.removed.emit(self._id)


class Notes(QScrollArea):
    """The notes, newest first; more of them scroll."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 16, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self.setWidget(inside)
        self._lines: list[NoteLine] = []

    def show_notes(self, notes: tuple[NoteRow, ...]) -> None:
        """All of them."""
        while len(self._lines) < len(notes):
            made = NoteLine()
            made.removed.connect(self.removed)
            self._lines.append(made)
            self._column.insertWidget(len(self._lines) - 1, made)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(notes))
            if number < len(notes):
                line.show_note(notes[number])
