"""One page of the kiosk, laid out for the screen it is on: upright, wide, or with all controls low."""

from dataclasses import replace
from typing import Any, TypeAlias

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.presentation.kiosk import blocks
from app.presentation.kiosk.blocks import Block, Ground, Keys, KioskState, Options, Tasks
from app.presentation.kiosk.session import Page
from app.presentation.marks import Glyph, Tone
from app.ui.kiosk import gadgets, reader, reading, slip
from app.ui.kiosk.parts import Part, Pressable, ground_colour, ink
from app.ui.kiosk.pressing import KeyCell, OptionCell, ServiceCell, TaskCard, WayButton
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text
from app.ui.theme.tokens import Role

_PARTS: dict[type[Any], type[Any]] = {
    blocks.Head: reading.HeadPart,
    blocks.Note: reading.NotePart,
    blocks.Facts: reading.FactsPart,
    blocks.Sign: reading.SignPart,
    blocks.Price: reading.PricePart,
    blocks.Slip: slip.SlipPart,
    blocks.Slots: gadgets.SlotsPart,
    blocks.Reader: reader.ReaderPart,
    blocks.Ring: gadgets.RingPart,
    blocks.SixKeys: gadgets.SixKeysPart,
    blocks.Attract: gadgets.AttractPart,
}
_GROWS: dict[type[Any], int] = {blocks.Reader: 40, blocks.Sign: 4}
"""What takes the room that is free: pictures and boards."""
_ONE_COLUMN = (Page.FOUND, Page.TYPE, Page.NUMBER, Page.REASON)
_CHOICES = (Page.SCAN, Page.PIECES, Page.ARTICLE)
"""Where no task is the first of all."""
_HANDS_HIGH = (Page.START, Page.FOUND, Page.IDLE)
"""Where the first task is as high as a hand."""
_CENTRED = (Page.IDLE, Page.HELP, Page.OUT)
FEW_TASKS = 2
KEY_ROWS = 4
Signature: TypeAlias = tuple[Any, ...]


def signature(state: KioskState, scale: Scale) -> Signature:
    """What must be equal for a page to be shown by the widgets of another."""
    shown, pressed = shown_blocks(state, scale)
    acts = [(type(block), len(_many(block)), block.delete if isinstance(block, Keys) else "") for block in pressed]
    reads = [type(block) for block in shown]
    frame = (len(state.ways), state.primary is None, len(state.service))
    return state.page, state.session, state.ground, scale, tuple(reads), tuple(acts), frame


