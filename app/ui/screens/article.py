"""The product card: both prices, what differs, the other variants, what stands where; the way to the shelf."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.article_words import Spot
from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.article import ArticleModel, ArticleState
from app.ui.screens.article_parts import LargePicture, PriceCell, VariantKeys
from app.ui.screens.article_stock import ROW, StockColumns, paint_stock
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.tokens import Type
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.place_map import PlaceMap
from app.ui.widgets.row_list import RowList
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import ElidedText, Text


class ArticleScreen(Screen[ArticleModel]):
    """The article."""

    def build(self) -> None:
        """Header, prices, sizes, stock; the place beside."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.fact.setFont(type_font(Type.SMALL, is_tabular=True))
        self._header.fact.set_tone("muted")
        self._refusal, self._piece, self._top = InlineNote(), InlineNote(), self._build_top()
        self._size_title, self._sizes = Text("", Type.SMALL, 600), VariantKeys(has_pictures=False)
        sizes = QHBoxLayout()
        sizes.setSpacing(24)
        sizes.addWidget(self._size_title)
        sizes.addWidget(self._sizes, 1)
        self._card = Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns, self._skeleton = StockColumns(), Skeleton(ROW, 4)
        self._stock = RowList("", paint_stock, ROW, can_choose=False)
        self._stock.setMinimumHeight(ROW)
        self._empty = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._empty.setContentsMargins(16, 16, 16, 16)
        for part in (self._columns, Rule(), self._empty, self._skeleton):
            inside.addWidget(part)
        inside.addWidget(self._stock, 1)
        above: tuple[QWidget, ...] = (self._header, self._refusal, self._piece, self._top)
        for widget in above:
            self.main.addWidget(widget)
        self.main.addLayout(sizes)
        self.main.addWidget(self._card, 1)
        self.main.addStretch(0)
        self._build_panel()

    def link(self) -> None:
        """Another colour, another size."""
        for keys in (self._colours, self._sizes):
            keys.chosen.connect(self.model.choose)

    def _build_top(self) -> Card:
        card = Card()
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20)
        self._picture = LargePicture()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        prices = QHBoxLayout()
        self._prices = PriceCell(), PriceCell()
        for cell in self._prices:
            prices.addWidget(cell, 1)
        self._difference, self._lowest = InlineNote(), Text("", Type.SMALL, 400, "secondary")
        promotion = QHBoxLayout()
        promotion.setSpacing(12)
        self._promotion = StatusChip(is_small=True)
        promotion.addWidget(self._promotion)
        promotion.addWidget(self._lowest)
        promotion.addStretch(1)
        self._colours = VariantKeys(has_pictures=True)
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
        self._spots = [(Text("", Type.SMALL, 500, "secondary"), ElidedText("", Type.HERO, 700)) for _ in range(2)]
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
        self._piece.show_note(*state.piece)
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
