"""A small painter: layers of polygons become the pixels of an indexed picture, edges smoothed by coverage.

Pixels hold mixtures of roles, not colours: a shape is painted once and every variant only changes the palette.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Polygon = Sequence[Point]
Mixture = tuple[float, ...]

# Sub-lines per pixel row, and steps a coverage is rounded to: enough that no edge looks stepped at 160 pixels.
SUB_LINES = 4
STEPS = 16
MAX_PALETTE = 256


@dataclass(frozen=True, slots=True)
class Layer:
    """Polygons painted together (their union) with one role; `alpha` is from 0 to 1."""

    role: int
    polygons: tuple[Polygon, ...]
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A painted shape: `pixels` are rows of indexes into `mixtures`, whose parts per role sum to 1."""

    size: int
    pixels: bytes
    mixtures: tuple[Mixture, ...]


class Canvas:
    """Owns the mixture of every pixel while a shape is painted; on the caller's thread."""

    def __init__(self, size: int, roles: int, rows: Sequence[Mixture]) -> None:
        """`rows` are the mixtures of the empty background, one per row of pixels."""
        self._size = size
        self._pure = [tuple(float(role == index) for index in range(roles)) for role in range(roles)]
        self._known: dict[Mixture, int] = {}
        self._mixtures: list[Mixture] = []
        self._blends: dict[tuple[int, int, int], int] = {}
        self._rows = [[self._index(mixture)] * size for mixture in rows]

    def _index(self, mixture: Mixture) -> int:
        index = self._known.setdefault(mixture, len(self._mixtures))
        if index == len(self._mixtures):
            self._mixtures.append(mixture)
        return index

    def _blend(self, below: int, role: int, step: int) -> int:
        key = (below, role, step)
        if key not in self._blends:
            part = step / STEPS
            mixed = (
                round(old * (1 - part) + new * part, 4)
                for old, new in zip(self._mixtures[below], self._pure[role], strict=True)
            )
            self._blends[key] = self._index(tuple(mixed))
        return self._blends[key]

    def paint(self, layer: Layer) -> None:
        """Paint a layer over what is there."""
        heights = [(min(y for _, y in polygon), max(y for _, y in polygon)) for polygon in layer.polygons]
        for y in range(self._size):
            here = [
                polygon
                for polygon, (top, bottom) in zip(layer.polygons, heights, strict=True)
                if top < y + 1 and bottom > y
            ]
            cover = _row_cover(here, y, self._size)
            if cover is None:
                continue
            row = self._rows[y]
            for x, share in enumerate(cover):
                step = round(min(1.0, share) * layer.alpha * STEPS)
                if step:
                    row[x] = self._blend(row[x], layer.role, step)

    def drawing(self) -> Drawing:
        """What was painted; mixtures beyond what a palette holds go to the nearest kept one."""
        used = Counter(index for row in self._rows for index in row)
        kept = [index for index, _ in used.most_common(MAX_PALETTE)]
        place = {index: number for number, index in enumerate(kept)}
        for index in used:
            if index not in place:
                place[index] = place[min(kept, key=lambda other: self._distance(index, other))]
        pixels = bytes(place[index] for row in self._rows for index in row)
        return Drawing(self._size, pixels, tuple(self._mixtures[index] for index in kept))

    def _distance(self, one: int, other: int) -> float:
        return sum(abs(a - b) for a, b in zip(self._mixtures[one], self._mixtures[other], strict=True))


def _row_cover(polygons: Sequence[Polygon], y: int, size: int) -> list[float] | None:
    """How much of each pixel of row `y` the union of polygons covers, 0 to 1; None when nothing is."""
    cover: list[float] | None = None
    for sub in range(SUB_LINES):
        line_y = y + (sub + 0.5) / SUB_LINES
        spans = [span for polygon in polygons for span in _spans(polygon, line_y)]
        for left, right in _merged(spans):
            if cover is None:
                cover = [0.0] * size
            _cover_span(cover, max(0.0, left), min(float(size), right))
    return cover


def _spans(polygon: Polygon, y: float) -> list[tuple[float, float]]:
    """The stretches of a line that lie inside the polygon (even-odd)."""
    crossings: list[float] = []
    x0, y0 = polygon[-1]
    for x1, y1 in polygon:
        if (y0 <= y) != (y1 <= y):
            crossings.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        x0, y0 = x1, y1
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _cover_span(cover: list[float], left: float, right: float) -> None:
    first, last = int(left), int(right)
    if right <= left:
        return
    if first == last:
        cover[first] += (right - left) / SUB_LINES
        return
    cover[first] += (first + 1 - left) / SUB_LINES
    for x in range(first + 1, last):
        cover[x] += 1 / SUB_LINES
    if last < len(cover):
        cover[last] += (right - last) / SUB_LINES
