"""A slip as it comes out of the kiosk's printer, on the page: its code to photograph, and what to do with it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.presentation.kiosk.blocks import Ground, Slip
from app.ui.kiosk.parts import Part, ink
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_CENTRE, box, lines, lines_height, text, text_width
from app.ui.theme.tokens import Role, printed
from app.ui.widgets.symbol import paint_symbol


class SlipPart(Part):
    """Paper and QR symbol are black on white in every theme."""

    def __init__(self, block: Slip, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.MinimumExpanding)
        self.setSizePolicy(policy)
        self.show_block(block)

    def show_block(self, block: Slip) -> None:
        """Another slip, or another second."""
        self.block = block
        self.say(block.title, block.code, block.foot, block.words, block.line)
        self.update()

    @property
    def _symbol(self) -> int:
        """The side of the symbol: a telephone reads it from where its owner stands."""
        if self.scale.is_wide:
            return self.scale.px(44 if self.scale.is_large else 58)
        return self.scale.px(82)

    @property
    def _paper(self) -> int:
        code = text_width(self.block.code, self.scale.font(Step.ROW, 700))
        title = text_width(self.block.title, self.scale.font(Step.BODY))
        foot = text_width(self.block.foot, self.scale.font(Step.BODY))
        return round(max(self._symbol, code, title, foot) + self.scale.px(8))

    def _words_high(self, width: float) -> float:
        room = width - self._paper - 3 * self.scale.gap
        title, body = self.scale.font(Step.HEADING, 700), self.scale.font(Step.TITLE)
        icon = 0 if self.scale.is_wide else self.scale.px(24)
        words = lines_height(self.block.words, title, room) + lines_height(self.block.line, body, room)
        return words + icon + 2 * self.scale.px(4)

    def heightForWidth(self, width: int) -> int:
        """Symbol, code and foot; or the words beside them."""
        row, body = self.scale.font(Step.HEADING, 700), self.scale.font(Step.BODY)
        paper = self._symbol + row.pixelSize() * 1.5 + body.pixelSize() * 3.2 + 2 * self.scale.px(4)
        return round(max(paper, self._words_high(width)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper on the left, the words beside it."""
        painter = QPainter(self)
        paper = QRectF(0, 0, self._paper, self.height())
        painter.fillRect(paper, Qt.GlobalColor.white)
        box(painter, paper, 0, None, self.theme.colour(Role.TEXT_PRIMARY), 2)
        self._paint_paper(painter, paper)
        left = paper.right() + 2 * self.scale.gap
        room = self.width() - left
        title, body = self.scale.font(Step.HEADING, 700), self.scale.font(Step.TITLE)
        high = lines_height(self.block.words, title, room)
        top = max(0.0, (self.height() - self._words_high(self.width())) / 2)
        colour = ink(self.theme, self.ground)
        lines(painter, QRectF(left, top, room, high), self.block.words, title, colour)
        second = lines_height(self.block.line, body, room)
        top += high + self.scale.px(4)
        lines(painter, QRectF(left, top, room, second), self.block.line, body, colour)
        if not self.scale.is_wide:
            draw_icon(painter, self.block.glyph, left, top + second + self.scale.px(4), self.scale.px(20), colour)

    def _paint_paper(self, painter: QPainter, paper: QRectF) -> None:
        block, black = self.block, printed()
        row, body = self.scale.font(Step.HEADING, 700), self.scale.font(Step.BODY)
        small = body.pixelSize() * 1.5
        whole = small * 2 + row.pixelSize() * 1.5 + self._symbol
        top = max(self.scale.px(2), (paper.height() - whole) / 2)
        text(painter, QRectF(0, top, paper.width(), small), block.title, body, black, ALIGN_CENTRE)
        top += small
        fitting = self.scale.fitting(
            block.code, paper.width() * 0.94, Step.HEADING, Step.ROW, Step.BODY, weight=700
        )
        text(
            painter, QRectF(0, top, paper.width(), row.pixelSize() * 1.3), block.code, fitting, black, ALIGN_CENTRE
        )
        top += row.pixelSize() * 1.5
        self._paint_symbol(painter, paper.width() / 2, top)
        top += self._symbol
        foot = self.scale.fitting(block.foot, paper.width() * 0.94, Step.BODY)
        text(painter, QRectF(0, top, paper.width(), small), block.foot, foot, black, ALIGN_CENTRE)

    def _paint_symbol(self, painter: QPainter, middle: float, top: float) -> None:
        side = self._symbol
        paint_symbol(painter, QRectF(middle - side / 2, top, side, side), self.block.rows)