def shown_blocks(state: KioskState, scale: Scale) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What there is room for: of large text on a wide screen, and beside many keys, what helps gives way first."""
    reads, acts = state.reads, state.acts
    if scale.is_wide and any(isinstance(block, Keys) and block.letters for block in acts):
        notes = [block for block in reads if isinstance(block, blocks.Note)]
        wrong = [note for note in notes if note.tone is not Tone.NEUTRAL]
        heads = [block for block in reads if isinstance(block, blocks.Head)]
        hints = [note for note in notes if not note.title]
        reads = tuple(wrong) if wrong else (*heads, *(() if scale.is_large else hints))
    if scale.is_wide and scale.is_large:
        reads = tuple(
            replace(block, line="") if isinstance(block, blocks.Head) and len(reads) > 2 else block
            for block in reads
        )
        if any(isinstance(block, blocks.Price) for block in reads):
            reads = tuple(_as_note(block) for block in reads)
        acts = tuple(_brief(block, 1) for block in acts if not isinstance(block, blocks.SixKeys))
    elif scale.is_wide or scale.is_large:
        acts = tuple(_brief(block) for block in acts)
    if (scale.is_wide or scale.is_large) and any(isinstance(block, blocks.Slip) for block in reads):
        reads = tuple(block for block in reads if not isinstance(block, blocks.Sign))
    return reads, acts


def _as_note(block: Block) -> Block:
    """A board in a few words: where the article is, for who has asked for large ones and has little room."""
    if not isinstance(block, blocks.Sign):
        return block
    return blocks.Note(block.line or block.big, block.title, block.glyph, Tone.SUCCESS)


def _brief(block: Block, few: int = FEW_TASKS) -> Block:
    """Many tasks without what they are explained with; why one cannot be done is always said."""
    if not isinstance(block, Tasks) or len(block.tasks) <= few or block.tasks[0].is_on is not None:
        return block
    return Tasks(tuple(replace(task, line="") for task in block.tasks))


def _many(block: Block) -> tuple[Any, ...]:
    if isinstance(block, Tasks):
        return block.tasks
    return block.options if isinstance(block, Options) else ()


class HeaderPart(Part):
    """The shop, and what is being done; nothing to touch."""

    def show_state(self, state: KioskState) -> None:
        """Another page."""
        self.state = state
        self.say(state.shop, state.place, state.task)
        self.update()

    def heightForWidth(self, width: int) -> int:
        """A band."""
        return self.scale.px(26 if not self.scale.is_wide else 15)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shop on the left, the task on the right."""
        painter, shown, state, scale = QPainter(self), theme(), self.state, self.scale
        colour, second = ink(shown, self.ground), ink(shown, self.ground, is_second=True)
        pad, high = scale.margin, float(self.height())
        name, place = scale.font(Step.TITLE, 700), scale.font(Step.BODY)
        room = self.width() - 2 * pad
        has_place = not scale.is_wide and not scale.is_large
        half = QRectF(pad, high * 0.16, room, high * 0.4) if has_place else QRectF(pad, 0, room, high)
        wide = text(painter, half, state.shop, name, colour)
        if has_place:
            text(painter, QRectF(pad, high * 0.54, room, high * 0.34), state.place, place, second)
        rest = QRectF(pad + wide + scale.gap, 0, room - wide - scale.gap, high)
        text(painter, rest, state.task, scale.font(Step.ROW, 600), second, ALIGN_RIGHT)


