"""Product pictures of the demo, drawn by the program itself and named by their content."""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from functools import cache

from app.contract.rows import ArticleRow
from app.demo.articles_data import paint_of, shape_of
from app.demo.pictures_raster import Canvas, Drawing, Mixture
from app.demo.pictures_shapes import PATTERNS, ROLES, layers_of

SIZE = 160
Colour = tuple[int, int, int]
_ACCENTS: tuple[Colour, ...] = ((239, 125, 50), (245, 197, 66), (46, 178, 164), (142, 205, 232), (214, 69, 80))
_FIXED: dict[str, Colour] = {
    "top": (236, 239, 244),
    "bottom": (213, 219, 228),
    "shadow": (24, 30, 44),
    "white": (250, 251, 252),
    "ink": (38, 42, 51),
    "metal": (176, 183, 194),
}


def picture(article: ArticleRow) -> bytes:
    """A PNG of 160 by 160 pixels: the article's shape in its colour; the same article gives the same bytes."""
    return _coloured(shape_of(article.name), paint_of(article.colour), sum(article.model.encode()))


def picture_hash(article: ArticleRow) -> str:
    """The name of an article's picture: SHA-256 of its bytes in hex."""
    return hashlib.sha256(picture(article)).hexdigest()


def pictures(articles: Iterable[ArticleRow]) -> dict[str, bytes]:
    """Every picture those articles show, by name; sizes of one colour share theirs."""
    looks = {(article.model, article.colour): article for article in articles}
    return {hashlib.sha256(drawn).hexdigest(): drawn for drawn in map(picture, looks.values())}


@cache
def _coloured(shape: str, paint: str, number: int) -> bytes:
    """A shape in one colour; `number` chooses pattern and accent of the model."""
    drawing, body = _drawn(shape, number % PATTERNS)
    return _png(drawing, body, _palette(_rgb(paint), number))


@cache
def _drawn(shape: str, pattern: int) -> tuple[Drawing, bytes]:
    """A shape painted once, and its compressed pixels: colours come with the palette."""
    canvas = Canvas(SIZE, len(ROLES), [_background(row) for row in range(SIZE)])
    for layer in layers_of(shape, pattern, SIZE):
        canvas.paint(layer)
    drawing = canvas.drawing()
    rows = (drawing.pixels[start : start + SIZE] for start in range(0, SIZE * SIZE, SIZE))
    return drawing, zlib.compress(b"".join(b"\0" + row for row in rows), 9)


def _background(row: int) -> Mixture:
    part = round(row / SIZE * 12) / 12
    return (1 - part, part, *([0.0] * (len(ROLES) - 2)))


def _rgb(paint: str) -> Colour:
    return int(paint[0:2], 16), int(paint[2:4], 16), int(paint[4:6], 16)


def _mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _palette(base: Colour, number: int) -> dict[str, Colour]:
    """A colour per role: shades of the base, and the first accent of the model that stands out from it."""
    turned = _ACCENTS[number % len(_ACCENTS) :] + _ACCENTS[: number % len(_ACCENTS)]
    accent = next(c for c in turned if sum(abs(a - b) for a, b in zip(c, base, strict=True)) > 150)
    shades = {"base": base, "dark": _mixed(base, (12, 16, 28), 0.3), "light": _mixed(base, (255, 255, 255), 0.35)}
    return {**_FIXED, **shades, "accent": accent}


def _png(drawing: Drawing, body: bytes, palette: dict[str, Colour]) -> bytes:
    """An indexed PNG (W3C PNG, colour type 3, 8 bits)."""
    colours = [palette[role] for role in ROLES]
    plte = bytearray()
    for mixture in drawing.mixtures:
        for channel in range(3):
            total = sum(part * colour[channel] for part, colour in zip(mixture, colours, strict=True) if part)
            plte.append(max(0, min(255, round(total))))
    header = struct.pack(">IIBBBBB", drawing.size, drawing.size, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(plte)), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
