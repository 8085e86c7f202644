"""The glass a customer signs on with a finger: strokes live in the window until confirmed, and nowhere else."""

from collections.abc import Callable
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.curb.states import Pad
from app.ui.curb.scale import Step, TabletScale
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.readable import readable
from app.ui.theme.tokens import Role

UPRIGHT_MM, WIDE_MM, PEN_MM, BASE_MM = 56.0, 74.0, 0.9, 14.0
LEAST_MM = 12.0
"""Less than so much line is a touch by mistake."""


class Ink:
    """Strokes as far as the finger went, in millimetres from the pad's upper left corner: a turned tablet keeps
    them. No times and no pressure are taken: of these a signature's owner could be known again."""

    def __init__(self) -> None:
        self.strokes: list[list[QPointF]] = []
        self.turn = 0

    def clear(self, turn: int = 0) -> None:
        """Nothing is left of it."""
        self.strokes, self.turn = [], turn

    @property
    def length_mm(self) -> float:
        """How much line there is."""
        steps = (b - a for stroke in self.strokes for a, b in pairwise(stroke))
        return sum(hypot(step.x(), step.y()) for step in steps)


class PadPart(QWidget):
    """Takes one finger; GUI thread. `drawn` is called at the end of each stroke once there is enough line."""

    def __init__(self, scale: TabletScale, ink: Ink, drawn: Callable[[], None]) -> None:
        super().__init__()
        self.scale, self.ink, self._drawn = scale, ink, drawn
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(scale.px(WIDE_MM if scale.is_wide else UPRIGHT_MM))
        self.words = ""

    def show_pad(self, pad: Pad) -> None:
        """The same glass, or an empty one."""
        self.words = pad.words
        self.setAccessibleName(readable(pad.words))
        self.setAccessibleDescription(readable(pad.spoken))
        if pad.turn != self.ink.turn:
            self.ink.clear(pad.turn)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        self.ink.strokes.append([self._at(event)])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on, also outside of the glass: there it follows the edge."""
        if self.ink.strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self.ink.strokes[-1].append(self._at(event))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if self.ink.length_mm >= LEAST_MM:
            self._drawn()

    def _at(self, event: QMouseEvent) -> QPointF:
        at = event.position()
        inside = QPointF(min(max(at.x(), 0.0), self.width()), min(max(at.y(), 0.0), self.height()))
        return inside * self.scale.pitch

    def paintEvent(self, event: QPaintEvent) -> None:
        """The glass, the line to sign on, and what was drawn."""
        painter, shown, scale = QPainter(self), theme(), self.scale
        edge = scale.px(0.6)
        ink, border = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.BORDER_STRONG)
        area = self.rect().toRectF()
        box(painter, area, shown.radius("card"), shown.colour(Role.BG_SURFACE), border, edge)
        base = area.bottom() - scale.px(BASE_MM)
        painter.setPen(QPen(border, edge))
        painter.drawLine(QPointF(scale.px(8), base), QPointF(area.right() - scale.px(8), base))
        below = area.adjusted(0, area.height() - scale.px(BASE_MM), 0, 0)
        text(painter, below, self.words, scale.font(Step.BODY), ink, ALIGN_CENTRE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_pen = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(QPen(ink, scale.px(PEN_MM), *round_pen))
        for stroke in self.ink.strokes:
            points = [point / scale.pitch for point in stroke]
            painter.drawPolyline(points) if len(points) > 1 else painter.drawPoint(points[0])
