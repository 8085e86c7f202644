"""The rail: where to go, with its key; work on top, what looks after it below."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.frame import RailTile
from app.presentation.marks import Glyph
from app.presentation.routes import Section
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, ALIGN_RIGHT, box, text
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.painted import PaintedButton

WIDTH, TILE_WIDTH, TILE_HEIGHT = 88, 80, 60


class _Tile(PaintedButton):
    """A place: icon over word, its key in the corner, a count when something waits there."""

    def __init__(self, tile: RailTile, parent: QWidget) -> None:
        super().__init__(parent)
        self.tile = tile
        self.setFixedSize(TILE_WIDTH, TILE_HEIGHT)
        self.show_tile(tile)

    def show_tile(self, tile: RailTile) -> None:
        self.tile = tile
        self.setText(tile.words)
        self.setAccessibleName(f"{tile.words} {tile.badge}" if tile.badge else tile.words)
        self.setAccessibleDescription(tile.key)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, tile = self.theme, self.tile
        ink = shown.colour(Role.RAIL_TEXT)
        radius = shown.radius("button")
        if tile.is_lit:
            is_hc = shown.name is ThemeName.HC
            ink = shown.colour(Role.TEXT_INVERSE if is_hc else Role.ACCENT_TEXT)
            box(painter, self.area, radius, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
        elif self.is_hovered:
            box(painter, self.area, radius, None, ink)
        draw_icon(painter, tile.glyph, (TILE_WIDTH - 24) / 2, 8, 24, ink)
        caption = type_font(Type.CAPTION, 500)
        text(painter, QRectF(2, 34, TILE_WIDTH - 4, 20), tile.words, caption, ink, ALIGN_CENTRE)
        if tile.key:
            text(painter, QRectF(0, 2, TILE_WIDTH - 6, 18), tile.key, caption, ink, ALIGN_RIGHT)
        if tile.badge:
            words = str(tile.badge) if tile.badge < 100 else "99+"
            pill = QRectF(4 if tile.key else TILE_WIDTH - 32, 2, max(20, 8 + 7 * len(words)), 20)
            box(painter, pill, 10, shown.colour(Role.WARNING_SOLID))
            font = type_font(Type.CAPTION, 700)
            text(painter, pill, words, font, shown.colour(Role.WARNING_ON), ALIGN_CENTRE)
        self.paint_focus(painter, radius)


class NavRail(QWidget):
    """`went(section)` when a tile is pressed, `locked` for the last one."""

    went = Signal(str)
    locked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        self._work, self._care = QVBoxLayout(), QVBoxLayout()
        for part in (self._work, self._care):
            part.setSpacing(4)
        column.addLayout(self._work)
        column.addStretch(1)
        column.addLayout(self._care)
        self._tiles: dict[str, _Tile] = {}

    def show_tiles(self, work: Sequence[RailTile], care: Sequence[RailTile], lock: str) -> None:
        """The places, and the words of the lock."""
        for tile in work:
            self._put(tile, self._work)
        for tile in care:
            self._put(tile, self._care)
        self._put(RailTile(Section.NONE, lock, Glyph.LOCK, "F12", is_lit=False), self._care)

    def _put(self, tile: RailTile, part: QVBoxLayout) -> None:
        known = self._tiles.get(tile.section)
        if known is not None:
            if known.tile != tile:
                known.show_tile(tile)
            return
        made = _Tile(tile, self)
        made.clicked.connect(self._pressed)
        self._tiles[tile.section] = made
        part.addWidget(made)

    def _pressed(self) -> None:
        tile = self.sender()
        if not isinstance(tile, _Tile):
            return
        if tile.tile.glyph is Glyph.LOCK:
            self.locked.emit()
        else:
            self.went.emit(tile.tile.section.value)

    def sizeHint(self) -> QSize:
        """As high as there is room."""
        return QSize(WIDTH, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dark band."""
        QPainter(self).fillRect(self.rect(), theme().colour(Role.BG_RAIL))
