"""Parts of the product card: the picture, a price under its place, the other variants."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.article_words import Price, Variant
from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.chip import IconView
from app.ui.widgets.choices import VariantKey
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.text import ElidedText, Text


class LargePicture(QWidget):
    """The article, large."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sku = ""

    def sizeHint(self) -> QSize:
        return QSize(232, 232)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_picture(QPainter(self), QRectF(self.rect()), self.sku)


class PriceCell(QWidget):
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


class VariantKeys(QWidget):
    """Variants side by side, the keys of a whole row made before there is one to show. `chosen(sku)`."""

    chosen = Signal(str)

    def __init__(self, *, has_pictures: bool) -> None:
        super().__init__()
        self._has_pictures = has_pictures
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._across = COLOURS_ACROSS if has_pictures else SIZES_ACROSS
        self._grid.setColumnStretch(self._across, int(has_pictures))
        self._keys: list[VariantKey] = []
        for _ in range(self._across):
            self._add_key()

    def show_variants(self, variants: tuple[Variant, ...]) -> None:
        while len(self._keys) < len(variants):
            self._add_key()
        for key, variant in zip(self._keys, variants, strict=False):
            key.show_variant(
                variant.sku, variant.words, variant.line, is_chosen=variant.is_chosen, is_here=variant.is_here
            )
        for number, key in enumerate(self._keys):
            key.setVisible(number < len(variants))
        self.setVisible(bool(variants))

    def _add_key(self) -> None:
        key, number = VariantKey(), len(self._keys)
        key.has_picture = self._has_pictures
        key.setSizePolicy(
            QSizePolicy.Policy.Fixed if self._has_pictures else QSizePolicy.Policy.Expanding,
            QSizePolicy.Policy.Fixed,
        )
        key.clicked.connect(self._pressed)
        key.hide()
        self._keys.append(key)
        self._grid.addWidget(key, number // self._across, number % self._across)

    def _pressed(self) -> None:
        key = self.sender()
        if isinstance(key, VariantKey):
            key.setChecked(True)
            self.chosen.emit(key.sku)
