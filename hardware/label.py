"""What stands on a label, in millimetres from its upper left corner; no printer's language."""

from dataclasses import dataclass
from typing import TypeAlias

from hardware.document import Align


@dataclass(frozen=True, slots=True)
class LabelText:
    """At most `lines` lines as high as `height_mm` in a column; what does not fit is cut at a word, with `…`.

    `has_to_fit`: a number or a price, of which nothing may be missing. It is one line, in smaller letters where it
    is long, or two within `height_mm`; cut only where letters would be too small to read.
    """

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    text: str
    lines: int = 1
    align: Align = Align.LEFT
    has_to_fit: bool = False


@dataclass(frozen=True, slots=True)
class LabelCode128:
    """Bars in the middle of their column, white at both sides included."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    data: str


@dataclass(frozen=True, slots=True)
class LabelEan13:
    """A GTIN as EAN-13, in the middle of its column; shorter ones get the zeros that make them one."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    data: str


@dataclass(frozen=True, slots=True)
class LabelQr:
    """A QR code, white around it included, as large as its square lets it be."""

    x_mm: float
    y_mm: float
    width_mm: float
    data: str

    @property
    def height_mm(self) -> float:
        """It is a square."""
        return self.width_mm


LabelField: TypeAlias = LabelText | LabelCode128 | LabelEan13 | LabelQr


@dataclass(frozen=True, slots=True)
class Label:
    """One label; every field lies on it."""

    width_mm: float
    height_mm: float
    fields: tuple[LabelField, ...]

    def __post_init__(self) -> None:
        """ValueError for a field that reaches beyond the edge."""
        for field in self.fields:
            lines = field.lines if isinstance(field, LabelText) else 1
            if (
                min(field.x_mm, field.y_mm, field.width_mm, field.height_mm) < 0
                or field.x_mm + field.width_mm > self.width_mm
                or field.y_mm + field.height_mm * lines > self.height_mm
            ):
                raise ValueError("a field reaches beyond the label")
