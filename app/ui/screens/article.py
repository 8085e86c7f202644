"""The product card: both prices, what differs, the other variants, what stands where; the way to the shelf."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.article_words import Price, Spot, StockLine, Variant
from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.article import ArticleModel, ArticleState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote, Rule, clear
from app.ui.widgets.chip import IconView, StatusChip
from app.ui.widgets.choices import VariantKey
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.place_map import PlaceMap
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import ElidedText, Text

ROW, HEAD = 44, 32
NAME, LINE, PIECES, STATE = 0.068, 0.302, 0.705, 0.715
"""Where the columns stand: name, line and state begin there, pieces end there."""


def paint_stock(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, place, what is known, pieces, their state, how old that is."""
    assert isinstance(row, StockLine)
    shown, left, wide = look.theme, rect.left(), rect.width()
    primary, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
    draw_icon(painter, row.glyph, left + 16, rect.center().y() - 10, 20, second)

    def put(x: float, width: float, words: str, step: Type, weight: int = 400) -> None:
        area = QRectF(left + x, rect.top(), width, rect.height())
        ink = primary if weight == 600 else second
        text(painter, area, words, type_font(step, weight, is_tabular=True), ink)

    room = LINE if row.line else PIECES - 0.08
    put(wide * NAME, wide * (room - NAME) - 12, row.name, Type.BODY, 600)
    put(wide * LINE, wide * (PIECES - LINE) - 56, row.line, Type.SMALL)
    count = QRectF(left + wide * PIECES - 56, rect.top(), 56, rect.height())
    ink = shown.colour(Role.WARNING_TEXT) if row.tone is Tone.WARNING else primary
    text(painter, count, row.pieces, type_font(Type.TITLE, 600, is_tabular=True), ink, ALIGN_RIGHT)
    put(wide * STATE, wide * 0.17, row.state, Type.SMALL)
    age = QRectF(rect.right() - 126, rect.top(), 110, rect.height())
    text(painter, age, row.age, type_font(Type.SMALL), shown.colour(Role.TEXT_MUTED), ALIGN_RIGHT)


class _Picture(QWidget):
    """The article, large."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sku = ""

    def sizeHint(self) -> QSize:
        return QSize(232, 232)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_picture(QPainter(self), QRectF(self.rect()), self.sku)


class _Columns(QWidget):
    """The heads of the stock list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._title, self._words = "", ("", "")

    def show_words(self, title: str, words: tuple[str, str]) -> None:
        self._title, self._words = title, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, wide, ink = QPainter(self), self.width(), theme().colour(Role.TEXT_SECONDARY)
        font = type_font(Type.CAPTION, 500)
        text(painter, QRectF(wide * NAME, 0, 300, HEAD), self._title, font, ink)
        text(painter, QRectF(wide * PIECES - 80, 0, 80, HEAD), self._words[0], font, ink, ALIGN_RIGHT)
        text(painter, QRectF(wide - 136, 0, 120, HEAD), self._words[1], font, ink, ALIGN_RIGHT)


