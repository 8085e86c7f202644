"""A paper on screen as the printer lays it out; how it stands, and the copy beside."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QWidget

from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.paper import PaperModel, PaperState
from app.ui.screens.event_parts import Ways
from app.ui.shell.frame import Screen
from app.ui.theme.look import theme
from app.ui.theme.tokens import Role
from app.ui.widgets.card import InlineNote, Rule
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.steps import StepList


class _Sheet(QWidget):
    """The paper, a pixel a dot; white in every theme, as paper is."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._bytes = QPixmap(), b""

    def show_paper(self, picture: bytes) -> None:
        """This PNG; decoded only when it is another one."""
        if picture != self._bytes:
            self._bytes = picture
            self._picture.loadFromData(picture)
            self.setFixedSize(self._picture.size())
            self.update()

    def sizeHint(self) -> QSize:
        """All of it."""
        return self._picture.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper with a thin edge."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(theme().colour(Role.BORDER_SUBTLE))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))


class PaperScreen(Screen[PaperModel]):
    """The paper scrolls; its copies, the question and the button stand beside."""

    def build(self) -> None:
        """Header, paper, panel."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._sheet, self._empty = _Sheet(), EmptyPlace(Glyph.RECEIPT_TEXT)
        self.paper = QScrollArea()
        self.paper.setWidget(self._sheet)
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.paper.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.main.addWidget(self._header)
        self.main.addWidget(self._empty, 100)
        self.main.addWidget(self.paper, 100)
        body = self.panel.body
        body.setSpacing(8)
        self._steps, self._rule = StepList(), Rule()
        self.answers, self._note = Ways(), InlineNote()
        self.answers.chosen.connect(self.model.choose_answer)
        for part in (self._steps, self._rule, self.answers, self._note):
            body.addWidget(part)
        body.addStretch(1)

    def draw(self, state: PaperState) -> None:
        """Paper and panel."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.chip.show_mark(state.mark)
        header.purpose.show_mark(None)
        title, line = state.empty
        self._empty.show_words(title, line)
        self._empty.setVisible(bool(title))
        self.paper.setVisible(bool(state.picture))
        self.paper.setAccessibleName(state.title)
        self.paper.setAccessibleDescription("\n".join(state.lines))
        self._sheet.show_paper(state.picture)
        self._steps.show_steps(state.steps)
        self._rule.setVisible(bool(state.answers))
        self.answers.show_ways(state.question, state.answers, state.answer)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
