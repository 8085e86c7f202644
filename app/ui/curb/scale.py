"""Millimetres on a tablet whose pitch is known: sizes for gloves, type for an arm's length in the sun."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont

from app.ui.theme.fonts import sized_font
from app.ui.theme.painting import text_width

STRIP_MM, PRIMARY_MM, KEY_MM, GAP_MM = 8.6, 20.5, 15.2, 4.3


class Step(Enum):
    """Type by its height in millimetres, upright and wide: capitals are 0.73 of it."""

    BODY = (3.5, 3.57)
    ROW = (4.2, 4.2)
    TITLE = (5.0, 4.6)
    PAGE = (7.0, 7.0)
    BAY = (13.0, 9.2)


@dataclass(frozen=True, slots=True)
class TabletScale:
    """One tablet as it is held: millimetres from pixel to pixel, and its size in pixels."""

    pitch: float
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """Whether it lies on its side."""
        return self.width > self.height

    def px(self, millimetres: float) -> int:
        """Pixels, never less than asked for."""
        return max(1, -int(-millimetres / self.pitch // 1))

    def font(self, step: Step, weight: int = 600, *, is_tabular: bool = False) -> QFont:
        """The type of a step; a shared object, do not change it."""
        return _font(self.px(step.value[self.is_wide]), weight, is_tabular)

    def fitting(self, words: str, width: float, *steps: Step, weight: int = 600) -> QFont:
        """The type of the first of those steps in which the words fit on a line, else of the last."""
        fonts = [self.font(step, weight) for step in steps]
        return next((font for font in fonts if text_width(words, font) <= width), fonts[-1])

    @property
    def margin(self) -> int:
        """Left and right of everything."""
        return self.px(3.3)

    @property
    def gap(self) -> int:
        """Between what is pressed: no glove meets two."""
        return self.px(GAP_MM)


@lru_cache(maxsize=64)
def _font(pixels: int, weight: int, is_tabular: bool) -> QFont:
    return sized_font(pixels, weight, is_tabular=is_tabular)
