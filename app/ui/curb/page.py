"""One page of the tablet: a strip, what is read or chosen, and the dock in the lower third."""

from typing import Any, TypeAlias

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.curb.states import CurbState, Page
from app.presentation.marks import Glyph
from app.ui.curb.pad import Ink, PadPart
from app.ui.curb.parts import NotePart, ShelfPart, StripPart, TypedPart
from app.ui.curb.pressing import CarCard, DockButton, KeyCell, MoreButton, PickRow, Pressable, card_height
from app.ui.curb.scale import KEY_MM, PRIMARY_MM, STRIP_MM, TabletScale
from app.ui.curb.symbol import SymbolPart
from app.ui.theme.look import theme
from app.ui.theme.tokens import Role

SECONDARY = 3
MOST_PICKS = 5
"""As many rows as a page that lies on its side has room for."""
PAIRED = (Page.REFUSE_WHY, Page.RETURN_LINE, Page.RETURN_YES)
ALWAYS_PAIRED = (Page.RETURN_WHY,)
"""Choices of few words stand two abreast: upright, or either way where there are many."""
WIDE_PRIMARY_MM = 105.0
Signature: TypeAlias = tuple[Any, ...]


def signature(state: CurbState, scale: TabletScale) -> Signature:
    """What must be equal for a page to be shown by the widgets of another."""
    shelves = tuple(len(shelf.bags) for shelf in state.shelves)
    return (
        state.page,
        scale,
        state.is_mirrored,
        len(state.cards),
        len(state.picks),
        state.head is None,
        shelves,
        tuple((bool(note.title), note.tone) for note in state.notes),
        state.typed is None,
        state.pad is None,
        not state.symbol,
        len(state.secondary),
    )


