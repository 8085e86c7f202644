"""The neutral print document: what a paper says, before any printer is known."""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

MAX_BLOCKS = 4_000
MAX_MAGNIFICATION = 8  # GS ! knows 1 to 8 for width and height


class Align(Enum):
    """Where a text stands on its line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks; `width` and `height` are multiples (1-8) of the printer's font A."""

    is_bold: bool = False
    is_reverse: bool = False
    width: int = 1
    height: int = 1

    def __post_init__(self) -> None:
        """Raises ValueError for a size no printer knows."""
        if not (1 <= self.width <= MAX_MAGNIFICATION and 1 <= self.height <= MAX_MAGNIFICATION):
            raise ValueError("character size is 1 to 8 times")


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; its phrases share a line when they fit, else each starts its own and wraps."""

    phrases: tuple[str, ...]
    style: Style = PLAIN
    align: Align = Align.LEFT
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """Left text, filler, right text; two lines when they do not fit on one."""

    left: str
    right: str
    style: Style = PLAIN
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper, single or double."""

    is_double: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The one large amount of a paper, under a double rule."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, level M; `module_dots` is the wish, made smaller when the paper is narrow."""

    data: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Barcode:
    """A Code 128 of printable ASCII with its text under it."""

    data: str
    has_text: bool = True


@dataclass(frozen=True, slots=True)
class Logo:
    """The sign of the shop or chain as a picture; `alternative` is printed large where there is none."""

    name: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of one paper."""


Block: TypeAlias = Text | Columns | Rule | Total | Qr | Barcode | Logo | Blank | Cut


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """A paper as typed blocks; `copy_no` is above 0 only when a COPIA block stands in it."""

    blocks: tuple[Block, ...]
    language: str = "it"
    copy_no: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError when the paper is longer than any real one."""
        if len(self.blocks) > MAX_BLOCKS:
            raise ValueError("too many blocks in a print document")
