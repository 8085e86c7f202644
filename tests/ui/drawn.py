"""Every word a widget really paints, in which colour and where: read from a drawing of it, whoever painted it."""

import html
import re
from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_TEXT = re.compile(
    r'<g [^>]*?transform="matrix\((?P<matrix>[^)]*)\)"[^>]*>|'
    r'<text fill="(?P<ink>#[0-9a-f]{6})"[^>]*? x="(?P<x>[-\d.]+)" y="(?P<y>[-\d.]+)"[^>]*?'
    r'font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)"[^>]*>(?P<words>.*?)</text>',
    re.DOTALL,
)
"""Where the group of what follows lies, or a line of text in it: a group may hold several."""
_WIDTH = 0.45
"""Of a character, of its height; only to know where to look at pixels."""
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text as painted; `area` is about where."""

    words: str
    ink: QColor
    area: QRect
    size: float
    weight: int

    @property
    def is_cut(self) -> bool:
        """Whether it ends in an ellipsis that nobody wrote."""
        return self.words.endswith("…")


def drawn_words(widget: QWidget) -> list[Word]:
    """In the order in which they are painted; logical pixels of the widget."""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(target)
    drawing.setResolution(96)
    drawing.setSize(widget.size())
    drawing.setViewBox(widget.rect())
    widget.render(drawing)
    found: list[Word] = []
    dx = dy = 0.0
    for match in _TEXT.finditer(bytes(target.data().data()).decode()):
        if match["matrix"] is None:
            found.append(_word(match, dx, dy))
        else:
            *_, dx, dy = (float(part) for part in match["matrix"].split(","))
    return found


def _word(match: re.Match[str], dx: float, dy: float) -> Word:
    high = float(match["size"])
    said = html.unescape(match["words"]).strip()
    left, base = float(match["x"]) + dx, float(match["y"]) + dy
    wide = max(high, len(said) * high * _WIDTH)
    area = QRect(round(left), round(base - high), round(wide), round(high * 1.2))
    return Word(said, QColor(match["ink"]), area, high, int(match["weight"]))


def ground(image: QImage, area: QRect) -> QColor:
    """The colour most of an area has: what the words stand on."""
    inside = area.intersected(image.rect())
    points = Counter(
        image.pixel(x, y)
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    )
    return QColor(points.most_common(1)[0][0]) if points else QColor()


def is_seen(image: QImage, word: Word) -> bool:
    """Whether anything in its area has about its ink: it may lie under something else."""
    inside = word.area.intersected(image.rect())
    points = (
        QColor(image.pixel(x, y))
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    )
    return any(_distance(point, word.ink) < _NEAR for point in points)


def _distance(first: QColor, second: QColor) -> int:
    pairs = ((first.red(), second.red()), (first.green(), second.green()), (first.blue(), second.blue()))
    return max(abs(one - other) for one, other in pairs)
