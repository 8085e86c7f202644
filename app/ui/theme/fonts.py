"""The bundled typeface in the steps of the type scale; digits stand in columns where they tick or are compared."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from app.adapters.resource_files import resources_root
from app.ui.theme.tokens import ThemeName, Type, themes

FAMILY = "Inter"
_LETTER_SPACING = {Type.PRICE: -0.5, Type.HERO: -0.5}


_FILES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


def load_fonts(*weights: int) -> None:
    """Make the bundled fonts known, all of them or those of some weights; after the application exists.

    OSError when a file cannot be read.
    """
    for weight in weights or _FILES:
        _load_font(weight)


@cache
def _load_font(weight: int) -> None:
    """Once: a family that comes twice is there twice."""
    file = resources_root().joinpath("fonts", "inter", f"Inter_{weight}{_FILES[weight]}.ttf")
    if QFontDatabase.addApplicationFontFromData(file.read_bytes()) < 0:
        raise OSError(f"font {file.name} cannot be read")


@cache
def type_font(step: Type, weight: int = 400, *, is_tabular: bool = False) -> QFont:
    """The font of a step; a shared object, do not change it."""
    return sized_font(
        themes()[ThemeName.LIGHT].size(f"type.{step}"), weight, _LETTER_SPACING.get(step, 0.0), is_tabular
    )


def sized_font(pixels: int, weight: int, spacing: float = 0.0, is_tabular: bool = False) -> QFont:
    """A font by its height in logical pixels."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    if is_tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