class PageView(QWidget):
    """Owns the widgets of one page; GUI thread. `pressed(id)` for whatever was pressed."""

    pressed = Signal(str)

    def __init__(self, state: KioskState, scale: Scale, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale, self.state = scale, state
        self.signature = signature(state, scale)
        self._parts: list[Any] = []
        self._tasks: list[TaskCard] = []
        self._options: list[OptionCell] = []
        self._ways: list[WayButton] = []
        self._cells: list[ServiceCell] = []
        self.header: HeaderPart | None = None
        self._build()
        self.show_state(state)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground_colour(theme(), self.state.ground))
        if self.state.service:
            rect = self.service_area
            painter.fillRect(rect, theme().colour(Role.BG_SURFACE))

    @property
    def service_area(self) -> QRectF:
        """Where the bar is that is always there."""
        high = float(self.height())
        if self.scale.is_wide:
            left = self._bar.geometry().left() - self.scale.gap
            return QRectF(left, 0, self.width() - left, high)
        top = self._bar.geometry().top() - self.scale.gap
        return QRectF(0, top, self.width(), high - top)

    @property
    def controls(self) -> list[Pressable]:
        """What can be pressed, in the order keys go through it."""
        return [part for part in self.findChildren(Pressable) if part.isVisibleTo(self)]

    def show_state(self, state: KioskState) -> None:
        """Other words on the same page."""
        self.state = state
        reads, acts = shown_blocks(state, self.scale)
        plain = [block for block in (*reads, *acts) if type(block) in _PARTS]
        for part, block in zip(self._parts, plain, strict=True):
            part.show_block(block)
        self._show_many(acts)
        ways = [*state.ways, *([state.primary] if state.primary else [])]
        for button, press in zip(self._ways, ways, strict=True):
            button.show_press(press)
        for cell, press in zip(self._cells, state.service, strict=True):
            cell.show_press(press)
        if self.header is not None:
            self.header.show_state(state)

    def _show_many(self, acts: tuple[Block, ...]) -> None:
        tasks = [task for block in acts if isinstance(block, Tasks) for task in block.tasks]
        for card, task in zip(self._tasks, tasks, strict=True):
            card.show_task(task)
        options = [option for block in acts if isinstance(block, Options) for option in block.options]
        for cell, option in zip(self._options, options, strict=True):
            cell.show_option(option)

    # building

    def _build(self) -> None:
        state, scale = self.state, self.scale
        outer = QHBoxLayout(self) if scale.is_wide else QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.gap)
        if state.page == Page.ATTRACT:
            part = self._part(state.reads[0])
            part.shop = (state.shop, state.place)
            outer.addWidget(part)
            return
        column = QVBoxLayout()
        column.setSpacing(scale.gap)
        if (state.service or state.task) and not (scale.is_wide and scale.is_large):
            self.header = HeaderPart(scale, Ground.CANVAS)
            column.addWidget(self.header)
        else:
            column.addSpacing(scale.px(12 if not scale.is_wide else 6))
        content = self._content()
        content.setContentsMargins(scale.margin, 0, scale.margin, 0)
        column.addLayout(content, 1)
        column.addLayout(self._nav())
        column.addSpacing(scale.px(3 if state.service or scale.is_wide else 8))
        outer.addLayout(column, 1)
        if state.service:
            outer.addWidget(self._service())

    def _content(self) -> QBoxLayout:
        reads, acts = shown_blocks(self.state, self.scale)
        made: QBoxLayout
        if self.scale.is_wide and acts and self.state.page not in _ONE_COLUMN:
            made = QHBoxLayout()
            made.setSpacing(self.scale.margin)
            made.addLayout(self._stack(reads, is_low=False), 10)
            made.addLayout(self._stack(acts, is_low=self.scale.is_low), 12)
            return made
        made = QVBoxLayout()
        made.setSpacing(self.scale.px(6))
        order = [*reads, *acts]
        if not self.scale.is_low and acts and isinstance(acts[0], Options):
            at = 0 if self.state.page == Page.START else 1
            order = [*reads[:at], acts[0], *reads[at:], *acts[1:]]
        if self.state.page in _CENTRED:
            made.addStretch(1)
        is_list = self.state.page == Page.PIECES and not self.scale.is_low
        is_below = self.scale.is_low or any(isinstance(block, Keys | Tasks) for block in acts)
        has_keys = bool(acts) and not is_list and is_below
        for block in order:
            if block in acts and block is self._first_low(acts) and has_keys:
                made.addStretch(1)
            self._add(made, block)
        if not has_keys:
            made.addStretch(1)
        return made

    def _first_low(self, acts: tuple[Block, ...]) -> Block:
        """What the free room lies above."""
        later = [block for block in acts if not isinstance(block, Options)]
        return acts[0] if self.scale.is_low or not later else later[0]

    def _stack(self, shown: tuple[Block, ...], *, is_low: bool) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(self.scale.px(4))
        if is_low:
            made.addStretch(1)
        for block in shown:
            self._add(made, block)
        if not is_low:
            made.addStretch(1)
        return made

    def _add(self, layout: QBoxLayout, block: Block) -> None:
        if isinstance(block, Tasks):
            layout.addLayout(self._task_cards(block))
        elif isinstance(block, Options):
            layout.addLayout(self._option_cells(block))
        elif isinstance(block, Keys):
            layout.addLayout(self._keys(block))
        else:
            layout.addWidget(self._part(block), _GROWS.get(type(block), 0))

    def _part(self, block: Block) -> Any:
        made = _PARTS[type(block)](block, self.scale, self.state.ground)
        self._parts.append(made)
        return made

    def _watch(self, button: Pressable) -> Pressable:
        button.clicked.connect(lambda: None if button.is_off else self.pressed.emit(button.press_id))
        return button

    def _task_cards(self, block: Tasks) -> QLayout:
        made = QVBoxLayout()
        made.setSpacing(self.scale.px(6))
        is_list = self.scale.is_wide or self.scale.is_low or self.state.page not in _HANDS_HIGH
        is_full = self.scale.is_large or len(block.tasks) > FEW_TASKS + 1 or self.state.page == Page.FOUND
        for number, task in enumerate(block.tasks):
            is_row = is_list or (is_full and number > 0)
            is_primary = number == 0 and self.state.page not in _CHOICES
            card = TaskCard(task, self.scale, is_primary=is_primary, is_row=is_row)
            self._tasks.append(card)
            self._watch(card)
            made.addWidget(card)
        return made

    def _option_cells(self, block: Options) -> QLayout:
        made = QGridLayout()
        made.setSpacing(self.scale.gap)
        count = len(block.options)
        across = count if count <= 3 else 3 if self.scale.is_large or self.scale.is_wide else 6
        if self.state.page == Page.REASON:
            across = 2 if self.scale.is_wide or self.scale.is_low else 1
        for number, option in enumerate(block.options):
            cell = OptionCell(option, self.scale, is_tall=across == 1 and not self.scale.is_large)
            self._options.append(cell)
            self._watch(cell)
            made.addWidget(cell, number // across, number % across)
        return made

    def _keys(self, block: Keys) -> QLayout:
        made = QGridLayout()
        made.setSpacing(self.scale.gap)
        delete = KeyCell("delete", block.delete, self.scale, Glyph.DELETE)
        for number in range(9):
            made.addWidget(self._key(str(number + 1)), number // 3, number % 3)
        if not block.letters:
            made.addWidget(self._watch(delete), 3, 0)
            made.addWidget(self._key("0"), 3, 1, 1, 2)
            return made
        made.addWidget(self._key("0"), 3, 0, 1, 3)
        made.setColumnMinimumWidth(3, self.scale.px(2))
        across = -(-(len(block.letters) + 1) // KEY_ROWS)
        for number, sign in enumerate(block.letters):
            made.addWidget(self._key(sign), number // across, 4 + number % across)
        at = len(block.letters) % across
        made.addWidget(self._watch(delete), KEY_ROWS - 1, 4 + at, 1, across - at)
        for column in (0, 1, 2, *range(4, 4 + across)):
            made.setColumnStretch(column, 1)
        return made

    def _key(self, sign: str) -> Pressable:
        return self._watch(KeyCell(f"key:{sign}", sign, self.scale))

    def _nav(self) -> QLayout:
        row = QHBoxLayout()
        row.setContentsMargins(self.scale.margin, 0, self.scale.margin, 0)
        row.setSpacing(self.scale.px(5))
        state = self.state
        presses = [(way, False) for way in state.ways] + ([(state.primary, True)] if state.primary else [])
        for press, is_primary in presses:
            button = WayButton(press, self.scale, is_primary=is_primary)
            self._ways.append(button)
            self._watch(button)
            if self._ways[:-1] and state.primary is None:
                # Back and out lie apart: nobody leaves who wants one page back.
                row.addStretch(1)
            row.addWidget(button, 3 if is_primary else 2)
        return row

    def _service(self) -> QWidget:
        self._bar = QWidget()
        grid = QGridLayout(self._bar)
        scale = self.scale
        edge = scale.px(4 if not scale.is_wide else 2)
        side = scale.margin if not scale.is_wide else edge
        grid.setContentsMargins(side, edge, side, edge)
        grid.setSpacing(scale.gap)
        if scale.is_wide:
            self._bar.setFixedWidth(scale.px(58 if scale.is_large else 40))
        else:
            self._bar.setFixedHeight(scale.px(84 if scale.is_large else 45))
        across = 1 if scale.is_wide else 3 if scale.is_large else len(self.state.service)
        for number, press in enumerate(self.state.service):
            cell = ServiceCell(press, scale)
            self._cells.append(cell)
            self._watch(cell)
            grid.addWidget(cell, number // across, number % across)
        return self._bar
