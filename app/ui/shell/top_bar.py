"""The top: the one field for everything, and over the panel where and who we are."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.frame import CounterState
from app.presentation.marks import Glyph
from app.ui.shell.measures import TOP_HEIGHT
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.readable import one_line, tip
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.key_cap import draw_cap
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.text import ElidedText, Text

PRODUCT = "Bancone"


class Omnibox(SearchField):
    """Keys typed anywhere lead here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self.textChanged.connect(self._weigh)
        self._weigh("")
        self.setTextMargins(28, 0, 64, 0)
        self.setMaxLength(200)

    def _weigh(self, typed: str) -> None:
        """What was typed is larger than what invites to type."""
        self.setFont(type_font(Type.ROW, 600, is_tabular=True) if typed else type_font(Type.BODY))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, a lens before it, scan and key behind."""
        super().paintEvent(event)
        painter, shown = QPainter(self), theme()
        middle = self.height() / 2
        ink = shown.colour(Role.TEXT_MUTED)
        draw_icon(painter, Glyph.SEARCH, 12, middle - 10, 20, shown.colour(Role.TEXT_SECONDARY))
        wide = draw_cap(painter, self.width() - 12, middle, "F2")
        draw_icon(painter, Glyph.SCAN_BARCODE, self.width() - 12 - wide - 30, middle - 10, 20, ink)


class _Badge(QWidget):
    """The operator's initials."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(36, 36)
        self._words = ""

    def show_person(self, initials: str, name: str) -> None:
        if (initials, name) == (self._words, self.accessibleName()):
            return
        self._words = initials
        self.setAccessibleName(one_line(name))
        self.setToolTip(tip(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shown = QPainter(self), theme()
        rect = QRectF(self.rect())
        box(painter, rect, 18, shown.colour(Role.NEUTRAL_SUBTLE), shown.colour(Role.BORDER_SUBTLE))
        font = type_font(Type.SMALL, 600)
        text(painter, rect, self._words, font, shown.colour(Role.NEUTRAL_TEXT), ALIGN_CENTRE)


class TopBar(QWidget):
    """Omnibox over the main column; chain, shop, clock and operator over the panel."""

    def __init__(self, panel_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(TOP_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(0)
        self.omnibox = Omnibox()
        self._product = Text(PRODUCT, Type.TITLE, 700)
        row.addWidget(self.omnibox, 1)
        row.addWidget(self._product, 1)
        row.addSpacing(26)
        side = QWidget()
        side.setFixedWidth(panel_width - 24)
        self._side = side
        self._lay_facts(QHBoxLayout(side))
        row.addWidget(side)

    def _lay_facts(self, facts: QHBoxLayout) -> None:
        facts.setContentsMargins(24, 0, 0, 0)
        facts.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        self._chain = ElidedText("", Type.BODY, 600)
        self._station = ElidedText("", Type.CAPTION, 400, "secondary")
        self._time = Text("", Type.ROW, 600, is_tabular=True)
        self._date = Text("", Type.CAPTION, 400, "secondary")
        for column, parts in ((left, (self._chain, self._station)), (right, (self._time, self._date))):
            column.setSpacing(0)
            column.addStretch(1)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        for part in (self._time, self._date):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._badge = _Badge()
        facts.addLayout(left, 1)
        facts.addLayout(right)
        facts.addWidget(self._badge)

    def show_state(self, state: CounterState) -> None:
        """Who, where, when."""
        self._chain.setText(state.chain)
        self._station.setText(state.station)
        self._time.setText(state.time)
        self._date.setText(state.date)
        self._badge.show_person(state.initials, state.operator)
        self._badge.setVisible(bool(state.initials))
        self.omnibox.setVisible(not state.is_locked)
        self._product.setVisible(state.is_locked)

    def set_panel_width(self, width: int) -> None:
        """Follow the panel below."""
        self._side.setFixedWidth(width - 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and its lower edge."""
        painter, shown = QPainter(self), theme()
        painter.fillRect(self.rect(), shown.colour(Role.BG_SURFACE))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), shown.colour(Role.BORDER_SUBTLE))