class _PriceCell(QWidget):
    """A price at 40 px under its place."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        self._icon, self._label = IconView(Glyph.STORE, 16), Text("", Type.SMALL, 400, "secondary")
        head.addWidget(self._icon)
        head.addWidget(self._label, 1)
        self._value, self._line = Text("", Type.PRICE, 700), ElidedText("", Type.SMALL, 400, "secondary")
        column.addLayout(head)
        column.addWidget(self._value)
        column.addWidget(self._line)

    def show_price(self, price: Price) -> None:
        self._icon.show_icon(price.glyph, Role.TEXT_SECONDARY)
        self._label.setText(price.label)
        self._value.setText(price.value)
        self._line.setText(price.line)


SIZES_ACROSS, COLOURS_ACROSS = 7, 4


class _Keys(QWidget):
    """Variants side by side. `chosen(sku)`."""

    chosen = Signal(str)

    def __init__(self, *, has_pictures: bool) -> None:
        super().__init__()
        self._has_pictures = has_pictures
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._keys: list[VariantKey] = []
        self._made = -1

    def show_variants(self, variants: tuple[Variant, ...]) -> None:
        if len(variants) != self._made:
            self._rebuild(len(variants))
        for key, variant in zip(self._keys, variants, strict=True):
            key.show_variant(
                variant.sku, variant.words, variant.line, is_chosen=variant.is_chosen, is_here=variant.is_here
            )
        self.setVisible(bool(variants))

    def _rebuild(self, count: int) -> None:
        clear(self._grid)
        self._keys, self._made = [VariantKey() for _ in range(count)], count
        across = COLOURS_ACROSS if self._has_pictures else SIZES_ACROSS
        for number, key in enumerate(self._keys):
            key.has_picture = self._has_pictures
            key.setSizePolicy(
                QSizePolicy.Policy.Fixed if self._has_pictures else QSizePolicy.Policy.Expanding,
                QSizePolicy.Policy.Fixed,
            )
            key.clicked.connect(self._pressed)
            self._grid.addWidget(key, number // across, number % across)
        self._grid.setColumnStretch(across, int(self._has_pictures))

    def _pressed(self) -> None:
        key = self.sender()
        if isinstance(key, VariantKey):
            key.setChecked(True)
            self.chosen.emit(key.sku)


class ArticleScreen(Screen[ArticleModel]):
    """The article."""

    def build(self) -> None:
        """Header, prices, sizes, stock; the place beside."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.fact.setFont(type_font(Type.SMALL, is_tabular=True))
        self._header.fact.set_tone("muted")
        self._refusal, self._top = InlineNote(), self._build_top()
        self._size_title, self._sizes = Text("", Type.SMALL, 600), _Keys(has_pictures=False)
        self._sizes.chosen.connect(self.model.choose)
        sizes = QHBoxLayout()
        sizes.setSpacing(24)
        sizes.addWidget(self._size_title)
        sizes.addWidget(self._sizes, 1)
        self._card = Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns, self._skeleton = _Columns(), Skeleton(ROW, 4)
        self._stock = RowList("", paint_stock, ROW, can_choose=False)
        self._stock.setMinimumHeight(ROW)
        self._empty = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._empty.setContentsMargins(16, 16, 16, 16)
        for part in (self._columns, Rule(), self._empty, self._skeleton):
            inside.addWidget(part)
        inside.addWidget(self._stock, 1)
        above: tuple[QWidget, ...] = (self._header, self._refusal, self._top)
        for widget in above:
            self.main.addWidget(widget)
        self.main.addLayout(sizes)
        self.main.addWidget(self._card, 1)
        self.main.addStretch(0)
        self._build_panel()

    def _build_top(self) -> Card:
        card = Card()
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20)
        self._picture = _Picture()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        prices = QHBoxLayout()
        self._prices = _PriceCell(), _PriceCell()
        for cell in self._prices:
            prices.addWidget(cell, 1)
        self._difference, self._lowest = InlineNote(), Text("", Type.SMALL, 400, "secondary")
        promotion = QHBoxLayout()
        promotion.setSpacing(12)
        self._promotion = StatusChip(is_small=True)
        promotion.addWidget(self._promotion)
        promotion.addWidget(self._lowest)
        promotion.addStretch(1)
        self._colours = _Keys(has_pictures=True)
        self._colours.chosen.connect(self.model.choose)
        column.addLayout(prices)
        column.addWidget(self._difference)
        column.addLayout(promotion)
        column.addStretch(1)
        column.addWidget(self._colours)
        row.addLayout(column, 1)
        return card

    def _build_panel(self) -> None:
        body = self.panel.body
        self._place_title, self._no_place = Text("", Type.ROW, 600), Text("", Type.BODY, 400, "secondary")
        self._no_place.setWordWrap(True)
        row = QHBoxLayout()
        self._spots = [(Text("", Type.SMALL, 500, "secondary"), Text("", Type.HERO, 700)) for _ in range(2)]
        for label, value in self._spots:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(label)
            column.addWidget(value)
            row.addLayout(column, 1)
        self._map = PlaceMap()
        body.addSpacing(10)
        body.addWidget(self._place_title)
        body.addWidget(self._no_place)
        body.addLayout(row)
        body.addWidget(self._map)
        body.addStretch(1)

    def draw(self, state: ArticleState) -> None:
        """Everything of the article."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.name)
        self._skeleton.setVisible(state.is_loading)
        self._header.fact.show_words(state.codes)
        self._header.chip.show_mark(state.mark)
        is_refused = bool(state.refusal[0])
        self._refusal.show_note(Tone.DANGER, *state.refusal)
        self._top.setVisible(not is_refused)
        self._card.setVisible(not is_refused)
        self._picture.sku = "" if state.is_loading else state.sku
        self._picture.update()
        for cell, price in zip(self._prices, state.prices, strict=False):
            cell.show_price(price)
        self._difference.show_note(Tone.WARNING, *state.difference, glyph=Glyph.ARROW_LEFT_RIGHT)
        self._lowest.show_words(state.lowest)
        self._promotion.show_mark(state.promotion)
        self._colours.show_variants(state.colours)
        self._size_title.show_words(state.size_title if state.sizes else "")
        self._sizes.show_variants(state.sizes)
        self._columns.show_words(state.stock_title, state.stock_columns)
        self._empty.show_words(state.stock_empty)
        self._stock.setAccessibleName(state.stock_title)
        self._stock.show_rows(state.stock)
        self._place_title.show_words("" if is_refused else state.place_title)
        self._no_place.show_words(state.no_place)
        self._draw_spot(state.spot)

    def _draw_spot(self, spot: Spot | None) -> None:
        values = ("", "") if spot is None else (spot.aisle, spot.shelf)
        for number, (label, value) in enumerate(self._spots):
            label.show_words(spot.labels[number] if spot is not None and values[number] else "")
            value.show_words(values[number])
        if spot is None:
            self._map.show_place("", "", (), (), "")
        else:
            self._map.show_place(spot.aisle, spot.shelf, spot.aisles, spot.shelves, spot.desk)
