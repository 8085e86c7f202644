"""A place with nothing in it: one icon, one sentence, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card
from app.ui.widgets.chip import IconView
from app.ui.widgets.text import Text

WIDTH = 520
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyPlace(Card):
    """Fills the room of what is not there."""

    def __init__(self, glyph: Glyph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        self._title = Text("", Type.TITLE, 600)
        self._line = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._line.setAlignment(_CENTRE)
        self._line.setFixedWidth(WIDTH)
        column.addStretch(2)
        column.addWidget(IconView(glyph, 40, Role.TEXT_MUTED), 0, _CENTRE)
        column.addSpacing(8)
        column.addWidget(self._title, 0, _CENTRE)
        column.addWidget(self._line, 0, _CENTRE)
        column.addStretch(3)

    def show_words(self, title: str, line: str) -> None:
        """What is not there, and the next step."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setMinimumHeight(max(0, self._line.heightForWidth(WIDTH)))
