"""A customer's online cart as a card."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.customer_state import CartView, CustomerNote
from app.presentation.marks import Glyph, Tone
from app.ui.screens.cart_rows import LINE, CartColumns, paint_cart_line
from app.ui.theme.tokens import Type
from app.ui.widgets.card import Card, CardHead, InlineNote
from app.ui.widgets.chip import IconView, StatusChip
from app.ui.widgets.row_list import RowList
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import ElidedText, Text


class CartCard(Card):
    """The cart: its head, its lines, or why there are none."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = self._head()
        self.columns, self.skeleton = CartColumns(), Skeleton(LINE)
        self.lines = RowList("", paint_cart_line, LINE)
        self.lines.setMinimumHeight(LINE)
        self.empty = Text("", Type.BODY, 400, "secondary")
        self.empty.setContentsMargins(16, 4, 16, 16)
        self.asks = InlineNote()
        for widget in (head, self.columns, self.empty, self.skeleton):
            column.addWidget(widget)
        # A widget, because an empty layout keeps the room of its margins.
        self._around_asks = QWidget()
        around = QVBoxLayout(self._around_asks)
        around.setContentsMargins(16, 4, 16, 16)
        around.addWidget(self.asks)
        column.addWidget(self._around_asks)
        column.addWidget(self.lines, 1)

    def _head(self) -> CardHead:
        head = CardHead("", Type.ROW, 44)
        self.title = head.title
        self.count = Text("", Type.BODY, 400, "secondary")
        self.live, self.held, self.differences = (StatusChip(is_small=True) for _ in range(3))
        self.scan_icon = IconView(Glyph.SCAN_BARCODE, 16)
        self.hint = ElidedText("", Type.SMALL, 400, "secondary")
        chips: tuple[QWidget, ...] = (self.count, self.live, self.held, self.differences)
        for part in (*chips, self.scan_icon, self.hint):
            head.row.addWidget(part)
        head.row.insertStretch(4, 1)
        return head

    def show_cart(self, cart: CartView) -> None:
        self.title.setText(cart.title)
        self.count.show_words(cart.count)
        self.live.show_mark(cart.live)
        self.held.show_mark(cart.held)
        self.differences.show_mark(cart.differences)
        self.scan_icon.setVisible(bool(cart.hint))
        self.hint.show_words(cart.hint)
        self.skeleton.setVisible(cart.is_loading)
        self.columns.show_words(cart.columns)
        self.empty.show_words(cart.empty)
        asks = cart.asks or CustomerNote(Tone.INFO, "")
        self.asks.show_note(asks.tone, asks.title, asks.body, Glyph.SCAN_BARCODE)
        self._around_asks.setVisible(bool(asks.title))
        self.lines.setAccessibleName(cart.title)
        self.lines.show_rows(cart.rows, cart.selected)
        if not cart.selected:
            self.lines.select("")
