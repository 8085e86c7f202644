"""The queues: four counts, the list by promise time, and the selected order in the panel."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Tone
from app.presentation.viewmodels.home import HomeModel, HomeState, Preview
from app.ui.screens.queue_card import QueueCardButton
from app.ui.screens.queue_rows import NAME, PIECES, PLACE, STATE, TIME, paint_piece_row, paint_queue_row
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.look import theme
from app.ui.theme.painting import text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.row_list import RowList
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import ElidedText, Text

ROW, PIECE = 56, 64


class _Columns(QWidget):
    """The heads of the list's columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(32)
        self._words: tuple[str, ...] = ()

    def show_words(self, words: tuple[str, ...]) -> None:
        self._words = words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, ink = QPainter(self), theme().colour(Role.TEXT_SECONDARY)
        for at, words in zip((TIME, STATE, NAME, PIECES, PLACE), self._words, strict=False):
            rect = QRectF(self.width() * at, 0, self.width() * 0.3, 32)
            text(painter, rect, words, type_font(Type.CAPTION, 500), ink)


class HomeScreen(Screen[HomeModel]):
    """What must be done now."""

    def build(self) -> None:
        """Cards, list, panel."""
        model = self.model
        self._cards_row = QHBoxLayout()
        self._cards_row.setSpacing(12)
        self._cards = [QueueCardButton(card) for card in model.state.cards]
        for button in self._cards:
            button.clicked.connect(self._card_pressed)
            self._cards_row.addWidget(button)
        self.main.addLayout(self._cards_row)
        head = QHBoxLayout()
        self._heading = Text("", Type.ROW, 600)
        self._filter = Segmented("")
        self._filter.chosen.connect(model.choose_filter)
        head.addWidget(self._heading, 1)
        head.addWidget(self._filter)
        self.main.addLayout(head)
        self._error = InlineNote()
        self.main.addWidget(self._error)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns = _Columns()
        self.list = RowList("", paint_queue_row, ROW)
        self.list.chosen.connect(model.choose)
        self.list.opens_at_once = False
        self.list.opened.connect(model.open_order)
        self._empty = Text("", Type.BODY, 400, "secondary")
        self._empty.setContentsMargins(16, 24, 16, 24)
        self._skeleton = Skeleton(ROW, 7)
        for part in (self._columns, Rule(), self._empty, self._skeleton):
            inside.addWidget(part)
        inside.addWidget(self.list, 1)
        self.main.addWidget(card, 1)
        self._build_panel()

    def _build_panel(self) -> None:
        body = self.panel.body
        top = QHBoxLayout()
        self._label = Text("", Type.SMALL, 400, "secondary")
        self._chip = StatusChip()
        top.addWidget(self._label, 1)
        top.addWidget(self._chip)
        self._name = ElidedText("", Type.HEADING, 600)
        line = QHBoxLayout()
        line.setSpacing(0)
        self._prefix, self._tail = ElidedText("", Type.BODY, 400, "muted"), Text("", Type.BODY, 700)
        self._promise = ElidedText("", Type.BODY, 400, "secondary")
        for part in (self._prefix, self._tail, self._promise):
            line.addWidget(part)
        line.addStretch(1)
        facts = QGridLayout()
        facts.setVerticalSpacing(4)
        self._facts = [(Text("", Type.SMALL, 400, "secondary"), ElidedText("", Type.BODY)) for _ in range(4)]
        for number, (label, value) in enumerate(self._facts):
            facts.addWidget(label, number // 2 * 2, number % 2)
            facts.addWidget(value, number // 2 * 2 + 1, number % 2)
        pieces = QHBoxLayout()
        self._pieces_head, self._progress = Text("", Type.BODY, 600), Text("", Type.SMALL, 400, "secondary")
        pieces.addWidget(self._pieces_head, 1)
        pieces.addWidget(self._progress)
        self._rule = Rule()
        self.pieces = RowList("", paint_piece_row, PIECE, can_choose=False)
        body.addLayout(top)
        body.addWidget(self._name)
        body.addLayout(line)
        body.addLayout(facts)
        body.addWidget(self._rule)
        body.addLayout(pieces)
        body.addWidget(self.pieces, 1)

    def draw(self, state: HomeState) -> None:
        """Counts, rows, the selected one."""
        self._draw_cards(state)
        self._heading.setText(state.heading)
        self._filter.setAccessibleName(state.heading)
        self._filter.offer([Segment(value, words) for value, words in state.filters], state.filter)
        self._error.show_note(Tone.WARNING, state.error)
        self._columns.show_words(state.columns)
        self.list.setAccessibleName(state.heading)
        self.list.show_rows(state.rows, state.selected)
        self._empty.show_words(state.empty)
        self._skeleton.setVisible(state.is_loading)
        self.list.setVisible(not state.is_loading)
        self._label.setText(state.selected_label if state.preview else "")
        self._draw_preview(state.preview)

    def _draw_cards(self, state: HomeState) -> None:
        for button, card in zip(self._cards, state.cards, strict=True):
            button.show_card(card)

    def _draw_preview(self, preview: Preview | None) -> None:
        self._chip.show_mark(None if preview is None else preview.mark)
        self._name.show_words("" if preview is None else preview.name)
        self._prefix.show_words("" if preview is None else preview.prefix)
        self._tail.setText("" if preview is None else preview.tail)
        self._promise.setText("" if preview is None else f" · {preview.promise}")
        facts = (("", ""),) * 4 if preview is None else preview.facts
        for (label, value), fact in zip(self._facts, facts, strict=True):
            label.setText(fact[0])
            value.setText(fact[1])
        self._rule.setVisible(preview is not None)
        self._pieces_head.setText("" if preview is None else preview.heading)
        self._progress.setText("" if preview is None else preview.progress)
        self.pieces.setAccessibleName(self._pieces_head.text())
        self.pieces.setVisible(preview is not None)
        self.pieces.show_rows(() if preview is None else preview.pieces)

    def _card_pressed(self) -> None:
        button = self.sender()
        if isinstance(button, QueueCardButton):
            self.model.choose_card(button.card.id)
