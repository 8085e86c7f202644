"""Tokens: every theme complete, every pair of words and surface readable, one place where colours are made."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.presentation.marks import Glyph
from app.ui.theme.icons import icon_pixmap
from app.ui.theme.look import Look
from app.ui.theme.tokens import Role, ThemeName, themes

_UI = Path("app/ui")
_SURFACES = (Role.BG_CANVAS, Role.BG_SURFACE, Role.BG_SUNKEN, Role.BG_HOVER)
_LEAST = {ThemeName.LIGHT: 4.5, ThemeName.DARK: 4.5, ThemeName.HC: 7.0, ThemeName.SUN: 9.0}
_TONES = ("neutral", "info", "success", "warning", "danger", "arrival")


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", list(ThemeName))
def test_words_can_be_read_on_every_surface(name: ThemeName) -> None:
    shown, least = themes()[name], _LEAST[name]
    for ink, surface in product((Role.TEXT_PRIMARY, Role.TEXT_SECONDARY, Role.TEXT_MUTED), _SURFACES):
        assert contrast(shown.colour(ink), shown.colour(surface)) >= least, (ink, surface)
    for tone in _TONES:
        pair = shown.colour(Role(f"{tone}.text")), shown.colour(Role(f"{tone}.subtle"))
        assert contrast(*pair) >= least, tone


@pytest.mark.parametrize("name", list(ThemeName))
def test_controls_and_focus_stand_out(name: ThemeName) -> None:
    shown = themes()[name]
    for role, surface in product((Role.BORDER_CONTROL, Role.FOCUS_OUTER), _SURFACES):
        assert contrast(shown.colour(role), shown.colour(surface)) >= 3, (role, surface)


def test_no_colour_is_made_outside_the_tokens() -> None:
    wrong = [
        str(path)
        for path in _UI.rglob("*.py")
        if path.name != "tokens.py" and re.search(r"#[0-9a-fA-F]{6}|QColor\(", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_one_style_sheet_in_one_place() -> None:
    users = [path.name for path in _UI.rglob("*.py") if "setStyleSheet(" in path.read_text(encoding="utf-8")]
    assert users == ["look.py"]
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", Path("resources/qss/bancone.qss").read_text(encoding="utf-8"))


def shows_something(image: QImage) -> bool:
    """Whether any point is painted."""
    points = product(range(image.width()), range(image.height()))
    return any(image.pixelColor(x, y).alpha() for x, y in points)


def test_every_icon_is_there_and_shows_something(look: Look) -> None:
    ink = look.theme.colour(Role.TEXT_PRIMARY)
    empty = [glyph for glyph in Glyph if not shows_something(icon_pixmap(glyph, 24, ink).toImage())]
    assert empty == []
    shipped = {path.stem for path in Path("resources/icons").glob("*.svg")}
    assert shipped == {glyph.value for glyph in Glyph}
