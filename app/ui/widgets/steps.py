"""What followed from an act, one step a row: done, or still on its way."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph, Tone
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import clear
from app.ui.widgets.chip import IconView
from app.ui.widgets.text import Text

_GLYPHS = {Tone.SUCCESS: Glyph.CIRCLE_CHECK, Tone.WARNING: Glyph.CLOCK, Tone.DANGER: Glyph.CIRCLE_X}


class StepList(QWidget):
    """Steps with icon, title and a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._steps: tuple[tuple[Tone, str, str], ...] = ()
        self.hide()

    def show_steps(self, steps: Sequence[tuple[Tone, str, str]]) -> None:
        """These; rebuilt only when they changed."""
        if tuple(steps) == self._steps:
            return
        self._steps = tuple(steps)
        clear(self._column)
        for tone, title, line in steps:
            self._column.addWidget(_step(tone, title, line))
        self.setVisible(bool(steps))


def _step(tone: Tone, title: str, line: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconView(_GLYPHS.get(tone, Glyph.INFO), 20, Role(f"{tone}.text")), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(title, Type.BODY, 600))
    words.addWidget(Text(line, Type.SMALL, 400, "secondary", is_wrapped=True))
    row.addLayout(words, 1)
    return made
