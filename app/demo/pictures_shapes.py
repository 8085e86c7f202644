"""The drawn shapes of articles: read from their data file and flattened into polygons of pixels."""

import math
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TypedDict, cast

from app.demo.pictures_raster import Layer, Point, Polygon

FIELD = 100.0
ROLES = ("top", "bottom", "shadow", "base", "dark", "light", "accent", "white", "ink", "metal")
PATTERNS = 3
_CURVE_PARTS = 12


class _Layer(TypedDict, total=False):
    role: str
    path: str
    ellipse: list[float]
    line: list[float]
    width: float
    alpha: float
    mirror: bool
    only: int


@cache
def _shapes() -> dict[str, list[_Layer]]:
    text = files("app.demo").joinpath("data/pictures.toml").read_text(encoding="utf-8")
    return cast(dict[str, list[_Layer]], tomllib.loads(text)["shapes"])


def shape_names() -> tuple[str, ...]:
    """Every shape that can be drawn."""
    return tuple(_shapes())


def layers_of(shape: str, pattern: int, size: int) -> Iterator[Layer]:
    """The layers of a shape in one of its patterns, scaled to `size` pixels; KeyError for an unknown shape."""
    for entry in _shapes()[shape]:
        if entry.get("only", pattern) != pattern:
            continue
        polygons = _outline(entry)
        if entry.get("mirror", False):
            polygons += [[(FIELD - x, y) for x, y in polygon] for polygon in polygons]
        scaled = tuple(_scaled(polygon, size / FIELD) for polygon in polygons)
        yield Layer(ROLES.index(entry["role"]), scaled, entry.get("alpha", 1.0))


def _scaled(polygon: Polygon, factor: float) -> Polygon:
    return [(x * factor, y * factor) for x, y in polygon]


def _outline(entry: _Layer) -> list[Polygon]:
    if "path" in entry:
        return [path_polygon(entry["path"])]
    if "ellipse" in entry:
        return [ellipse_polygon(*entry["ellipse"])]
    numbers = entry["line"]
    return line_polygons(list(zip(numbers[::2], numbers[1::2], strict=True)), entry["width"])


def ellipse_polygon(x: float, y: float, across: float, down: float) -> Polygon:
    """An ellipse by centre and half axes."""
    turns = [2 * math.pi * part / 48 for part in range(48)]
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]


def line_polygons(points: list[Point], width: float) -> list[Polygon]:
    """A line through the points as wide as that, with round ends and joints."""
    half = width / 2
    polygons: list[Polygon] = [ellipse_polygon(x, y, half, half) for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        dx, dy = (y1 - y0) / length * half, (x0 - x1) / length * half
        polygons.append([(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)])
    return polygons


def path_polygon(path: str) -> Polygon:
    """A closed outline written with M, L, Q, C and Z (absolute numbers, as in SVG); ValueError for other signs."""
    points: list[Point] = []
    words = iter(path.split())
    for sign in words:
        match sign:
            case "Z":
                break
            case "M" | "L":
                points.append(_point(words))
            case "Q":
                points += _curve(points[-1], (_point(words), _point(words)))
            case "C":
                points += _curve(points[-1], (_point(words), _point(words), _point(words)))
            case _:
                raise ValueError(f"not a path: {sign}")
    return points


def _point(words: Iterator[str]) -> Point:
    return float(next(words)), float(next(words))


def _curve(start: Point, controls: tuple[Point, ...]) -> list[Point]:
    """Points of a Bézier curve by De Casteljau's construction, the start left out."""
    points: list[Point] = []
    for part in range(1, _CURVE_PARTS + 1):
        at = part / _CURVE_PARTS
        level = [start, *controls]
        while len(level) > 1:
            level = [(x0 + (x1 - x0) * at, y0 + (y1 - y0) * at) for (x0, y0), (x1, y1) in pairwise(level)]
        points.append(level[0])
    return points
