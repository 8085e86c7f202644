"""Which rule applies and why: one row a rule, its window as a row of days."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.presentation.return_words import RuleLine
from app.ui.theme.fonts import type_font
from app.ui.theme.painting import ALIGN_RIGHT, box, text, text_width
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.card import Card
from app.ui.widgets.chip import chip_width, draw_chip
from app.ui.widgets.painted import PaintedButton

TICKS, TICK, TICK_HEIGHT, TICK_GAP = 14, 12, 8, 4
METER = TICKS * TICK + (TICKS - 1) * TICK_GAP
LOW = 50
"""Below this height of a row its two lines stand closer."""


class RuleRow(PaintedButton):
    """One rule. It can be pressed only where a person decides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: RuleLine | None = None
        self.setCheckable(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def line(self) -> RuleLine | None:
        """The rule it shows."""
        return self._line

    def show_rule(self, line: RuleLine | None) -> None:
        """Another rule, or none."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        self.setText(line.title)
        self.setAccessibleDescription(". ".join(p for p in (line.mark.words, line.line, line.day_line) if p))
        policy = Qt.FocusPolicy.StrongFocus if line.can_choose else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        shape = Qt.CursorShape.PointingHandCursor if line.can_choose else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(240, self.theme.size("height.row"))

    def minimumSizeHint(self) -> QSize:
        """Four still fit where three usually are."""
        return QSize(240, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Radio, rule over reason, days over their words, chip."""
        line, painter, shown = self._line, QPainter(self), self.theme
        if line is None:
            return
        is_on, is_hc = line.is_chosen, shown.name is ThemeName.HC
        primary = Role.TEXT_INVERSE if is_on and is_hc else Role.TEXT_PRIMARY
        second = Role.TEXT_INVERSE if is_on and is_hc else Role.TEXT_SECONDARY
        if is_on:
            box(
                painter,
                self.area,
                shown.radius("button"),
                shown.colour(Role.BG_SELECTED),
                shown.colour(Role.ACCENT_SOLID),
                2,
            )
        elif self.is_hovered and line.can_choose:
            painter.fillRect(self.area, shown.colour(Role.BG_HOVER))
        elif self.y() > 1:
            painter.fillRect(QRectF(0, 0, self.width(), 1), shown.colour(Role.BORDER_SUBTLE))
        middle = self.height() / 2
        self._radio(painter, middle, is_on=is_on)
        chip = self._chip(painter, middle, line)
        room = chip - 48 - 24
        if line.day_line:
            room = self._days(painter, chip - 24, middle, line, (primary, second)) - 48 - 16
        gap = 0 if self.height() < LOW else 2
        title = QRectF(48, middle - 18 - gap, room, 20)
        below = QRectF(48, middle + 1 + gap / 2, room, 18)
        text(painter, title, line.title, type_font(Type.BODY, 600), shown.colour(primary))
        text(painter, below, line.line, type_font(Type.SMALL), shown.colour(second))
        self.paint_focus(painter, shown.radius("button"))

    def _radio(self, painter: QPainter, middle: float, *, is_on: bool) -> None:
        shown = self.theme
        is_hc = shown.name is ThemeName.HC
        on = shown.colour(Role.TEXT_INVERSE if is_hc else Role.ACCENT_SOLID)
        ring = QRectF(16, middle - 10, 20, 20)
        box(painter, ring, 10, None, on if is_on else shown.colour(Role.BORDER_CONTROL), 2)
        if is_on:
            box(painter, ring.adjusted(7, 7, -7, -7), 3, on)

    def _chip(self, painter: QPainter, middle: float, line: RuleLine) -> float:
        """The chip at the right edge; where it begins, the same on every row where words are short."""
        left = self.width() - 16 - max(112.0, chip_width(line.mark))
        draw_chip(painter, left, middle, line.mark)
        return left

    def _days(
        self, painter: QPainter, right: float, middle: float, line: RuleLine, inks: tuple[Role, Role]
    ) -> float:
        shown, font = self.theme, type_font(Type.SMALL, is_tabular=True)
        is_inverse = inks[0] is Role.TEXT_INVERSE
        fill = shown.colour(Role.TEXT_INVERSE if is_inverse else Role.SUCCESS_SOLID)
        edge = shown.colour(Role.TEXT_INVERSE if is_inverse else Role.BORDER_CONTROL)
        ticks = min(line.days, TICKS)
        filled = min(ticks, -(-line.day * ticks // line.days)) if line.days else 0
        left = right - ticks * (TICK + TICK_GAP) + TICK_GAP
        for number in range(ticks):
            rect = QRectF(round(left + number * (TICK + TICK_GAP)), round(middle - 15), TICK, TICK_HEIGHT)
            box(painter, rect, 0, fill if number < filled else None, None if number < filled else edge)
        wide = max(float(METER), text_width(line.day_line, font) + 2)
        words = QRectF(right - wide, middle - 4, wide, 20)
        text(painter, words, line.day_line, font, shown.colour(inks[0]), ALIGN_RIGHT)
        return right - wide


class RuleRows(Card):
    """The rules in one card. `chosen(id)` for one a person decides."""

    chosen = Signal(str)
    ROWS = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(170)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.rows = [RuleRow() for _ in range(self.ROWS)]
        for row in self.rows:
            row.clicked.connect(self._clicked)
            column.addWidget(row, 1)

    def show_rules(self, lines: Sequence[RuleLine]) -> None:
        """These, at most four."""
        for number, row in enumerate(self.rows):
            row.show_rule(lines[number] if number < len(lines) else None)

    def _clicked(self) -> None:
        for row in self.rows:
            if row is self.sender() and row.line is not None and row.line.can_choose:
                self.chosen.emit(row.line.id)
