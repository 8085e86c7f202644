"""Millimetres on a screen whose pitch is known: every size of a kiosk, and its type, computed once."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont

from app.ui.theme.fonts import sized_font
from app.ui.theme.painting import text_width


class Step(Enum):
    """Type by what it says: height in millimetres upright and on a wide screen, and its factor in large text."""

    BODY = (6.6, 6.6, 1.54)
    ROW = (7.6, 7.2, 1.5)
    TITLE = (8.9, 8.0, 1.49)
    HEADING = (10.7, 9.2, 1.5)
    PAGE = (13.2, 11.0, 1.4)
    PRICE = (17.5, 13.0, 1.3)
    HERO = (24.6, 16.0, 1.07)
    AFAR = (37.0, 24.0, 1.0)
    NUMBER = (60.0, 34.0, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """One screen: its pitch in millimetres, its size in pixels, and what its visitor asked for."""

    pitch: float
    width: int
    height: int
    is_large: bool = False
    is_low: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether reading and pressing go side by side."""
        return self.width > self.height

    def px(self, millimetres: float) -> int:
        """Pixels, at least one."""
        return max(1, round(millimetres / self.pitch))

    def font(self, step: Step, weight: int = 400, *, is_tabular: bool = False) -> QFont:
        """The type of a step; a shared object, do not change it."""
        upright, wide, large = step.value
        size = (wide if self.is_wide else upright) * (large if self.is_large else 1.0)
        return _font(self.px(size), weight, is_tabular)

    def fitting(self, words: str, width: float, *steps: Step, weight: int = 400) -> QFont:
        """The type of the first of those steps in which the words fit on a line, else of the last."""
        fonts = [self.font(step, weight) for step in steps]
        return next((font for font in fonts if text_width(words, font) <= width), fonts[-1])

    @property
    def margin(self) -> int:
        """Left and right of everything."""
        return self.px(12.2 if not self.is_wide else 7)

    @property
    def gap(self) -> int:
        """Between what is pressed: no finger meets two."""
        return self.px(3.2)


@lru_cache(maxsize=64)
def _font(pixels: int, weight: int, is_tabular: bool) -> QFont:
    return sized_font(pixels, weight, is_tabular=is_tabular)
