"""The cards of a customer: the online cart, lists under a title, consents."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.customer_state import CartView
from app.presentation.marks import Glyph
from app.presentation.profile_words import ConsentRow
from app.ui.screens.cart_rows import LINE, CartColumns, paint_cart_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, CardHead
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
        for widget in (head, self.columns, self.empty, self.skeleton):
            column.addWidget(widget)
        column.addWidget(self.lines, 1)

    def _head(self) -> CardHead:
        head = CardHead("", Type.ROW, 48)
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
        self.lines.setAccessibleName(cart.title)
        self.lines.show_rows(cart.rows, cart.selected)
        if not cart.selected:
            self.lines.select("")


class ListCard(Card):
    """A titled card with something under its head."""

    def __init__(self, inside: QWidget, margin: int = 0) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.setSpacing(0)
        head = CardHead()
        self.title = head.title
        row = QVBoxLayout()
        row.setContentsMargins(margin, 0, 0, 0)
        row.addWidget(inside)
        self.empty = Text("", Type.SMALL, 400, "secondary")
        self.empty.setContentsMargins(16, 0, 16, 0)
        self.empty.hide()
        column.addWidget(head)
        column.addWidget(self.empty)
        column.addLayout(row, 1)


class Consents(QWidget):
    """Three answers with where they come from."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(0)
        self._rows = [
            (IconView(Glyph.CIRCLE_X, 16), Text("", Type.SMALL), Text("", Type.SMALL, 600), self._line())
            for _ in range(3)
        ]
        for parts in self._rows:
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts[:3]:
                row.addWidget(part)
            row.addWidget(parts[3], 1)
            column.addLayout(row, 1)

    @staticmethod
    def _line() -> ElidedText:
        made = ElidedText("", Type.CAPTION, 400, "muted", is_tabular=True)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def show_consents(self, consents: tuple[ConsentRow, ...]) -> None:
        for number, (icon, words, answer, line) in enumerate(self._rows):
            shown = consents[number] if number < len(consents) else None
            icon.setVisible(shown is not None)
            if shown is not None:
                glyph = Glyph.CIRCLE_CHECK if shown.is_given else Glyph.CIRCLE_X
                icon.show_icon(glyph, Role.SUCCESS_TEXT if shown.is_given else Role.TEXT_MUTED)
            for label, text in ((words, "words"), (answer, "answer"), (line, "line")):
                label.setText("" if shown is None else getattr(shown, text))