class PageView(QWidget):
    """Owns the widgets of one page; GUI thread. `pressed(id)` for whatever was pressed."""

    pressed = Signal(str)

    def __init__(self, state: CurbState, scale: TabletScale, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self.scale, self.state = scale, state
        self.signature = signature(state, scale)
        self.first = 0
        self.head: CarCard | None = None
        self.typed: TypedPart | None = None
        self.pad: PadPart | None = None
        self.symbol: SymbolPart | None = None
        self.more: MoreButton | None = None
        self.cards: list[CarCard] = []
        self.picks: list[PickRow] = []
        self.notes: list[NotePart] = []
        self.shelves: list[ShelfPart] = []
        self.dock: list[DockButton] = []
        self.strip = StripPart(scale)
        self._build()
        self.show_state(state)

    @property
    def controls(self) -> list[Pressable]:
        """What can be pressed."""
        return [part for part in self.findChildren(Pressable) if part.isVisibleTo(self)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the line above the dock."""
        painter, shown = QPainter(self), theme()
        painter.fillRect(self.rect(), shown.colour(Role.BG_CANVAS))
        top = self.height() - self._dock_height
        line = self.scale.px(0.5)
        painter.fillRect(QRect(0, top, self.width(), line), shown.colour(Role.BORDER_STRONG))

    def show_state(self, state: CurbState) -> None:
        """Other words on the same page."""
        self.state = state
        self.strip.show_state(state)
        if self.head is not None and state.head is not None:
            self.head.show_card(state.head)
        self._show_turn(state)
        for part, note in zip(self.notes, state.notes, strict=True):
            part.show_note(note)
        for shelf_part, shelf in zip(self.shelves, state.shelves, strict=False):
            shelf_part.show_shelf(shelf)
        if self.typed is not None and state.typed is not None:
            self.typed.show_typed(state.typed)
        if self.pad is not None and state.pad is not None:
            self.pad.show_pad(state.pad)
        if self.symbol is not None:
            self.symbol.show_symbol(state.symbol, state.symbol_name)
        for button, press in zip(self.dock, [state.primary, *state.secondary], strict=True):
            button.show_press(press)

    def _show_turn(self, state: CurbState) -> None:
        """The cars, or choices, whose turn it is."""
        shown = state.cards[self.first : self.first + len(self.cards)]
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                card.show_card(shown[place])
        chosen = state.picks[self.first : self.first + len(self.picks)]
        for place, row in enumerate(self.picks):
            row.setVisible(place < len(chosen))
            if place < len(chosen):
                row.show_pick(chosen[place])

    # building

    @property
    def _dock_height(self) -> int:
        scale = self.scale
        rows = scale.px(PRIMARY_MM) + (0 if scale.is_wide else scale.px(KEY_MM) + scale.gap)
        return rows + 2 * scale.margin

    def _build(self) -> None:
        scale = self.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.strip.state = self.state
        outer.addWidget(self.strip)
        content = self._content()
        top = scale.px(1.8)
        content.setContentsMargins(scale.margin, top, scale.margin, top)
        outer.addLayout(content, 1)
        outer.addWidget(self._dock())

    def _content(self) -> QBoxLayout:
        first, second = self._column(), self._column()
        page, scale = self.state.page, self.scale
        if self.state.head is not None:
            self.head = CarCard(self.state.head, scale)
            self.head.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.head.setEnabled(False)
        notes = self._note_parts()
        if not scale.is_wide:
            self._stack(first, self.head, *notes)
            self._fill(first, len(notes))
            first.addStretch(1)
            return first
        made = QHBoxLayout()
        made.setSpacing(scale.px(4.3))
        if page is Page.QUEUE:
            self._fill(first, 0)
            self._stack(second if self.state.cards else first, *notes)
            self._shelf_parts(second)
        else:
            self._stack(first, self.head, *notes)
            if self.state.typed is not None:
                self._ask(first)
            self._fill(second, 0)
        for column in (first, second):
            column.addStretch(1)
            made.addLayout(column, 1)
        return made

    def _column(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(self.scale.gap if self.state.page is Page.QUEUE else self.scale.px(2.4))
        return made

    def _stack(self, column: QVBoxLayout, *parts: QWidget | None) -> None:
        for part in parts:
            if part is not None:
                column.addWidget(part)

    def _note_parts(self) -> list[NotePart]:
        for note in self.state.notes:
            part = NotePart(self.scale)
            part.show_note(note)
            self.notes.append(part)
        return list(self.notes)

    def _fill(self, column: QVBoxLayout, notes: int) -> None:
        """Cars, shelves or keys: what the page is for."""
        state = self.state
        if state.page is Page.VISIT:
            self._shelf_parts(column)
        if state.cards:
            self._car_cards(column, notes)
        if state.picks:
            self._pick_rows(column)
        if state.pad is not None:
            self.pad = PadPart(self.scale, self._ink, lambda: self.pressed.emit("drawn"))
            column.addWidget(self.pad)
        if state.symbol:
            self.symbol = SymbolPart(self.scale)
            column.addWidget(self.symbol)
        if state.typed is not None:
            if not self.scale.is_wide:
                self._ask(column)
            column.addSpacing(self.scale.px(1))
            column.addLayout(self._keys())

    def _shelf_parts(self, column: QVBoxLayout) -> None:
        for shelf in self.state.shelves:
            part = ShelfPart(self.scale)
            part.show_shelf(shelf)
            self.shelves.append(part)
            column.addWidget(part)

    def _ask(self, column: QVBoxLayout) -> None:
        assert self.state.typed is not None
        self.typed = TypedPart(self.scale)
        self.typed.show_typed(self.state.typed)
        column.addWidget(self.typed)

    def _car_cards(self, column: QVBoxLayout, notes: int) -> None:
        """As many as there is room for; the rest a press away."""
        scale, state = self.scale, self.state
        room = scale.height - scale.px(STRIP_MM) - self._dock_height - scale.px(4)
        width = scale.width - 2 * scale.margin
        room -= sum(part.heightForWidth(width) + scale.gap for part in self.notes[:notes])
        each, button = card_height(scale) + scale.gap, scale.px(KEY_MM) + scale.gap
        fits = max(1, (room + scale.gap) // each)
        has_more = len(state.cards) > fits
        if has_more:
            fits = max(1, (room + scale.gap - button) // each)
        for card in state.cards[:fits]:
            made = CarCard(card, scale)
            self._watch(made)
            self.cards.append(made)
            column.addWidget(made)
        if has_more:
            self.more = MoreButton(state.more, scale)
            self.more.clicked.connect(self._turn)
            column.addWidget(self.more)

    def _pick_rows(self, column: QVBoxLayout) -> None:
        """Choices: two abreast where a page has few words in each, else as many as there is room for."""
        scale, state = self.scale, self.state
        columns = 2 if state.page in ALWAYS_PAIRED or (state.page in PAIRED and not scale.is_wide) else 1
        most = MOST_PICKS if len(state.picks) <= MOST_PICKS else MOST_PICKS - 1
        made = QGridLayout()
        made.setSpacing(scale.gap)
        for place, pick in enumerate(state.picks[: most * columns]):
            row = PickRow(pick, scale)
            self._watch(row)
            self.picks.append(row)
            made.addWidget(row, place // columns, place % columns)
        column.addLayout(made)
        if len(state.picks) > most * columns:
            self.more = MoreButton(state.more, scale)
            self.more.clicked.connect(self._turn)
            column.addWidget(self.more)

    def _turn(self) -> None:
        """The next cars, or choices, round and round."""
        self.first += len(self.cards) + len(self.picks)
        if self.first >= len(self.state.cards) + len(self.state.picks):
            self.first = 0
        self.show_state(self.state)

    def _keys(self) -> QGridLayout:
        made = QGridLayout()
        made.setSpacing(self.scale.gap)
        assert self.state.typed is not None
        for number in range(9):
            made.addWidget(self._key(str(number + 1)), number // 3, number % 3)
        delete = KeyCell("delete", self.state.typed.delete, self.scale, Glyph.DELETE)
        made.addWidget(self._watch(delete), 3, 0)
        made.addWidget(self._key("0"), 3, 1, 1, 2)
        return made

    def _key(self, sign: str) -> Pressable:
        return self._watch(KeyCell(f"key:{sign}", sign, self.scale))

    def _watch(self, button: Pressable) -> Pressable:
        button.clicked.connect(lambda: None if button.is_off else self.pressed.emit(button.press_id))
        return button

    def _dock(self) -> QWidget:
        """The primary keeps its place; for the other hand the whole dock is mirrored."""
        scale, state = self.scale, self.state
        made = QWidget()
        made.setFixedHeight(self._dock_height)
        for press, is_primary in [(state.primary, True), *((press, False) for press in state.secondary)]:
            button = DockButton(press, scale, is_primary=is_primary)
            self.dock.append(button)
            self._watch(button)
        others = QHBoxLayout()
        others.setSpacing(scale.gap)
        cells: list[QWidget] = [*self.dock[1:], *(QWidget() for _ in range(SECONDARY - len(state.secondary)))]
        for cell in reversed(cells) if state.is_mirrored else cells:
            others.addWidget(cell, 1)
        outer: QBoxLayout = QHBoxLayout(made) if scale.is_wide else QVBoxLayout(made)
        outer.setContentsMargins(scale.margin, scale.margin, scale.margin, scale.margin)
        outer.setSpacing(scale.gap)
        if scale.is_wide:
            self.dock[0].setFixedWidth(min(scale.px(WIDE_PRIMARY_MM), scale.width // 2))
        if scale.is_wide and not state.is_mirrored:
            outer.addLayout(others, 1)
            outer.addWidget(self.dock[0])
        else:
            outer.addWidget(self.dock[0])
            outer.addLayout(others, 1)
        return made
